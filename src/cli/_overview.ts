import picocolors from "picocolors";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import type { Analyses } from "../results/analyze.ts";
import { resultJson } from "../results/write.ts";
import { countOf, doubts, head, inWords } from "./_terminal.ts";

/** Several results for people, of a run that may be called otherwise among others: what the run is, what each analyzer concludes, which do not apply, what to doubt. */
export function overview(
  { results, skipped, fromCache }: Analyses,
  asked: readonly Analyzer[],
  color: boolean,
  name?: string,
): string {
  const paint = picocolors.createColors(color);
  const { provenance } = results[0];
  const total = provenance.checkpoints.length;
  const said = results.flatMap(({ analyzer, findings }) => [
    "",
    paint.bold(asked.find(({ name }) => name === analyzer)?.title ?? analyzer),
    ...findings.map((finding) => inWords(finding, paint)),
  ]);
  return `${[
    ...head("analyze", { ...provenance, run: name ?? provenance.run }, paint),
    ...said,
    "",
    ...[...new Set(skipped.map(({ reason }) => reason))].map((reason) => paint.dim(inapplicable(skipped, reason))),
    ...doubts(provenance, paint),
    ...(total > 0 ? [`${countOf(total)}, ${fromCache} from the cache`] : []),
  ].join("\n")}\n`;
}

/** The analyzers that do not apply for one reason. */
function inapplicable(skipped: Analyses["skipped"], reason: string): string {
  const names = skipped.filter((one) => one.reason === reason).map(({ analyzer }) => analyzer);
  return `${names.join(", ")} ${names.length === 1 ? "does" : "do"} not apply: ${reason}`;
}

/** Several results as one JSON object, a line; each as its own command prints it. Of several runs with the run's name. */
export function overviewJson({ results, skipped }: Analyses, run?: string): string {
  const texts = results.map((result) => resultJson(result).trimEnd());
  return `{${run === undefined ? "" : `"run":${JSON.stringify(run)},`}"results":[${texts.join(",")}],"skipped":${JSON.stringify(skipped)}}\n`;
}
