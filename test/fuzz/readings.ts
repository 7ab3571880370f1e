import { dirname } from "node:path";
import { readFile } from "#formats/_read.js";
import { withSource } from "#formats/_sources.js";
import { contents } from "#layouts/_contents.js";
import { readingsOf } from "#layouts/_read.js";
import type { Cell, LogFormat, LogSink } from "#logs/_format.js";
import { logFormatOf, readLog } from "#logs/_read.js";
import { loggedAs } from "#logs/curves/names.js";
import { filesAt } from "#runs/_files.js";
import { gathered } from "#runs/_snapshots.js";
import { FAULTS } from "./faults.ts";
import { bitsOf, linesOf } from "./said.ts";

/** What a reader makes of a file. */
export interface Reading {
  /** The format or layout that it was taken for. */
  readonly as: string;
  readonly lines: readonly string[];
  /** What was said of it besides. */
  readonly doubts: readonly string[];
}

/** Readings of one network whose weights are read: names that say nothing can have thousands. */
const READ = 3;

/** How a file is read for a unit of each room; and what must not come of it, for the test of the judge. */
export const ROOMS: Readonly<Record<string, (path: string) => Reading>> = {
  formats: (path) => {
    const { format, value } = readFile(path);
    const lines = linesOf(value);
    contents(value);
    return { as: format, lines, doubts: [] };
  },
  logs: (path) => {
    const format = logFormatOf(path);
    readLog(path);
    return { as: format?.name ?? "none", ...(format ? rowsOf(format, path) : { lines: [], doubts: [] }) };
  },
  layouts: (path) => {
    const { value } = readFile(path);
    const files = filesAt(dirname(path));
    const { config } = gathered(dirname(path), files);
    const state = contents(value).snapshots.at(-1)?.state;
    if (!state) return { as: "none", lines: [], doubts: [] };
    const { layout, readings } = readingsOf(path, state, { config }, {});
    const lines = readings.slice(0, READ).map(({ architecture, weights }) => {
      const views = Object.entries(weights).flatMap(([name, view]) =>
        [view].flat().map((array) => [name, array] as const),
      );
      return JSON.stringify([architecture, linesOf(views.map(([name, array]) => new Map([[name, array]])))]);
    });
    return { as: layout, lines, doubts: [] };
  },
  faults: (name) => {
    FAULTS[name]();
    return { as: "none", lines: [], doubts: [] };
  },
};

/** The rows that a log's reader hands on, a line each: its cells by name. */
function rowsOf(
  format: LogFormat,
  path: string,
): { readonly lines: readonly string[]; readonly doubts: readonly string[] } {
  const lines: string[] = [];
  const doubts: string[] = [];
  const take = (cells: readonly (readonly [string, Cell])[]) => {
    const known = cells.filter(([, cell]) => cell !== undefined).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    lines.push(JSON.stringify(known.map(([name, cell]) => [name, spelt(cell)])));
  };
  const sink: LogSink = {
    row: (cells) => take([...cells]),
    columns: (names) => (cells) => take(names.map((name, i) => [name, cells[i]])),
    isMeasure: (name) => loggedAs(name) !== undefined,
    setting: () => {},
    doubt: (words) => {
      doubts.push(words);
    },
  };
  withSource(path, (source) => format.read(source, sink, {}));
  return { lines, doubts };
}

/** Numbers by their bits, so that two programs spell them alike. */
function spelt(cell: Cell): string | null {
  return typeof cell === "number" ? `#${bitsOf(cell)}` : (cell ?? null);
}
