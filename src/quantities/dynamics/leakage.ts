import type { Series } from "../change-points.ts";
import { HALF, type RunSeries } from "../phase-boundaries.ts";
import { type LearntSet, MIN_EVALUATIONS } from "../verdicts/learnt-set.ts";

/** Values as equal as a log of six digits shows. */
const EQUAL = 1e-6;
/** Below this share of pairs trained on, the others are not learnt at once by what is known of such tasks. */
const SMALL_FRACTION = 0.5;

/** What in the curves looks as if the held-out set had been trained on. A suspicion, never a proof. */
export type Leakage =
  /** Test and train values are equal at most evaluations, none counted at which both are perfect. */
  | { readonly kind: "equal"; readonly by: "accuracy" | "loss"; readonly equal: number; readonly of: number }
  /** Both sets are learnt by the same evaluation; the fraction trained on, null where it is not known. */
  | { readonly kind: "together"; readonly epoch: number; readonly fraction: number | null };

/**
 * Suspicions of leakage that the curves alone give: |test − train| ≤ 1e-6 · train at more than half of the evaluations that
 * both have (five at least); and the test set learnt by the very evaluation by which the train set is, unless at least half
 * of all pairs are known to be trained on. Ours.
 */
export function leakage(
  run: RunSeries,
  train: LearntSet,
  test: LearntSet,
  fraction: number | null,
): readonly Leakage[] {
  // Before anything is learnt both sets are guessed alike.
  const equal = !train.at
    ? null
    : (same("loss", run.train, run.test, () => false) ??
      same("accuracy", run.trainAccuracy, run.testAccuracy, (share) => share === 0 || share === 1));
  const together =
    train.at && test.at && train.at.epoch === test.at.epoch && (fraction === null || fraction < SMALL_FRACTION);
  return [
    ...(equal ? [equal] : []),
    ...(together && train.at ? [{ kind: "together", epoch: train.at.epoch, fraction } as const] : []),
  ];
}

function same(by: "accuracy" | "loss", train: Series, test: Series, idle: (value: number) => boolean): Leakage | null {
  let [equal, of, i] = [0, 0, 0];
  for (let j = 0; j < test.epochs.length; j++) {
    while (i < train.epochs.length && train.epochs[i] < test.epochs[j]) i++;
    if (train.epochs[i] !== test.epochs[j]) continue;
    const [a, b] = [train.values[i], test.values[j]];
    if (a === b && idle(a)) continue;
    of++;
    if (Math.abs(b - a) <= EQUAL * Math.abs(a)) equal++;
  }
  return of >= MIN_EVALUATIONS && equal > HALF * of ? { kind: "equal", by, equal, of } : null;
}
