import { basename, dirname } from "node:path";
import { checkArguments } from "../arguments.ts";
import { plainly } from "../plain.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { safeFileName } from "../runs/_file-name.ts";
import { makeFolder, removeAbandoned, written } from "../runs/_write.ts";
import type { Unread } from "./_comparison-words.ts";
import { addressFrom, ownFile } from "./_own-report.ts";
import { isComparison, reportHtml } from "./report-html.ts";

export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
}

export interface ReportSettings {
  /** The page reloads itself every so many seconds. */
  readonly reload?: number | undefined;
  /** Of several runs the report of each too, in a folder beside the page, which leads to them. */
  readonly each?: boolean;
  /** Of one run: for a few sheets of paper, with what its analyses found and without their figures. */
  readonly compact?: boolean;
  /** Runs that were asked for and could not be read: a comparison says so first. */
  readonly unread?: readonly Unread[];
}

/**
 * Writes one page about an analysis, or one that compares several; into `<run>-report.html` or `comparison.html` unless
 * told otherwise. A run's name in a comparison leads to its own report, where one lies beside the page. The same analyses
 * give the same bytes.
 */
export async function writeReport(
  asked: readonly Analysis[],
  file: string = asked?.length === 1 ? safeFileName(asked[0]?.run ?? "", "-report.html") : "comparison.html",
  settings: ReportSettings = {},
): Promise<WrittenReport> {
  if (asked?.length !== 0) checkArguments("writeReport", { analyses: asked, settings });
  const { reload, each = false, compact = false, unread = [] } = settings;
  const analyses = plainly(asked);
  if (each && isComparison(analyses)) await writeEach(analyses, file);
  const addressOf = (run: string) => addressFrom(file, run);
  const html = await reportHtml(analyses, { reload, compact, unread, addressOf });
  attempt(dirname(file), () => {
    removeAbandoned(dirname(file), basename(file));
    written(file, html);
  });
  return { file, bytes: Buffer.byteLength(html) };
}

/** The report of each run that is analysed by itself. */
async function writeEach(analyses: readonly Analysis[], file: string): Promise<void> {
  for (const analysis of analyses.filter((one) => !isComparison([one]))) {
    const own = ownFile(file, analysis.run);
    const html = await reportHtml([analysis]);
    attempt(dirname(file), () => {
      makeFolder(dirname(own));
      written(own, html);
    });
  }
}
