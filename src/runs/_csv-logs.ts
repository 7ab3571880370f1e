import Papa from "papaparse";
import type { Curve } from "../layouts/_curves.ts";
import { loggedAs, momentsAs } from "../layouts/_log-names.ts";
import { curvesOf } from "./_log-curves.ts";
import { type Cell, hasDecimalCommas, numberOf } from "./_log-numbers.ts";

/** The curves of a log with a header, whatever separates its columns. */
export function csvCurves(text: string): readonly Curve[] {
  const lines = text.replace(/\r\n?/g, "\n").replace(/^sep=.\n/i, "");
  const table = withHeader(lines);
  if (table === undefined) return [];
  const { data } = Papa.parse<string[]>(table, {
    delimiter: separatorOf(table.slice(0, (table.indexOf("\n") + 1 || table.length + 1) - 1)),
    newline: "\n",
    comments: "#",
    skipEmptyLines: "greedy",
  });
  return curvesOf(columnsOf(data), hasDecimalCommas(data));
}

/** The text from its header on: NumPy writes the header as a comment. */
function withHeader(text: string): string | undefined {
  let rest = text;
  let comment = "";
  while (/^\s*#/.test(rest) || /^\s*\n/.test(rest)) {
    const end = rest.indexOf("\n");
    if (end < 0) return undefined;
    comment =
      rest
        .slice(0, end)
        .replace(/^\s*#\s*/, "")
        .trim() || comment;
    rest = rest.slice(end + 1);
  }
  return /^\s*[-+\d.]/.test(rest) && comment !== "" ? `${comment}\n${rest}` : rest;
}

/** What separates the names of a header: the commonest outside quotes. */
function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (separator: string) => bare.split(separator).length;
  return [",", "\t", ";", "|"].reduce((a, b) => (count(b) > count(a) ? b : a));
}

/**
 * Rows as columns by name. A row of names begins a new header, as loggers append one when they have more to say; of two
 * columns of one name the second fills the gaps of the first.
 */
function columnsOf(rows: readonly (readonly string[])[]): ReadonlyMap<string, readonly Cell[]> {
  const columns = new Map<string, Cell[]>();
  let names: readonly string[] = [];
  let length = 0;
  for (const row of rows) {
    if (isHeader(row) || length + names.length === 0) {
      names = row.map((name) => name.trim());
      continue;
    }
    for (const [i, name] of names.entries()) {
      const cell = row[i];
      if (name === "" || cell === undefined || cell.trim() === "") continue;
      const column = columns.get(name) ?? [];
      columns.set(name, column);
      if (column.length === length + 1) continue;
      while (column.length < length) column.push(undefined);
      column.push(cell);
    }
    length++;
  }
  for (const column of columns.values()) while (column.length < length) column.push(undefined);
  return columns;
}

function isHeader(row: readonly string[]): boolean {
  if (row.some((cell) => numberOf(cell) !== undefined)) return false;
  return row.some((cell) => momentsAs(cell)) || (row.length > 1 && row.some((cell) => loggedAs(cell)?.stated));
}
