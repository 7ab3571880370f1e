import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, written } from "../runs/_write.ts";
import type { Columns, Row } from "../tables/column.ts";
import { version } from "../version.ts";
import { attempt } from "./_attempt.ts";
import { rowsOfText } from "./_cells.ts";

/** The rows that a file keeps, of one analyzer or of one process. Lines are only ever added: killed at any moment, those before stay. */
export interface KeptRows {
  /** The rows kept under a key; undefined where there are none, or not of these columns. */
  readonly find: (key: string, columns: Columns) => readonly Row<Columns>[] | undefined;
  readonly add: (key: string, text: string) => void;
  /**
   * Drops the lines of other versions, and those that are none; the others are in the order of their keys then, however often
   * the processes were killed that added them, and whichever of them was faster.
   */
  readonly compact: () => void;
}

const LINE = /^\{"version":"([^"]*)","key":"([0-9a-f]{64})","rows":(.*)\}$/;
const NEWLINE = 10;

/** Opens `<name>.jsonl` in a folder; neither need be there yet. */
export function keptRows(folder: string, name: string): KeptRows {
  const path = join(folder, `${name}.jsonl`);
  const bytes = attempt(folder, () => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0)));
  const lines = linesOf(bytes);
  const kept = new Map(lines.flatMap(entry));
  // A process may have been killed in the middle of a line.
  let added = false;
  let broken = bytes.length > 0 && bytes.at(-1) !== NEWLINE;
  return {
    find: (key, columns) => {
      const text = kept.get(key);
      return text === undefined ? undefined : rowsOfText(text, columns);
    },
    add: (key, text) => {
      attempt(folder, () => {
        makeFolder(folder);
        appendFileSync(path, `${broken ? "\n" : ""}${line(key, text)}`);
      });
      broken = false;
      added = true;
    },
    compact: () => {
      if (!added && kept.size === lines.length && lines.every((one, i) => i === 0 || lines[i - 1] < one)) return;
      // Read again: lines have been added, perhaps by another process too.
      attempt(folder, () => {
        const before = openSync(path, "r");
        try {
          const entries = new Map(linesOf(readFileSync(before)).flatMap(entry));
          const ordered = [...entries.keys()].sort();
          written(path, Buffer.concat(ordered.map((key) => Buffer.from(line(key, entries.get(key) ?? "")))));
          // What another process added while this was written is in the file that was there before.
          const later = readFileSync(before);
          if (later.length > 0) appendFileSync(path, later);
        } finally {
          closeSync(before);
        }
      });
    },
  };
}

function line(key: string, text: string): string {
  return `{"version":"${version}","key":"${key}","rows":${text}}\n`;
}

/** Key and rows of a line of this version; nothing for any other. */
function entry(text: string): readonly (readonly [key: string, text: string])[] {
  const [, from, key, rows] = LINE.exec(text) ?? [];
  return from === version ? [[key, rows]] : [];
}

/** Each line by itself: a file may be longer than a string can be. */
function linesOf(bytes: Buffer): readonly string[] {
  const lines: string[] = [];
  for (let from = 0, to: number; from < bytes.length; from = to + 1) {
    to = bytes.indexOf(NEWLINE, from);
    if (to < 0) to = bytes.length;
    lines.push(bytes.toString("utf8", from, to));
  }
  return lines;
}
