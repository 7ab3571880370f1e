import { dirname } from "node:path";
import { GrokError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { makeFolder, written } from "../runs/_write.ts";
import { seriesOf } from "./_compared.ts";
import { comparison } from "./_comparison.ts";
import { comparisonPage } from "./_comparison-page.ts";
import type { Unread } from "./_comparison-words.ts";
import { contents } from "./_contents.ts";
import { addressFrom, ownFile } from "./_own-report.ts";
import { page } from "./_page.ts";

export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
}

export interface ReportSettings {
  /** The page reloads itself every so many seconds. */
  readonly reload?: number;
  /** Of several runs the report of each too, in a folder beside the page, which leads to them. */
  readonly each?: boolean;
  /** Runs that were asked for and could not be read: a comparison says so first. */
  readonly unread?: readonly Unread[];
}

/**
 * Writes one page about an analysis, or one that compares several; into `<run>-report.html` or `comparison.html` unless
 * told otherwise. A run's name in a comparison leads to its own report, where one lies beside the page. The same analyses
 * give the same bytes.
 */
export async function writeReport(
  analyses: readonly Analysis[],
  file: string = analyses.length === 1 ? `${analyses[0].run}-report.html` : "comparison.html",
  { reload, each = false, unread = [] }: ReportSettings = {},
): Promise<WrittenReport> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  // One file may hold the curves of many runs.
  const several = analyses.length > 1 || seriesOf(first).length > 1;
  if (several && each) await writeEach(analyses, file);
  const html = several
    ? await comparisonPage(comparison(analyses, { unread, addressOf: (run) => addressFrom(file, run) }), reload)
    : await page(contents(first), reload);
  attempt(dirname(file), () => written(file, html));
  return { file, bytes: Buffer.byteLength(html) };
}

/** The report of each run that is analysed by itself. */
async function writeEach(analyses: readonly Analysis[], file: string): Promise<void> {
  for (const analysis of analyses) {
    if (seriesOf(analysis).length > 1) continue;
    const html = await page(contents(analysis));
    attempt(dirname(file), () => {
      makeFolder(dirname(ownFile(file, analysis.run)));
      written(ownFile(file, analysis.run), html);
    });
  }
}
