import picocolors from "picocolors";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import * as terms from "../glossary/index.ts";
import { verdict } from "../report/_verdict.ts";
import type { Analysis } from "../results/analysis.ts";
import type { Analyses } from "../results/analyze.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { resultJson } from "../results/write.ts";
import { jsonText } from "../tables/json-text.ts";
import type { Paint } from "./_finding-line.ts";
import { findingsInLines } from "./_findings.ts";
import { tellingNumbers } from "./_numbers.ts";
import { phaseBar } from "./_phase-bar.ts";
import type { Layout } from "./_series-table.ts";
import { countOf, doubts, head } from "./_terminal.ts";
import { hanging, widthOf } from "./_wrap.ts";

/** How an overview is laid out, and of what. */
export interface OverviewLayout extends Layout {
  readonly color: boolean;
  /** What each analyzer finds, in place of what the most telling say together. */
  readonly each: boolean;
}

/** So many runs of one file have their phases drawn. */
const MOST_BARS = 4;

/** More analyzers than this that do not apply are counted, not named. */
const MOST_NAMED = 3;
/** A run's name longer than this is cut before its numbers. */
const MOST_LETTERS = 32;

/**
 * An analysis for people: what speaks against the run, whether and how it grokked, its phases as a bar, about ten numbers, what
 * to doubt. With `verbose` what each analyzer finds besides.
 */
export function overview(
  analysis: Analysis,
  { skipped, fromCache }: Pick<Analyses, "skipped" | "fromCache">,
  asked: readonly Analyzer[],
  layout: OverviewLayout,
): string {
  const paint = picocolors.createColors(layout.color);
  const { run, provenance } = analysis;
  const total = provenance.checkpoints.length;
  const parts = [
    head("analyze", { ...provenance, run }, paint),
    ...(layout.each ? [] : [sentences(analysis), ...bars(analysis, layout, paint), numbers(analysis, layout, paint)]),
    ...(layout.each || layout.verbose ? findings(analysis, asked, layout, paint) : []),
    [...inapplicable(skipped, layout, analysis, paint), ...doubts(provenance, paint)],
  ];
  const said = parts.filter((part) => part.length > 0).map((part) => part.join("\n"));
  return `${said.join("\n\n")}\n\n${total > 0 ? `${countOf(total)}, ${fromCache} from the cache\n` : ""}`;
}

/** The verdict; of curves alone what it says of the weights is left out. */
function sentences(analysis: Analysis): readonly string[] {
  const [grokked, ...ofWeights] = verdict(analysis);
  return analysis.provenance.task ? [grokked, ...ofWeights] : [grokked];
}

/** The phases of each run that has any, with its first held-out set. */
function bars(analysis: Analysis, { columns }: Layout, paint: Paint): readonly (readonly string[])[] {
  const { runs = [] } = conclusionOf(analysis, analyzers.phases) ?? {};
  const primary = runs.filter(({ series }, i) => runs.findIndex((one) => one.series === series) === i);
  return primary
    .flatMap(({ series, phases, axis }) => {
      const bar = phaseBar(phases, axis, columns, paint);
      return bar.length === 0 ? [] : [[...(primary.length > 1 ? [series] : []), ...bar]];
    })
    .slice(0, MOST_BARS);
}

function numbers(analysis: Analysis, { columns }: Layout, paint: Paint): readonly string[] {
  const all = tellingNumbers(analysis).map(({ label, value }) => ({
    label: label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1)}…` : label,
    value,
  }));
  const width = Math.max(...all.map(({ label }) => widthOf(label)));
  return all.map(({ label, value }) =>
    hanging(` ${paint.cyan(label)}${" ".repeat(width - widthOf(label))}  `, value, columns),
  );
}

/** A term of what an overview shows, to be explained. */
export function exampleOf(analysis: Analysis, { each }: OverviewLayout): string {
  const shown = each ? [] : tellingNumbers(analysis).flatMap(({ term }) => term ?? []);
  return (shown.includes(terms.excludedLoss) ? terms.excludedLoss : (shown.at(-1) ?? terms.verdict)).name;
}

/** What each analyzer finds, under its title. */
function findings(
  { results }: Analysis,
  asked: readonly Analyzer[],
  layout: Layout,
  paint: Paint,
): readonly (readonly string[])[] {
  return results
    .map((result) => ({ result, lines: findingsInLines(result, layout, paint) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ result, lines }) => [
      paint.bold(asked.find(({ name }) => name === result.analyzer)?.title ?? result.analyzer),
      ...lines,
    ]);
}

/**
 * The analyzers that were not asked, a line a reason; those that have one of their own are named together unless more is wanted.
 * Of curves alone the head says as much.
 */
function inapplicable(
  skipped: Analyses["skipped"],
  { verbose, each }: OverviewLayout,
  { provenance }: Analysis,
  paint: Paint,
): readonly string[] {
  if (!provenance.task && !verbose && !each) return [];
  const all = verbose || each;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].map((reason) => ({
    reason,
    names: skipped.filter((one) => one.reason === reason).map(({ analyzer }) => analyzer),
  }));
  const single = all ? [] : reasons.filter(({ names }) => names.length === 1);
  const together = single.length > 1 ? single : [];
  const lines = reasons
    .filter((one) => !together.includes(one))
    .map(({ reason, names }) => {
      const named = names.length > MOST_NAMED && !all ? `${names.length} analyzers` : names.join(", ");
      return `${named} ${names.length === 1 ? "does" : "do"} not apply: ${reason}`;
    });
  const others = together.flatMap(({ names }) => names).join(", ");
  return [...lines, ...(together.length > 0 ? [`not asked: ${others} (--verbose says why)`] : [])].map(paint.dim);
}

/** Several results as one JSON object, a line; each as its own command prints it. Of several runs with the run's name. */
export function overviewJson({ results, skipped }: Analyses, run?: string): string {
  const texts = results.map((result) => resultJson(result).trimEnd());
  return `{${run === undefined ? "" : `"run":${jsonText(run)},`}"results":[${texts.join(",")}],"skipped":${jsonText(skipped)}}\n`;
}
