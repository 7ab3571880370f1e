import { checkArguments } from "../arguments.ts";
import { escaped } from "./_escaped.ts";
import type { Columns } from "./column.ts";
import type { Table } from "./table.ts";

const LINE_END = "\r\n";

/**
 * The table as comma-separated values, RFC 4180: a header of column names, then a line for each row. Numbers have the
 * fewest digits that read back as the same float64; a list of them is one field, with spaces between. Null is an empty
 * field, and so is a list of none; an empty text is `""`.
 *
 * A text that a spreadsheet would take for a formula has a `'` before it, as OWASP advises, and so has one that begins with `'` and
 * then so: without one `'` each is what it was. A number, such as -1.5, stays one. What would steer a terminal, a line feed apart, is as in
 * JSON, `\u001b`, and a backslash before such digits as `\u005c`.
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

/** What a spreadsheet computes: a text with one of these first, full-width ones too, or with more of our own marks before it. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Where a field is in quotes: a semicolon parts cells where a comma is the sign of decimals. */
const QUOTED = /[",;\r\n]|^\s|\s$/;
/** All that steers a terminal or a page, or is not seen there; and a backslash that would be taken for the begin of such a sign. */
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\\(?=u[0-9a-f]{4})/gu;

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return value.map(field).join(" ");
  if (typeof value !== "string") return String(value);
  const marked = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  const seen = marked.replace(STEERING, escaped);
  return seen === "" || QUOTED.test(seen) ? `"${seen.replaceAll('"', '""')}"` : seen;
}
