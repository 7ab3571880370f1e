import type { ConcludedRun } from "../analyzers/_phase-fields.ts";
import * as analyzers from "../analyzers/index.ts";
import { type CurveKey, type MeasuredAt, runCurves } from "../quantities/run-curves.ts";
import type { Curves, TrainingPhases } from "../quantities/training-phases.ts";
import type { Analysis } from "../results/analysis.ts";
import { conclusionOf } from "../results/conclusion-of.ts";
import { tableOf } from "../results/table-of.ts";
import { keysOf } from "./_facts.ts";
import type { Configured } from "./_families.ts";

/** One run of a comparison: that of an analysis, or one of many whose curves are in one file. */
export interface ComparedRun extends Configured {
  readonly analysis: Analysis;
  /** Whether its analysis is of this run alone: then all of its results are. */
  readonly alone: boolean;
  /** Losses and accuracies as the run logged them, where it logged more epochs than there are checkpoints. */
  readonly curves: Curves;
  /** Whether the run logged what the curve of this measure shows. */
  readonly isLogged: (measure: Measured) => boolean;
  readonly phases: TrainingPhases;
  readonly keys: readonly number[];
}

/** A curve that can be compared. */
export type Measured = CurveKey;

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
    return runs.map(({ series, set, ...phases }): ComparedRun => {
      const alone = runs.length === 1;
      const own = analyses.length === 1 ? series : `${analysis.run}: ${series}`;
      return comparedRun(analysis, series, set, phases, alone, unique(alone ? analysis.run : own));
    });
  });
}

/** What each run came to with its primary held-out set, the first: with the others it is no other run. */
function runsOf(analysis: Analysis): readonly ConcludedRun[] {
  const runs = conclusionOf(analysis, analyzers.phases)?.runs ?? [];
  return runs.filter(({ series }, i) => runs.findIndex((other) => other.series === series) === i);
}

function comparedRun(
  analysis: Analysis,
  series: string,
  set: string,
  phases: TrainingPhases,
  alone: boolean,
  name: string,
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
    analysis,
    alone,
    curves,
    isLogged: (measure) => !computed || known(curves[measure]) > rows.length,
    phases,
    keys: alone ? keysOf(analysis) : [],
  };
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
