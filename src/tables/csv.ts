import { checkArguments } from "../arguments.ts";
import type { Columns } from "./column.ts";
import type { Table } from "./table.ts";

const LINE_END = "\r\n";

/**
 * The table as comma-separated values, RFC 4180: a header of column names, then a line for each row. Numbers have the
 * fewest digits that read back as the same float64; a list of them is one field, with spaces between. Null is an empty
 * field, and so is a list of none; an empty text is `""`.
 */
export function csv<C extends Columns>(table: Table<C>): string {
  checkArguments("csv", { table });
  return [...csvLines(table)].join("");
}

/** `csv` line by line. */
export function* csvLines<C extends Columns>({ columns, rows }: Table<C>): Generator<string> {
  const names = Object.keys(columns);
  yield `${names.map(field).join(",")}${LINE_END}`;
  for (const row of rows)
    yield `${names.map((name) => field((row as Record<string, unknown>)[name])).join(",")}${LINE_END}`;
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return value.map(field).join(" ");
  if (typeof value !== "string") return String(value);
  return value === "" || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
