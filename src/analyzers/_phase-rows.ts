import { memo, memoOfList } from "../numerics/memo.ts";
import type { Phase } from "../quantities/phase-evidence.ts";
import { heldOutSets, type MeasuredAt, runCurves } from "../quantities/run-curves.ts";
import { loggedRows, MOST_ROWS, thinnedCurves } from "../quantities/thinned-curves.ts";
import { phaseAt, type TrainingPhases, trainingPhases } from "../quantities/training-phases.ts";
import type { LoggedCurve, Run } from "../runs/run.ts";
import { counts } from "../tasks/_splits.ts";

export interface PhaseRow extends MeasuredAt {
  readonly series: string;
  readonly set: string;
  readonly phase: Phase["name"] | "";
  readonly phase_from: number | null;
  readonly phase_to: number | null;
  readonly keys: readonly number[];
}

/** What the curves of a run tell with one of its held-out sets. */
export interface RunPhases extends TrainingPhases {
  readonly series: string;
  readonly set: string;
}

/** Before the whole run is known. */
export const NO_PHASE = { phase: "", phase_from: null, phase_to: null } as const;

/** The share of all pairs that were trained on; null where the split is not known. */
export function fractionOf({ network }: Run): number | null {
  if (!network?.split) return null;
  const { train, test } = counts(network.split);
  return train / (train + test);
}

/** The curves of each run with each held-out set; one that no row has, beside checkpoints, is of the log alone. */
function wholes(rows: readonly PhaseRow[], history: readonly LoggedCurve[]) {
  return [...new Set(rows.map(({ series }) => series))].flatMap((series) => {
    const ofRun = rows.filter((row) => row.series === series);
    const logged = history.filter((curve) => curve.series === series);
    const measured = [...new Set(ofRun.map(({ set }) => set))];
    const others = heldOutSets(logged).filter((set) => set !== "" && !measured.includes(set));
    return [
      ...measured.map((set) => {
        const own = ofRun.filter((row) => row.set === set);
        return { series, set, curves: runCurves(own, logged, set) };
      }),
      ...others.map((set) => ({ series, set, curves: runCurves(ofRun.map(trainOnly), logged, set) })),
    ];
  });
}

/** What the curves of each run tell with each held-out set, the primary first. */
export function runsOf(
  rows: readonly PhaseRow[],
  history: readonly LoggedCurve[],
  learnt: number,
  fraction: number | null,
): readonly RunPhases[] {
  if (isOfLog(rows)) return ofLog(history, [learnt]);
  return wholes(rows, history).map(({ series, set, curves }) => ({
    series,
    set,
    ...trainingPhases(curves, { learnt, fraction }),
  }));
}

/** Of a log alone, which has no split, once: its rows may be fewer than its values. */
const ofLog = memoOfList((history: readonly LoggedCurve[], [learnt]): readonly RunPhases[] =>
  curvesOfLog(history).map(({ series, set, curves }) => ({ series, set, ...trainingPhases(curves, { learnt }) })),
);

/** Whether nothing was computed from weights. */
export function isOfLog(rows: readonly PhaseRow[]): boolean {
  return rows.every(({ sum_of_squares }) => sum_of_squares === null);
}

/** The curves of each run of a log with each held-out set. */
export const curvesOfLog = memo((history: readonly LoggedCurve[]) =>
  [...new Set(history.map(({ series }) => series))].flatMap((series) => {
    const own = history.filter((curve) => curve.series === series);
    return heldOutSets(own).map((set) => ({ series, set, curves: runCurves([], own, set) }));
  }),
);

/** A row without its held-out set. */
export function trainOnly<R extends PhaseRow>(row: R): R {
  return { ...row, test_loss: null, test_accuracy: null, unmirrored_accuracy: null };
}

/** The rows with the phase that each lies in. */
export function labelled(
  rows: readonly PhaseRow[],
  history: readonly LoggedCurve[],
  { learnt }: { readonly learnt: number },
) {
  const found = runsOf(rows, history, learnt, null);
  const phases = new Map(found.map(({ series, set, phases: own }) => [JSON.stringify([series, set]), own]));
  return rows.map((row) => {
    const phase = phaseAt(phases.get(JSON.stringify([row.series, row.set])) ?? [], row.epoch);
    return {
      ...row,
      phase: phase?.name ?? ("" as const),
      phase_from: phase?.from ?? null,
      phase_to: phase?.to ?? null,
    };
  });
}

export function rowsOfLog(history: readonly LoggedCurve[]): readonly PhaseRow[] {
  return curvesOfLog(history).flatMap(({ series, set, curves }) => {
    return loggedRows(thinnedCurves(curves, MOST_ROWS)).map((row) => ({
      ...row,
      series,
      set,
      ...NO_PHASE,
      restricted_loss: null,
      excluded_loss: null,
      sum_of_squares: null,
      unmirrored_accuracy: null,
      keys: [],
    }));
  });
}
