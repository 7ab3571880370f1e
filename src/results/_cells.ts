import type { Column, Columns, Row } from "../tables/column.ts";

/** Rows as a line of JSON: an array of cells for each, in the order of the columns. Every float64 survives it. */
export function textOfRows(rows: readonly Row<Columns>[], columns: Columns): string {
  const names = Object.keys(columns);
  return JSON.stringify(rows.map((row) => names.map((name) => cell(row[name]))));
}

/** The rows of such a line; undefined where it is none, or has not these columns. */
export function rowsOfText(text: string, columns: Columns): readonly Row<Columns>[] | undefined {
  const names = Object.keys(columns);
  const lists = parsed(text);
  if (!Array.isArray(lists) || !lists.every((list) => Array.isArray(list) && list.length === names.length)) return;
  const readers = names.map((name) => READERS[columns[name]?.kind]);
  return lists.map((list: readonly unknown[]) =>
    Object.fromEntries(list.map((value, i) => [names[i], readers[i](value)])),
  ) as unknown as readonly Row<Columns>[];
}

/** JSON has no NaN, no infinity and no −0: they are words. */
function cell(value: unknown): unknown {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return value.map(cell);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function number(value: unknown): unknown {
  return typeof value === "string" ? Number(value) : value;
}

const READERS: Readonly<Record<Column["kind"], (value: unknown) => unknown>> = {
  integer: number,
  number,
  integers: (value) => value,
  numbers: (value) => (Array.isArray(value) ? value.map(number) : value),
  text: (value) => value,
  boolean: (value) => value,
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
