import { median } from "../../numerics/statistics.ts";
import { between, type Level, lastingStep, type Series } from "../change-points.ts";
import { BEGUN } from "../phase-boundaries.ts";
import { ending, FEW, type LearntSet } from "./learnt-set.ts";
import type { Doubt, Fact } from "./verdict.ts";

/** The curves of a run that diverge, as they were logged. */
export interface Diverging {
  readonly epochs: readonly number[];
  readonly train_loss: readonly (number | null)[];
  readonly test_loss: readonly (number | null)[];
}

/**
 * That training diverged: to the end the train loss (the test loss, where that alone is known) is not finite, for longer
 * than ever before; or the train loss is e times its first value, for good, and the train set not learnt. Null where it
 * did not. A loss that is not finite beside an accuracy that stays is one of arithmetic.
 */
export function divergence(
  logged: Diverging,
  loss: Series,
  accuracy: Series,
  train: LearntSet,
): { readonly evidence: readonly Fact[]; readonly doubts: readonly Doubt[] } | null {
  const known = logged.train_loss.some((value) => value !== null && value !== undefined);
  const curve = known ? "train loss" : "test loss";
  const end = endlessly(logged.epochs, known ? logged.train_loss : logged.test_loss);
  if (end) {
    const after = between(accuracy, end.epoch, Number.POSITIVE_INFINITY).values;
    if (after.length > 0 && train.by === "accuracy" && median(after) >= train.threshold) return null;
    return {
      evidence: [{ kind: "not finite", curve, ...end }],
      doubts: end.values === 1 ? [{ kind: "last value alone" }] : [],
    };
  }
  const [first] = loss.values;
  if (loss.values.length < FEW || (train.at && train.until === null)) return null;
  const high = Math.exp(BEGUN) * first;
  const climbed = lastingStep(loss, (nats) => nats >= high);
  const last = median(ending(loss));
  if (!climbed || last < high) return null;
  const level = (epoch: number, value: number): Level => ({ epoch, value });
  const to = level(loss.epochs[loss.epochs.length - 1], last);
  return { evidence: [{ kind: "change", curve: "train loss", from: level(loss.epochs[0], first), to }], doubts: [] };
}

/** From where to the end no value is finite, where it is so for longer than ever before; null where not. */
function endlessly(epochs: readonly number[], values: readonly (number | null)[]) {
  let [run, longest, from, finite] = [0, 0, 0, 0];
  for (let i = 0; i < epochs.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    if (Number.isFinite(value)) {
      longest = Math.max(longest, run);
      run = 0;
      finite++;
    } else if (run++ === 0) from = epochs[i];
  }
  return finite > 0 && run > longest ? { epoch: from, values: run } : null;
}
