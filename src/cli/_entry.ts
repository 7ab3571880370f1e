import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Columns } from "../tables/column.ts";

/** What `--help` says of an analyzer beyond its options: the columns of its table, and where its definitions come from. */
export function entry({ columns, source }: Pick<Analyzer, "columns" | "source">): string {
  const described = Object.entries(columns as Columns);
  const width = Math.max(...described.map(([name]) => name.length));
  const lines = described.map(
    ([name, { description, unit }]) =>
      `  ${name.padEnd(width)}  ${description}${unit === undefined ? "" : ` (${unit})`}`,
  );
  return ["Columns:", `  ${"epoch".padEnd(width)}  of the checkpoint`, ...lines, "", `Source: ${source}.`].join("\n");
}
