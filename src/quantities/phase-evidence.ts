import { type ChangePoint, type Level, levelsWithin, type Series } from "./change-points.ts";
import type { Boundaries, PhaseName, RunSeries } from "./phase-boundaries.ts";
import { doubts, ground, type PhaseDoubt, type PhaseGround } from "./phase-doubts.ts";
import type { CurveName } from "./verdicts/verdict.ts";

/** What a curve is at the beginning and at the end of a phase; at one epoch where that alone is known. */
export interface CurveChange {
  readonly curve: CurveName;
  readonly from: Level;
  readonly to: Level;
}

/** One phase of a run: from its first checkpoint to the first of the next phase, or to the last of the run. */
export interface Phase {
  readonly name: PhaseName;
  /** In the epochs of all curves: a phase need not have a checkpoint. */
  readonly from: number;
  readonly to: number;
  /** Its beginning and its end lie between these epochs. */
  readonly from_within: readonly [number, number];
  readonly to_within: readonly [number, number];
  /** What each curve that is known in it does. */
  readonly changes: readonly CurveChange[];
  /** Where the test loss ends, if before the phase does. */
  readonly test_loss_to: number | null;
  readonly certainty: "clear" | "weak";
  /** What makes it weak; none where it is clear. */
  readonly doubts: readonly PhaseDoubt[];
  /** What it rests on. */
  readonly ground: PhaseGround;
}

/** The phases between the boundaries, each with what speaks for it and against it. */
export function phasesBetween(run: RunSeries, boundaries: Boundaries): readonly Phase[] {
  const { circuit, cleanup, stable } = boundaries;
  // A checkpoint may lie before the first logged loss, or after the last one: it has a phase nonetheless.
  const epochs = Object.values<Series>({ ...run }).flatMap((curve) => [
    ...curve.epochs.slice(0, 1),
    ...curve.epochs.slice(-1),
  ]);
  // Two of each curve: few enough to spread.
  const [first, last] = [at(Math.min(...epochs)), at(Math.max(...epochs))];
  const begun = [
    { name: "memorisation", start: first },
    { name: "circuit formation", start: circuit },
    { name: "cleanup", start: cleanup },
    { name: "stable", start: stable },
  ] as const;
  const known = run.test.epochs[run.test.epochs.length - 1];
  const phases = begun.flatMap(({ name, start }) => (start ? [{ name, start }] : []));
  return phases.flatMap(({ name, start }, i): readonly Phase[] => {
    const end = phases[i + 1]?.start ?? last;
    if (end.epoch <= start.epoch) return [];
    const against = doubts(name, run, boundaries, start, end);
    return [
      {
        name,
        from: start.epoch,
        to: end.epoch,
        from_within: [start.earliest, start.latest],
        to_within: [end.earliest, end.latest],
        changes: changes(run, start.epoch, end.epoch),
        test_loss_to: known < end.epoch ? known : null,
        certainty: against.length === 0 ? "clear" : "weak",
        doubts: against,
        ground: ground(name, boundaries),
      },
    ];
  });
}

const at = (epoch: number): ChangePoint => ({ epoch, earliest: epoch, latest: epoch, exceptions: 0 });

/** Of every curve that is known in it: one of other epochs says nothing of it. */
function changes(run: RunSeries, from: number, to: number): readonly CurveChange[] {
  const curves: readonly (readonly [CurveName, Series])[] = [
    ["train loss", run.train],
    ["test loss", run.test],
    ["train accuracy", run.trainAccuracy],
    ["test accuracy", run.testAccuracy],
    ["excluded loss", run.excluded],
    ["restricted loss", run.restricted],
    ["sum of squares", run.squares],
  ];
  return curves.flatMap(([curve, series]) => {
    const levels = levelsWithin(series, from, to);
    return levels ? [{ curve, from: levels[0], to: levels[1] }] : [];
  });
}
