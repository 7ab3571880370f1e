import type { Analyzer, Dated } from "../analyzers/_analyzer.ts";
import type { Columns } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";
import type { Analysis } from "./analysis.ts";

/** An analyzer's table in an analysis, typed by its columns; undefined where it is not there. */
export function tableOf<C extends Columns>(
  { results }: Pick<Analysis, "results">,
  { name }: Pick<Analyzer<any, C>, "name" | "columns">,
): Table<Dated<C>> | undefined {
  return results.find(({ analyzer }) => analyzer === name)?.table as unknown as Table<Dated<C>> | undefined;
}
