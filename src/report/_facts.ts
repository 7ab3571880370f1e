import { keysOf as keysOfRows, phaseBands } from "../analyzers/_figures.ts";
import * as analyzers from "../analyzers/index.ts";
import type { Band } from "../figures/bands.ts";
import { type Analysis, interruptedInWords } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";

/** A phase of training, as the analyzer `phases` found it. */
export interface TrainingPhase extends Band {
  /** What each curve does in it, and how sure it is; in words. */
  readonly evidence: string;
}

/** The phases of a run, one after the other, with a checkpoint in them or without; none where none were found. */
export function phasesOf(analysis: Analysis): readonly TrainingPhase[] {
  const bands = phaseBands(conclusionOf(analysis, analyzers.phases));
  return bands.map((band) => ({ ...band, evidence: String(finding(analysis, "phases", band.name) ?? "") }));
}

/** The key frequencies that the measures of an analysis were made with; none where there are none. */
export function keysOf(analysis: Analysis): readonly number[] {
  const measures = [
    tableOf(analysis, analyzers.restrictedLoss),
    tableOf(analysis, analyzers.excludedLoss),
    tableOf(analysis, analyzers.handOver),
  ];
  for (const table of measures) {
    const keys = keysOfRows(table?.rows ?? []);
    if (keys.length > 0) return keys;
  }
  const rows = tableOf(analysis, analyzers.fourier)?.rows ?? [];
  const last = rows.filter(({ epoch, matrix }) => epoch === rows.at(-1)?.epoch && matrix === "W_L");
  const found = last.filter((row) => row.passes_logit_map);
  // Where most frequencies pass none is key.
  return found.length > last.length / 2 ? [] : found.map(({ frequency }) => frequency);
}

/** What speaks against an analysis before anything that it says: how its files were read, and that it was interrupted. */
export function contradictionsOf(analysis: Analysis): readonly string[] {
  const interrupted = interruptedInWords(analysis);
  return [...(analysis.provenance.contradictions ?? []), ...(interrupted === undefined ? [] : [interrupted])];
}

/** The value of a finding whose label begins so; undefined where there is none. */
export function finding({ results }: Analysis, analyzer: string, label: string): unknown {
  return results.find((one) => one.analyzer === analyzer)?.findings.find((one) => one.label.startsWith(label))?.value;
}

/** Why none of these analyzers has a result; undefined where one has. */
export function whyNoResult({ results, skipped }: Analysis, names: readonly string[]): string | undefined {
  if (results.some(({ analyzer }) => names.includes(analyzer))) return undefined;
  const reason = skipped.find(({ analyzer }) => names.includes(analyzer))?.reason;
  return reason ?? `${names.join(", ")} ${names.length === 1 ? "was" : "were"} not asked`;
}

/** The analyzers that say which frequencies are key. */
export const NAME_KEYS = ["restricted-loss", "excluded-loss", "hand-over", "fourier"] as const;
