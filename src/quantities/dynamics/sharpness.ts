import {
  between,
  type ChangePoint,
  extremum,
  type Level,
  lastingStep,
  levelAt,
  NEAR,
  type Series,
} from "../change-points.ts";
import { LEVEL, MADE, settledLevel } from "../phase-boundaries.ts";

/** How long the test set takes to get better. */
export interface Sharpness {
  readonly by: "accuracy" | "loss";
  readonly from: Level;
  readonly to: Level;
  /** From where on a tenth, and nine tenths, of the way are made. */
  readonly tenth: ChangePoint;
  readonly nine_tenths: ChangePoint;
  /** From the one to the other, as seen at the evaluations; and between which numbers it lies. */
  readonly epochs: number;
  readonly epochs_within: readonly [number, number];
}

/**
 * t(90 %) − t(10 %), t(x) the first epoch from which on the share x of the rise of the accuracy is made, from its level at
 * `since` (else its first) to the median of the last tenth of the epochs; of the loss the same of the fall of its logarithm
 * from its highest. The literature calls a transition sharp without a measure; the 10–90 % rise time is that of signals
 * (IEEE 181). Null where it does not rise by a tenth of what it lacks, or fall by a fifth.
 */
export function sharpness(curve: Series, by: "accuracy" | "loss", since?: number): Sharpness | null {
  if (curve.epochs.length === 0) return null;
  const to = settledLevel(curve);
  const from = by === "accuracy" ? start(curve, since) : (extremum(curve, 1) as Level);
  const [first, last] = [from.value, to.value];
  if (by === "accuracy" ? last - first < NEAR * (1 - first) : first < LEVEL * last) return null;
  const after = between(curve, from.epoch, Number.POSITIVE_INFINITY);
  const made = (share: number) =>
    by === "accuracy"
      ? lastingStep(after, (value) => value - first >= share * (last - first))
      : lastingStep(after, (value) => Math.log(first / value) >= share * Math.log(first / last));
  const [tenth, nine_tenths] = [made(1 - MADE), made(MADE)];
  if (!tenth || !nine_tenths) return null;
  return {
    by,
    from: { epoch: from.epoch, value: first },
    to,
    tenth,
    nine_tenths,
    epochs: nine_tenths.epoch - tenth.epoch,
    epochs_within: [Math.max(0, nine_tenths.earliest - tenth.latest), nine_tenths.latest - tenth.earliest],
  };
}

function start(curve: Series, since: number | undefined): Level {
  if (since === undefined) return { epoch: curve.epochs[0], value: curve.values[0] };
  return { epoch: since, value: levelAt(curve, since) as number };
}
