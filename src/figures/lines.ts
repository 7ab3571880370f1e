import type { Columns } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import type { Figure } from "./_figure.ts";

export interface LinesOptions<C extends Columns> {
  readonly name: string;
  readonly caption: string;
  readonly x: keyof C & string;
  /** One line for each of these columns … */
  readonly y: readonly (keyof C & string)[];
  /** … and for each distinct value of this one. */
  readonly series?: keyof C & string;
  readonly log?: "x" | "y" | "xy";
}

/** y against x, one line a column and series. A null is a gap. */
export function lines<C extends Columns>(
  table: Table<C>,
  { name, caption, x, y, series, log }: LinesOptions<C>,
): Figure {
  const groups = new Map<string, { readonly x: unknown[]; readonly y: unknown[] }>();
  for (const row of table.rows) {
    for (const column of y) {
      const parts = [...(y.length > 1 ? [column] : []), ...(series === undefined ? [] : [String(row[series])])];
      const key = parts.join(" ") || column;
      const group = groups.get(key) ?? { x: [], y: [] };
      groups.set(key, group);
      group.x.push(row[x]);
      group.y.push(row[column]);
    }
  }
  const axis = (columns: readonly string[], scale: "x" | "y") => ({
    title: { text: columns.map((column) => titled(table.columns, column)).join(", ") },
    type: log?.includes(scale) ? "log" : "linear",
  });
  const data = Array.from(groups, ([key, group]) => ({ type: "scatter", mode: "lines", name: key, ...group }));
  return { name, caption, data, layout: { xaxis: axis([x], "x"), yaxis: axis(y, "y") } };
}

function titled(columns: Columns, name: string): string {
  const { unit } = columns[name];
  return unit === undefined ? name : `${name} (${unit})`;
}
