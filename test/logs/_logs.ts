import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "#errors.js";
import { bytesSource, withSource } from "#formats/_sources.js";
import type { Cell, LogFormat, LogSink } from "#logs/_format.js";
import { loggedAs } from "#logs/curves/names.js";

export const FIXTURES = "fixtures/logs";

/** Every file of fixtures/logs. */
export const fixtureFiles: readonly string[] = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
  .sort();

export interface Row {
  readonly cells: readonly (readonly [string, Cell])[];
  readonly run: string | undefined;
}

/** All that a reader handed on, and how it ended. */
export interface Log {
  readonly rows: Row[];
  readonly settings: (readonly [name: string, value: unknown, run?: string])[];
  readonly doubts: string[];
  /** The FormatError's message, if there was one; any other error is thrown on. */
  error: string | undefined;
}

/** What a format reads of a file, or of other bytes in its place. */
export function readLog(format: LogFormat, path: string, bytes?: Uint8Array): Log {
  const log: Log = { rows: [], settings: [], doubts: [], error: undefined };
  const sink: LogSink = {
    row: (cells, run) => {
      log.rows.push({ cells: [...cells], run });
    },
    columns: (names) => (cells) => {
      log.rows.push({ cells: names.map((name, i) => [name, cells[i]] as const), run: undefined });
    },
    isMeasure: (name) => loggedAs(name) !== undefined,
    setting: (name, value, run) => {
      log.settings.push(run === undefined ? [name, value] : [name, value, run]);
    },
    doubt: (words) => {
      log.doubts.push(words);
    },
  };
  try {
    if (bytes === undefined) withSource(path, (source) => format.read(source, sink, {}));
    else format.read(bytesSource(path, bytes), sink, {});
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    log.error = error.message;
  }
  return log;
}

export function cell(row: Row, name: string): Cell {
  return row.cells.find(([known]) => known === name)?.[1];
}

/** A measure's values by step, from those rows of the log that have it. */
export function curve(log: Log, measure: string, step = "step"): ReadonlyMap<Cell, Cell> {
  const rows = log.rows.filter(({ cells }) => cells.some(([name]) => name === measure));
  return new Map(rows.map((row) => [cell(row, step), cell(row, measure)]));
}

const [header = "", ...lines] = readFileSync("fixtures/mainline/metrics.csv", "utf8").trim().split("\n");
const table = lines.map((line) => line.split(","));

/** A column of the file from which the fixtures were made, by epoch; `round` is what the writer did to its numbers. */
export function mainline(
  column: string,
  epochs: Iterable<Cell>,
  round: (value: number) => number = Number,
): Map<Cell, Cell> {
  const at = header.split(",").indexOf(column);
  return new Map([...epochs].map((epoch) => [epoch, round(Number(table[epoch as number]?.[at] || Number.NaN))]));
}

/** The first epoch at which the file from which the fixtures were made passes a threshold. */
export function crossing(curve: ReadonlyMap<Cell, Cell>, threshold: number): Cell {
  return [...curve].find(([, value]) => (value as number) >= threshold)?.[0];
}

/** Lengths at which a file is cut: spread evenly, the last is all but a byte. */
export function cuts(length: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * length) / count) - 1);
}
