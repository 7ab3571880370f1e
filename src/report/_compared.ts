import type { ConcludedRun } from "../analyzers/_phase-fields.ts";
import * as analyzers from "../analyzers/index.ts";
import type { Configured } from "../page/comparison/families.ts";
import { type CurveKey, type MeasuredAt, runCurves } from "../quantities/run-curves.ts";
import type { Curves, TrainingPhases } from "../quantities/training-phases.ts";
import type { LearntSet } from "../quantities/verdicts/learnt-set.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { contradictionsOf, keysOf } from "./_facts.ts";
import { grokkedInWords, verdict } from "./_verdict.ts";

/** Where runs come from: an analysis of one run, or of a file that holds the curves of many. */
export interface Source {
  /** What its doubts are of. */
  readonly name: string;
  /** What speaks against how it was read, and that its analysis was interrupted: said before any number. */
  readonly contradictions: readonly string[];
  readonly doubts: readonly string[];
  /** What was analysed, by which version; empty where its runs are too many to list. */
  readonly origin: string;
  /** The same for two that have the same weights; empty where that is not known. */
  readonly digest: string;
}

/** One run of a comparison. */
export interface ComparedRun extends Configured {
  readonly source: Source;
  /** The formula that it learns; empty where that is not known. */
  readonly task: string;
  /** Losses and accuracies as the run logged them, where it logged more epochs than there are checkpoints. */
  readonly curves: Curves;
  /** Whether the run logged what the curve of this measure shows. */
  readonly isLogged: (measure: CurveKey) => boolean;
  readonly phases: TrainingPhases;
  readonly keys: readonly number[];
  /** What became of it, in sentences. */
  readonly said: readonly string[];
}

/** The runs that an analysis is of, by their curves: none where its phases were not asked for. */
export function seriesOf(analysis: Analysis): readonly string[] {
  return runsOf(analysis).map(({ series }) => series);
}

/** Every run of the analyses that has results of `phases`, each under a name of its own. */
export function comparedRuns(analyses: readonly Analysis[]): readonly ComparedRun[] {
  const seen = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
  return analyses.flatMap((analysis) => {
    const runs = runsOf(analysis);
    const [only] = runs.length === 1 ? runs : [];
    if (only) {
      const name = unique(analysis.run);
      return [ofRun(analysis, only, sourceOf(analysis, name, true), name, true)];
    }
    const source = sourceOf(analysis, analysis.run, false);
    return runs.map((run) => {
      const name = unique(analyses.length === 1 ? run.series : `${analysis.run}: ${run.series}`);
      return ofRun(analysis, run, source, name, false);
    });
  });
}

/** What each run came to with its primary held-out set, the first: with the others it is no other run. */
function runsOf(analysis: Analysis): readonly ConcludedRun[] {
  const runs = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  return runs.filter(({ series }, i) => runs.findIndex((other) => other.series === series) === i);
}

function sourceOf(analysis: Analysis, name: string, alone: boolean): Source {
  const { task, checkpoints, grokAnalyze, doubts } = analysis.provenance;
  return {
    name,
    contradictions: contradictionsOf(analysis),
    doubts,
    origin: alone
      ? `${task?.formula ?? "curves only"}, ${checkpoints.length} checkpoints, grok-analyze ${grokAnalyze}`
      : "",
    digest: alone ? checkpoints.map(({ digest }) => digest).join() : "",
  };
}

function ofRun(
  analysis: Analysis,
  { series, set, ...phases }: ConcludedRun,
  source: Source,
  name: string,
  alone: boolean,
): ComparedRun {
  const all = tableOf(analysis, analyzers.phases)?.rows ?? [];
  const rows: readonly MeasuredAt[] = all.filter((row) => row.series === series && row.set === set);
  const curves = runCurves(
    rows,
    analysis.history.filter((curve) => curve.series === series),
    set,
  );
  const computed = analysis.provenance.checkpoints.length > 0;
  return {
    name,
    settings: alone ? analysis.settings : { ...analysis.settings, ...settingIn(series) },
    source,
    task: analysis.provenance.task?.formula ?? "",
    curves,
    isLogged: (measure) => !computed || known(curves[measure]) > rows.length,
    phases,
    keys: alone ? keysOf(analysis) : [],
    said: alone ? verdict(analysis) : [grokkedInWords(phases)],
  };
}

/** From where on a set is learnt for good; null where it is not. */
export function learntForGood({ at, until }: LearntSet): number | null {
  return at && until === null ? at.epoch : null;
}

/** Epochs from when the training set is learnt to when the test set is. */
export interface LearntDelay {
  /** Null where either is not learnt for good. */
  readonly delay: number | null;
  /** What it is above, of a run that memorised and ended before it generalised; else null. */
  readonly delayAbove: number | null;
}

export function delayOf({ phases: { train, test, end } }: Pick<ComparedRun, "phases">): LearntDelay {
  const [memorised, generalised] = [learntForGood(train), learntForGood(test)];
  if (memorised === null) return { delay: null, delayAbove: null };
  if (generalised !== null) return { delay: generalised - memorised, delayAbove: null };
  return { delay: null, delayAbove: test.at === null && test.evaluations > 0 ? end - memorised : null };
}

/** The setting that names a series, such as "fraction 0.3". */
function settingIn(series: string): Configured["settings"] {
  const [, name, value] = /^([A-Za-z_]\w*)[ =]+(-?\d*\.?\d+(?:e[+-]?\d+)?)$/i.exec(series) ?? [];
  return name === undefined ? {} : { [name]: Number(value) };
}

/** How many of the values are known. */
function known(values: readonly (number | null)[] = []): number {
  return values.filter((value) => value !== null && Number.isFinite(value)).length;
}
