import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Columns } from "../tables/column.ts";
import type { Field, Fields } from "../tables/field.ts";

/**
 * What `--help` says of an analyzer beyond its options: the columns of its table, the fields of what it concludes, and where
 * its definitions come from.
 */
export function entry({ columns, conclusion, source }: Pick<Analyzer, "columns" | "conclusion" | "source">): string {
  const described: Columns = columns;
  return [
    "Columns:",
    ...aligned([["epoch", { description: "of the checkpoint" }], ...Object.entries(described)]),
    ...(conclusion === undefined ? [] : ["", "Concludes, in --json:", ...aligned(nested(conclusion))]),
    "",
    `Source: ${source}.`,
  ].join("\n");
}

type Named = readonly [name: string, meaning: Pick<Field, "description" | "unit">];

/** The fields, each followed by those within it. */
function nested(fields: Fields, depth = 0): readonly Named[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    [`${"  ".repeat(depth)}${name}`, field] as const,
    ...nested(field.fields ?? {}, depth + 1),
  ]);
}

function aligned(all: readonly Named[]): readonly string[] {
  const width = Math.max(...all.map(([name]) => name.length));
  return all.map(
    ([name, { description, unit }]) =>
      `  ${name.padEnd(width)}  ${description}${unit === undefined ? "" : ` (${unit})`}`,
  );
}
