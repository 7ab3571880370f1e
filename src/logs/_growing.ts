import type { Source } from "../formats/_sources.ts";
import type { LogFormat, TextReader } from "./_format.ts";
import type { ReadOptions } from "./_read.ts";
import { bytesFrom, growingLines, headOf } from "./_text.ts";
import { curvesOf } from "./curves/curves-of.ts";
import { type LogTable, logTable } from "./curves/log-table.ts";

/** A text this long has shown how it is written; a shorter one is read anew each time, which takes no time. */
const SETTLED = 2 ** 16;
/** So many bytes, of the beginning and before where reading ended, tell that a text is the same and has only grown. */
const LOOKED_AT = 2 ** 12;
/** Rows of a log that is followed are thinned as those of a large one: they are looked at again and again. */
const AS_LARGE = Number.POSITIVE_INFINITY;

/** What became of a log whose text is not the one that was read before, grown. */
export type Replaced = "begun anew" | "continued elsewhere";

/** A log of lines as it grows. */
export interface GrowingLog {
  readonly format: LogFormat;
  readonly table: LogTable;
  readonly doubts: () => readonly string[];
  /**
   * Reads on where the text has only grown. `continued elsewhere`: it is another one whose moments come after the first of
   * these, as after a rotation; what was read stays, as far as the other does not go back before it. Else the log must be read
   * as a new one: `rewritten` where it begins as this did, `begun anew` where it does not. `waits`: it has too little to tell.
   */
  readonly goOn: (source: Source) => Replaced | "grown" | "rewritten" | "waits";
}

/** A log of lines read to its last whole one: a line that is still written waits. Undefined where its head tells too little. */
export function growingLog(format: LogFormat, source: Source, options: ReadOptions): GrowingLog | undefined {
  const table = tableFor(options);
  const reader = format.lines?.(headOf(source), source.path, table, options);
  if (!reader) return undefined;
  let lines = growingLines();
  let place = readOn(source, 0, lines, reader);
  let settled = source.byteLength >= SETTLED;
  const moveTo = (other: Source) => {
    lines = growingLines();
    settled = true;
    place = readOn(other, 0, lines, reader);
  };
  return {
    format,
    table,
    doubts: reader.doubts,
    goOn: (now) => {
      if (isGrown(now, place)) {
        if (!settled) return "rewritten";
        place = readOn(now, place.offset, lines, reader);
        return "grown";
      }
      const other = rowsOf(format, now, options);
      if (other.lines < 2) return "waits";
      const [before, after] = [beginsOf(table), beginsOf(other.table)];
      // A table without its header, as after its file was cut, has no names of its own.
      if (after.size > 0 && !(first(after) > first(before)))
        return sameBegin(before, after) ? "rewritten" : "begun anew";
      moveTo(now);
      return "continued elsewhere";
    },
  };
}

/** How far a text was read, and by what it is known again. */
interface Place {
  readonly offset: number;
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

function readOn(source: Source, from: number, lines: ReturnType<typeof growingLines>, reader: TextReader): Place {
  const end = source.byteLength;
  for (const bytes of bytesFrom(source, from)) {
    const text = lines.take(bytes);
    if (text === undefined) break;
    if (text !== "") reader.take(text, false);
  }
  return {
    offset: end,
    head: source.read(0, Math.min(end, LOOKED_AT)),
    tail: source.read(Math.max(0, end - LOOKED_AT), end),
  };
}

function isGrown({ byteLength, read }: Source, { offset, head, tail }: Place): boolean {
  return (
    byteLength >= offset &&
    Buffer.compare(read(0, head.length), head) === 0 &&
    Buffer.compare(read(offset - tail.length, offset), tail) === 0
  );
}

/** What another text at the same place has, read by itself. */
function rowsOf(format: LogFormat, source: Source, options: ReadOptions) {
  const table = tableFor(options);
  const reader = format.lines?.(headOf(source), source.path, table, options);
  const whole = growingLines();
  let lines = 0;
  for (const bytes of bytesFrom(source, 0)) {
    const text = whole.take(bytes) ?? "";
    lines += text.split("\n").length - 1;
    if (text !== "") reader?.take(text, false);
  }
  return { lines, table };
}

type Begins = ReadonlyMap<string, { readonly at: number; readonly value: number }>;

/** Where each curve of a log begins that says its moments. */
function beginsOf(table: LogTable): Begins {
  const placed = curvesOf(table).curves.filter(({ axis }) => axis !== "row");
  return new Map(
    placed.map(({ series, measure, set, at, values }) => [
      `${series} ${measure} ${set}`,
      { at: at[0] as number, value: values[0] as number },
    ]),
  );
}

/** The first moment of all. */
function first(begins: Begins): number {
  return Math.min(...[...begins.values()].map(({ at }) => at));
}

function sameBegin(before: Begins, after: Begins): boolean {
  return [...after].every(([curve, { at, value }]) => {
    const known = before.get(curve);
    return known === undefined || (known.at === at && Object.is(known.value, value));
  });
}

function tableFor({ columns, prefix }: ReadOptions): LogTable {
  return logTable({
    byteLength: AS_LARGE,
    ...(columns === undefined ? {} : { stated: columns }),
    ...(prefix === undefined ? {} : { prefix }),
  });
}
