import { type ChangePoint, type Level, levelAt, NEAR, type Series, smoothed } from "../change-points.ts";
import { LEVEL, settledLevel } from "../phase-boundaries.ts";
import { FEW } from "../verdicts/learnt-set.ts";

/** A test loss that falls, rises, and falls again below where it was. */
export interface DoubleDescent {
  readonly first: Level;
  readonly low: Level;
  readonly peak: Level;
  /** What it comes to in the end. */
  readonly last: Level;
  /** The train loss there. */
  readonly train: { readonly low: Level; readonly last: Level };
}

/**
 * Double descent over epochs: the running median of the test loss falls by a fifth to a low, is a quarter above it for three
 * evaluations or more, and settles a tenth below it, while the train loss falls: not higher at the peak than at the low, and
 * in the end a fifth lower. Nakkiran et al. 2019, arXiv:1912.02292, plot it without thresholds: these are ours. Where the
 * train set is learnt by the peak the second descent is grokking's, and where the train loss rises with the test loss it is
 * a slingshot. Null where it is not so.
 */
export function doubleDescent(test: Series, train: Series, fitted: ChangePoint | null): DoubleDescent | null {
  if (test.epochs.length === 0 || train.epochs.length === 0) return null;
  const turn = highestTurn(test, settledLevel(test));
  if (!turn) return null;
  const { low, peak } = turn;
  const trained = [low, peak].map(({ epoch }) => levelAt(train, epoch) as number);
  const end = settledLevel(train);
  if (trained[1] > trained[0] || trained[0] < LEVEL * end.value || (fitted && fitted.epoch <= peak.epoch)) return null;
  return {
    first: { epoch: test.epochs[0], value: test.values[0] },
    low,
    peak,
    last: settledLevel(test),
    train: { low: { epoch: low.epoch, value: trained[0] }, last: end },
  };
}

/** The low and the peak after it, of those before the test loss comes below the low, that are furthest apart. */
function highestTurn(curve: Series, last: Level): { readonly low: Level; readonly peak: Level } | null {
  const { epochs } = curve;
  const smooth = smoothed(curve);
  let [low, peak, above] = [0, 0, 0];
  let found: { readonly low: Level; readonly peak: Level } | null = null;
  for (let i = 1; i < smooth.length; i++) {
    const [least, most] = [smooth[low], smooth[peak]];
    if (smooth[i] >= least) {
      if (smooth[i] > most) peak = i;
      if (smooth[i] >= LEVEL * least) above++;
      continue;
    }
    const better = !found || most / least > found.peak.value / found.low.value;
    if (above >= FEW && smooth[0] >= LEVEL * least && last.value <= (1 - NEAR) * least && better) {
      found = { low: { epoch: epochs[low], value: least }, peak: { epoch: epochs[peak], value: most } };
    }
    [low, peak, above] = [i, i, 0];
  }
  return found;
}
