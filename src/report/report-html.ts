import { GrokError } from "../errors.ts";
import type { Analysis } from "../results/analysis.ts";
import { seriesOf } from "./_compared.ts";
import { comparison } from "./_comparison.ts";
import { contents } from "./_contents.ts";
import { page } from "./_page.ts";

/**
 * The text of one page about an analysis, or one that compares several, which opens offline; it reloads itself every `reload`
 * seconds, where that is given. The same analyses give the same text. Throws a GrokError where there are none.
 */
export async function reportHtml(analyses: readonly Analysis[], reload?: number): Promise<string> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  // One file may hold the curves of many runs.
  const several = analyses.length > 1 || seriesOf(first).length > 1;
  return page(several ? comparison(analyses) : contents(first), reload);
}
