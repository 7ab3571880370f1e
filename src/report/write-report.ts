import { dirname } from "node:path";
import { GrokError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { written } from "../runs/_write.ts";
import { seriesOf } from "./_compared.ts";
import { comparison } from "./_comparison.ts";
import { contents } from "./_contents.ts";
import { page } from "./_page.ts";

export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes one page about an analysis, or one that compares several; into `<run>-report.html` or `comparison.html` unless
 * told otherwise; it reloads itself every `reload` seconds, where that is given. The same analyses give the same bytes.
 */
export async function writeReport(
  analyses: readonly Analysis[],
  file: string = analyses.length === 1 ? `${analyses[0].run}-report.html` : "comparison.html",
  { reload }: { readonly reload?: number | undefined } = {},
): Promise<WrittenReport> {
  const html = await reportHtml(analyses, { reload });
  attempt(dirname(file), () => written(file, html));
  return { file, bytes: Buffer.byteLength(html) };
}

/** The text of that page. */
export async function reportHtml(
  analyses: readonly Analysis[],
  { reload }: { readonly reload?: number | undefined } = {},
): Promise<string> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  // One file may hold the curves of many runs.
  const several = analyses.length > 1 || seriesOf(first).length > 1;
  return page(several ? comparison(analyses) : contents(first), reload);
}
