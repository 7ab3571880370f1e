import type { Column, Columns } from "./column.ts";
import type { Table } from "./table.ts";

/** A table in the values that JSON has. */
export interface JsonTable {
  readonly columns: { readonly [name: string]: Pick<Column, "kind" | "description" | "unit"> };
  readonly rows: readonly { readonly [name: string]: JsonCell }[];
}
export type JsonCell = number | string | boolean | null;

/** The table as plain data that survives JSON: numbers that are not finite become null, and -0 becomes 0. */
export function jsonTable<C extends Columns>(table: Table<C>): JsonTable {
  const columns = Object.entries(table.columns);
  return {
    columns: Object.fromEntries(
      columns.map(([name, { kind, description, unit }]) => [
        name,
        unit === undefined ? { kind, description } : { kind, description, unit },
      ]),
    ),
    rows: table.rows.map((row) =>
      Object.fromEntries(columns.map(([name]) => [name, cell((row as Record<string, unknown>)[name])])),
    ),
  };
}

function cell(value: unknown): JsonCell {
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}
