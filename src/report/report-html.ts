import { GrokError } from "../errors.ts";
import type { Analysis } from "../results/analysis.ts";
import { seriesOf } from "./_compared.ts";
import { comparison } from "./_comparison.ts";
import { comparisonPage } from "./_comparison-page.ts";
import type { Unread } from "./_comparison-words.ts";
import { contents } from "./_contents.ts";
import { page } from "./_page.ts";

export interface ReportHtmlSettings {
  /** The page reloads itself every so many seconds. */
  readonly reload?: number | undefined;
  /** Runs that were asked for and could not be read: a comparison says so first. */
  readonly unread?: readonly Unread[];
  /** The address of a run's own report, where there is one: a comparison leads to it. */
  readonly addressOf?: (run: string) => string | undefined;
}

/**
 * The text of one page about an analysis, or one that compares several, which opens offline. The same analyses give the same
 * text. Throws a GrokError where there are none.
 */
export async function reportHtml(
  analyses: readonly Analysis[],
  { reload, unread = [], addressOf = () => undefined }: ReportHtmlSettings = {},
): Promise<string> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  return isComparison(analyses)
    ? comparisonPage(comparison(analyses, { unread, addressOf }), reload)
    : page(contents(first), reload);
}

/** Whether a page of these compares runs: one file may hold the curves of many. */
export function isComparison(analyses: readonly Analysis[]): boolean {
  return analyses.length > 1 || (analyses[0] !== undefined && seriesOf(analyses[0]).length > 1);
}
