import { GrokError } from "../errors.ts";
import type { Analysis } from "../results/analysis.ts";
import { seriesOf } from "./_compared.ts";
import { type ComparisonSettings, comparison } from "./_comparison.ts";
import { comparisonPage } from "./_comparison-page.ts";
import { contents } from "./_contents.ts";
import { page } from "./_page.ts";

/**
 * The text of one page about an analysis, or one that compares several, which opens offline; it reloads itself every `reload`
 * seconds, where that is given. The same analyses give the same text. Throws a GrokError where there are none.
 */
export async function reportHtml(
  analyses: readonly Analysis[],
  reload?: number,
  settings?: ComparisonSettings,
): Promise<string> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  return isComparison(analyses)
    ? comparisonPage(comparison(analyses, settings), reload)
    : page(contents(first), reload);
}

/** Whether there are several runs: one file may hold the curves of many. */
export function isComparison(analyses: readonly Analysis[]): boolean {
  return analyses.length > 1 || analyses.some((analysis) => seriesOf(analysis).length > 1);
}
