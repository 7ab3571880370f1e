import type { Columns } from "./column.ts";
import type { Table } from "./table.ts";

const LINE_END = "\r\n";

/**
 * The table as comma-separated values, RFC 4180: a header of column names, then a line for each row. Numbers have the
 * fewest digits that read back as the same float64; null is an empty field, and an empty text is `""`.
 */
export function csv<C extends Columns>(table: Table<C>): string {
  const names = Object.keys(table.columns);
  const lines = table.rows.map((row) => names.map((name) => field((row as Record<string, unknown>)[name])).join(","));
  return [names.map(field).join(","), ...lines, ""].join(LINE_END);
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "string") return String(value);
  return value === "" || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
