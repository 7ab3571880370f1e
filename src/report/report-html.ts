import { checkArguments } from "../arguments.ts";
import { GrokError, UsageError } from "../errors.ts";
import { plainly } from "../plain.ts";
import type { Analysis } from "../results/analysis.ts";
import { compacted } from "./_compacted.ts";
import { seriesOf } from "./_compared.ts";
import { type ComparisonSettings, comparison } from "./_comparison.ts";
import { comparisonPage } from "./_comparison-page.ts";
import { contents } from "./_contents.ts";
import { page } from "./_page.ts";

export interface ReportHtmlSettings extends ComparisonSettings {
  /** The page reloads itself every so many seconds. */
  readonly reload?: number | undefined;
  /** Of one run: for a few sheets of paper, with what its analyses found and without their figures. */
  readonly compact?: boolean;
}

/**
 * The text of one page about an analysis, or one that compares several, which opens offline. The same analyses give the same
 * text. Throws a GrokError where there are none, a UsageError for a compact page of several.
 */
export async function reportHtml(asked: readonly Analysis[], given: ReportHtmlSettings = {}): Promise<string> {
  if (asked?.length !== 0) checkArguments("reportHtml", { analyses: asked, settings: given });
  const analyses = plainly(asked);
  const { reload, compact = false, ...settings } = plainly(given);
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  if (!isComparison(analyses)) return page(compact ? compacted(contents(first)) : contents(first), reload);
  if (compact) throw compactOfSeveral();
  return comparisonPage(comparison(analyses, settings), reload);
}

/** What is wrong with a compact page of several runs: where they are named it is known before any is analysed. */
export function compactOfSeveral(): UsageError {
  return new UsageError("--compact", "is of the report of one run", "give one run, or leave it out");
}

/** Whether a page of these compares runs: one file may hold the curves of many. */
export function isComparison(analyses: readonly Analysis[]): boolean {
  return analyses.length > 1 || (analyses[0] !== undefined && seriesOf(analyses[0]).length > 1);
}
