import type { Analyzer } from "../analyzers/_analyzer.ts";
import { phaseBand } from "../analyzers/_figures.ts";
import type { ConcludedKeys } from "../analyzers/_keys.ts";
import { phaseInWords } from "../analyzers/_phase-words.ts";
import * as analyzers from "../analyzers/index.ts";
import type { Band } from "../figures/bands.ts";
import { type NoKeys, noCyclicGroup } from "../quantities/key-frequencies.ts";
import { type Analysis, interruptedInWords } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";

/** A phase of training, as the analyzer `phases` found it. */
export interface TrainingPhase extends Band {
  /** What each curve does in it, and how sure it is; in words. */
  readonly evidence: string;
}

/** The phases of a run, one after the other, with a checkpoint in them or without; none where none were found. */
export function phasesOf(analysis: Analysis): readonly TrainingPhase[] {
  const { runs = [] } = conclusionOf(analysis, analyzers.phases) ?? {};
  const [first, ...others] = runs;
  // Several runs have no one timeline; of several held-out sets of one the first counts.
  if (first === undefined || others.some(({ series }) => series !== first.series)) return [];
  return first.phases.map((phase) => ({
    ...phaseBand(phase.name, phase.from, phase.to),
    evidence: phaseInWords(phase, first.axis),
  }));
}

/** The analyzers that conclude key frequencies, first those whose measures the report is made of. */
const OF_KEYS: readonly Pick<Analyzer<any, any, any, ConcludedKeys>, "name" | "conclude">[] = [
  analyzers.restrictedLoss,
  analyzers.excludedLoss,
  analyzers.handOver,
  analyzers.embeddingCircles,
  analyzers.logitMap,
  analyzers.ablations,
];

/** The analyzers that say which frequencies are key. */
export const NAME_KEYS: readonly string[] = ["restricted-loss", "excluded-loss", "hand-over", "fourier"];

interface Keys {
  readonly keys: readonly number[];
  readonly none: NoKeys | null;
}

/** What each of these analyzers concludes of the key frequencies; fourier by the rule that the others have by default. */
function concludedBy(analysis: Analysis, names: readonly string[]): readonly Keys[] {
  const fourier = names.includes("fourier") ? conclusionOf(analysis, analyzers.fourier) : undefined;
  return [
    ...OF_KEYS.filter(({ name }) => names.includes(name)).flatMap(
      (analyzer) => conclusionOf(analysis, analyzer)?.key_frequencies ?? [],
    ),
    ...(fourier?.rules.filter(({ rule }) => rule === "logit-map") ?? []),
  ];
}

/** The key frequencies that the measures of an analysis were made with; none where there are none. */
export function keysOf(analysis: Analysis): readonly number[] {
  return concludedBy(analysis, NAME_KEYS).find(({ keys }) => keys.length > 0)?.keys ?? [];
}

/** Why there are no key frequencies; undefined where no result says so. */
export function noKeysOf(analysis: Analysis): NoKeys | undefined {
  const { task } = analysis.provenance;
  if (task && !cyclicForm(task)) return noCyclicGroup(task);
  return concludedBy(analysis, NAME_KEYS).find(({ none }) => none !== null)?.none ?? undefined;
}

/** Whether a result is of key frequencies, and there are none. */
export function lacksKeys(analysis: Analysis, analyzer: string): boolean {
  const rows = analyzer === "phases" ? (tableOf(analysis, analyzers.phases)?.rows ?? []) : [];
  const found = rows.length > 0 ? rows : concludedBy(analysis, [analyzer]);
  return found.length > 0 && found.every(({ keys }) => keys.length === 0);
}

/** What speaks against an analysis before anything that it says: how its files were read, and that it was interrupted. */
export function contradictionsOf(analysis: Analysis): readonly string[] {
  const interrupted = interruptedInWords(analysis);
  return [...(analysis.provenance.contradictions ?? []), ...(interrupted === undefined ? [] : [interrupted])];
}

/** Why none of these analyzers has a result; undefined where one has. */
export function whyNoResult({ results, skipped }: Analysis, names: readonly string[]): string | undefined {
  if (results.some(({ analyzer }) => names.includes(analyzer))) return undefined;
  const reason = skipped.find(({ analyzer }) => names.includes(analyzer))?.reason;
  return reason ?? `${names.join(", ")} ${names.length === 1 ? "was" : "were"} not asked`;
}
