import { dirname } from "node:path";
import { GrokError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import type { Analysis } from "../results/analysis.ts";
import { written } from "../runs/_write.ts";
import { compacted } from "./_compacted.ts";
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
 * told otherwise; it reloads itself every `reload` seconds, where that is given. A `compact` one prints on a few sheets: of the
 * analyses it has what they found, without their figures. The same analyses give the same bytes.
 */
export async function writeReport(
  analyses: readonly Analysis[],
  file: string = analyses.length === 1 ? `${analyses[0].run}-report.html` : "comparison.html",
  { reload, compact = false }: { readonly reload?: number; readonly compact?: boolean } = {},
): Promise<WrittenReport> {
  const [first] = analyses;
  if (!first) throw new GrokError("report", "there is nothing to report on", "give a run");
  // One file may hold the curves of many runs.
  const several = analyses.length > 1 || seriesOf(first).length > 1;
  const whole = several ? comparison(analyses) : contents(first);
  const html = await page(compact ? compacted(whole) : whole, reload);
  attempt(dirname(file), () => written(file, html));
  return { file, bytes: Buffer.byteLength(html) };
}
