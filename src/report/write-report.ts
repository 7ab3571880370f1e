import { dirname } from "node:path";
import { GrokError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { written } from "../runs/_write.ts";
import { reportHtml } from "./report-html.ts";

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
  if (analyses.length === 0) throw new GrokError("report", "there is nothing to report on", "give a run");
  const html = await reportHtml(analyses, reload);
  attempt(dirname(file), () => written(file, html));
  return { file, bytes: Buffer.byteLength(html) };
}
