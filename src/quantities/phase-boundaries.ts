import { median } from "../numerics/statistics.ts";
import { between, type ChangePoint, type Extremum, extremum, lastingStep, type Series } from "./change-points.ts";

/** A run's curves without their gaps; a curve that is not known has no values. */
export interface RunSeries {
  readonly train: Series;
  readonly test: Series;
  readonly trainAccuracy: Series;
  readonly testAccuracy: Series;
  readonly restricted: Series;
  readonly excluded: Series;
  readonly squares: Series;
}

/** Where the phases of a run meet; null where the later one has not begun. */
export interface Boundaries {
  /** The test loss at its highest before the test set is learnt. */
  readonly highest: Extremum;
  /** The excluded loss at its lowest before cleanup; null where it is not known. */
  readonly lowest: Extremum | null;
  /** Memorisation ends. */
  readonly circuit: ChangePoint | null;
  readonly cleanup: ChangePoint | null;
  readonly stable: ChangePoint | null;
  /** Whether excluded and restricted loss alone show that the circuit forms. */
  readonly formed: boolean;
}

/** In the order in which they follow one another. */
export const PHASE_NAMES = ["memorisation", "circuit formation", "cleanup", "stable"] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

/** A loss has moved if by a factor e, one unit of its logarithm: about where its steepest descent begins. */
export const BEGUN = 1;
/** … or by half its whole fall, where that is less than two units. */
export const HALF = 0.5;
/** Share of the logarithmic fall after which it counts as made: what is left is the drift of a converged network. */
export const MADE = 0.9;
/** A fall is over where the rest of it is at most this share as steep. */
const SLOWED = 0.5;
/** A curve is level while it changes by less than this factor: noise and drift do as much. */
export const LEVEL = 1.25;
/** Checkpoints that tell where the excluded loss turns, where the test loss has as many. */
const FEWEST = 3;
/** The last tenth of the epochs says what the test loss comes to. */
export const TAIL = 0.1;

/** The boundaries that lines 2 to 4 of the definition at `trainingPhases` give. */
export function boundariesOf(run: RunSeries, fitted: ChangePoint, generalised: ChangePoint | null): Boundaries {
  const { train, test } = run;
  const falling = lastingStep(train, (loss) => Math.log(train.values[0] / loss) >= BEGUN);
  const from = Math.min(...[fitted, falling, generalised].flatMap((change) => (change ? [change.earliest] : [])));
  const until = between(test, from, generalised?.earliest ?? Infinity);
  // Accuracies can be known at epochs at which losses are not.
  const highest = (extremum(until, 1) ?? extremum(test, 1)) as Extremum;

  const after = between(test, highest.epoch, Infinity);
  const settled = settledLevel(test);
  const fall = Math.log(highest.value / settled.value);
  const fallenBy = (units: number) => lastingStep(after, (loss) => Math.log(highest.value / loss) >= units);
  // A test set can be learnt by its accuracy, with a loss that hardly falls or even rises.
  const begun = generalised && fall > 0 ? Math.min(BEGUN, HALF * fall) : BEGUN;
  const cleanup = fallenBy(begun) ?? generalised;
  const made = generalised && fall > 0 ? fallenBy(MADE * fall) : null;
  const slowed =
    made && cleanup && settled.epoch > made.epoch
      ? ((1 - MADE) * fall) / (settled.epoch - made.epoch) <=
        (SLOWED * (MADE * fall - begun)) / (made.epoch - cleanup.epoch)
      : false;

  const lowest = lowestBetween(run, from, cleanup?.epoch ?? Infinity);
  const turn = lowest ? narrowed(lowest, highest) : highest;
  const memorised = turn.epoch < fitted.epoch ? fitted : turn;
  const circuit = cleanup && cleanup.epoch <= memorised.epoch ? cleanup : memorised;
  const formed = circuitSeen(run, lowest);
  return {
    highest,
    lowest,
    circuit: cleanup || formed ? circuit : null,
    cleanup,
    stable: slowed ? made : null,
    formed,
  };
}

/** The medians over the last tenth of the epochs. */
export function settledLevel({ epochs, values }: Series): { readonly epoch: number; readonly value: number } {
  const end = epochs[epochs.length - 1];
  const tail = between({ epochs, values }, end - TAIL * (end - epochs[0]), end);
  return { epoch: median(tail.epochs), value: median(tail.values) };
}

/** Whether two curves put the same change at the same place, as far as each can tell. */
export function agree(a: ChangePoint, b: ChangePoint): boolean {
  return a.earliest <= b.latest && b.earliest <= a.latest;
}

/** A change where a second curve, if it agrees, leaves less room for it. */
function narrowed(a: ChangePoint, b: ChangePoint): ChangePoint {
  if (!agree(a, b)) return a;
  const earliest = Math.min(Math.max(a.earliest, b.earliest), a.epoch);
  return { ...a, earliest, latest: Math.max(Math.min(a.latest, b.latest), a.epoch) };
}

/**
 * The excluded loss at its lowest among these epochs. It is measured at checkpoints, the test loss perhaps logged far more
 * often: of too few checkpoints one is the lowest by accident, and after the last of all it may have fallen further.
 */
function lowestBetween({ test, excluded }: RunSeries, from: number, to: number): Extremum | null {
  const seen = between(excluded, from, to);
  const lowest =
    seen.epochs.length < Math.min(FEWEST, between(test, from, to).epochs.length) ? null : extremum(seen, -1);
  const end = test.epochs[test.epochs.length - 1];
  if (!lowest || (lowest.epoch === excluded.epochs.at(-1) && lowest.epoch < end)) return null;
  // Where its first or last checkpoint is as low, it may be lowest out of its sight.
  return {
    ...lowest,
    earliest: lowest.earliest === seen.epochs[0] ? from : lowest.earliest,
    latest: lowest.latest === seen.epochs.at(-1) ? Math.min(to, Math.max(end, lowest.epoch)) : lowest.latest,
  };
}

/** Whether the curves of the circuit alone show that it forms: both have moved by a factor e for good. */
function circuitSeen({ excluded, restricted }: RunSeries, lowest: Extremum | null): boolean {
  if (!lowest || restricted.values.length === 0) return false;
  const risen = lastingStep(between(excluded, lowest.epoch, Infinity), (x) => Math.log(x / lowest.value) >= BEGUN);
  const fallen = lastingStep(restricted, (x) => Math.log(restricted.values[0] / x) >= BEGUN);
  return risen !== null && fallen !== null;
}
