import { dirname } from "pathe";
import { RunError, SeveralRunsError } from "../errors.ts";
import type { StateDict } from "../layouts/_layout.ts";
import type { Curve } from "../logs/curves/curve.ts";
import type { Part } from "./_gathered.ts";

/** Two checkpoint files of one run log the same first loss to all its digits. */
const SAME_START = 1e-6;

/** Throws a RunError unless all state dicts have tensors of the same names and shapes. */
export function sameNetwork(path: string, parts: readonly Part[]): void {
  const all = parts.flatMap(({ file, holds }) => holds.snapshots.map(({ state }) => ({ file, shapes: shapes(state) })));
  const [first] = all;
  for (const { file, shapes: found } of all) {
    const odd = oneBeside(first.shapes, found) ?? oneBeside(found, first.shapes);
    if (odd !== undefined) throw mixed(path, `mixes runs: ${first.file} and ${file} differ in ${odd}`, parts);
  }
}

/**
 * The error that a path mixes runs: each of its files is one, or each of its folders, where no two of them are of one name
 * but for a number, as checkpoints of one run are.
 */
export function mixed(path: string, problem: string, parts: readonly Part[]): RunError {
  const files = parts
    .filter(({ holds }) => holds.snapshots.length > 0 || holds.curves.length > 0)
    .map(({ file }) => file);
  const folders = files.map((file) => dirname(file));
  const runs = folders.every((folder) => folder !== ".") && allDiffer(folders) ? folders : files;
  const named = runs.map((run) => run.replace(/\.[a-z0-9]+$/i, "").replace(/[\d_.=-]+$/, ""));
  return runs === folders || allDiffer(named)
    ? new SeveralRunsError(path, problem, runs)
    : new RunError(path, problem, "open one file, or keep one run a folder");
}

function allDiffer(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function shapes(state: StateDict): ReadonlySet<string> {
  return new Set([...state].map(([name, { shape }]) => `${name} [${shape.join(", ")}]`));
}

/** The first in order of what `found` has and `known` has not. */
function oneBeside(known: ReadonlySet<string>, found: ReadonlySet<string>): string | undefined {
  return [...found].filter((one) => !known.has(one)).sort()[0];
}

/** Throws a RunError if two files log the same quantity from different beginnings. */
export function sameLog(path: string, parts: readonly Part[]): void {
  const first = new Map<string, { readonly file: string; readonly value: number }>();
  for (const { file, holds } of parts) {
    for (const { series, measure, values } of holds.curves) {
      const key = `${series} ${measure}`;
      const other = first.get(key) ?? { file, value: values[0] };
      first.set(key, other);
      if (Math.abs((values[0] as number) / other.value - 1) <= SAME_START || Object.is(values[0], other.value))
        continue;
      const [one, two] = [`${other.value} in ${other.file}`, `${values[0]} in ${file}`];
      throw mixed(path, `mixes runs: ${measure} begins with ${one}, with ${two}`, parts);
    }
  }
}

/** A text that a script printed has fewer digits than its other logs. */
const PRINTED_START = 1e-2;

/** Throws a SeveralRunsError if two logs of a folder without weights have one measure from different beginnings. */
export function sameRun(
  path: string,
  logs: readonly {
    readonly file: string;
    readonly log: { readonly curves: readonly Curve[]; readonly format?: string };
  }[],
): void {
  const first = new Map<string, { readonly file: string; readonly value: number; readonly printed: boolean }>();
  for (const { file, log } of logs) {
    const printed = log.format === "text";
    for (const { series, measure, set, values } of log.curves) {
      const key = `${series} ${measure} ${set}`;
      const value = values[0] as number;
      const other = first.get(key) ?? { file, value, printed };
      first.set(key, other);
      const tolerance = printed || other.printed ? PRINTED_START : SAME_START;
      if (Math.abs(value / other.value - 1) <= tolerance || Object.is(value, other.value)) continue;
      const runs = logs.filter((one) => one.log.curves.length > 0).map((one) => one.file);
      const problem = `holds logs of ${runs.length} runs: ${measure} begins with ${other.value} in ${other.file}, with ${value} in ${file}`;
      throw new SeveralRunsError(path, problem, runs);
    }
  }
}
