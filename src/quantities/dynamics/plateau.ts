import type { ChangePoint } from "../change-points.ts";
import type { Sharpness } from "./sharpness.ts";

/** The stretch between the train set being learnt and the test set beginning to get better. */
export interface Plateau {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** Its length; up to the last evaluation while it lasts. */
  readonly epochs: number;
  readonly epochs_within: readonly [number, number];
}

/**
 * t_rise − t_train: t_train the epoch from which on the train set is learnt, t_rise that from which on a tenth of the rise of
 * the test set is made (as in `sharpness`). Null where the train set is not learnt, or the test set rises no later. Power et
 * al. 2022, arXiv:2201.02177, show it; the tenth is ours.
 */
export function plateau(fitted: ChangePoint | null, rise: Sharpness | null, end: number): Plateau | null {
  if (!fitted) return null;
  const { epoch: from, earliest, latest } = fitted;
  if (!rise)
    return end <= from ? null : { from, to: null, epochs: end - from, epochs_within: [end - latest, end - earliest] };
  const { tenth } = rise;
  if (tenth.epoch <= from) return null;
  const within = [Math.max(0, tenth.earliest - latest), tenth.latest - earliest] as const;
  return { from, to: tenth.epoch, epochs: tenth.epoch - from, epochs_within: within };
}
