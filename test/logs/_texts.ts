import { type ReadOptions, readLog } from "#logs/_read.js";
import type { Log } from "#logs/curves/curve.js";
import { folder } from "../runs/_made.ts";

/** A curve in one line: which it is, along what, and its points. */
export type Told = readonly [name: string, at: readonly number[], values: readonly number[]];

/** The log in a text of this name; undefined where it is of no format. */
export function logIn(text: string | Uint8Array, name = "log.csv", options: ReadOptions = {}): Log | undefined {
  return readLog(`${folder({ [name]: text })}/${name}`, options);
}

/** Its curves: `run: measure (set) by axis`, where it has a run and a set. */
export function told(log: Pick<Log, "curves"> | undefined): readonly Told[] | undefined {
  return log?.curves.map(({ series, measure, set, axis, at, values }) => [
    `${series === "" ? "" : `${series}: `}${measure}${set === "" ? "" : ` (${set})`} by ${axis}`,
    at,
    values,
  ]);
}

/** The curves of a text, of which nothing else is said. */
export function curvesIn(text: string | Uint8Array, name?: string, options?: ReadOptions) {
  const log = logIn(text, name, options);
  return log && log.doubts.length > 0 ? log.doubts : told(log);
}

/** Rows of a table of these steps and their losses, which fall; `height` above what they are else. */
export function losses(from: number, to: number, height = 0): string {
  return Array.from({ length: to - from }, (_, i) => `${from + i},${height + 1 / (1 + from + i)}\n`).join("");
}

/** A table of these lines. */
export const csv = (header: string, ...rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;

/** These records, an object a line. */
export const lines = (...records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");
