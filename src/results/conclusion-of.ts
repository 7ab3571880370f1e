import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Analysis } from "./analysis.ts";

/** What an analyzer concluded in an analysis, typed by it; undefined where it is not there. */
export function conclusionOf<D>(
  { results }: Pick<Analysis, "results">,
  { name }: Pick<Analyzer<any, any, any, D>, "name" | "conclude">,
): D | undefined {
  return results.find(({ analyzer }) => analyzer === name)?.conclusion as D | undefined;
}
