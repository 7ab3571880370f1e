import type { Curves } from "#quantities/training-phases.js";
import { every } from "./_planted-curves.ts";

/** Curves of n evaluations, each a function of the share of the run. */
export function drawn(n: number, of: { readonly [K in keyof Curves]?: (share: number) => number | null }): Curves {
  const epochs = every(1, n - 1);
  const curves = Object.entries(of).map(([name, value]) => [
    name,
    epochs.map((epoch) => (value as (share: number) => number | null)(epoch / (n - 1))),
  ]);
  return { epochs, train_loss: [], test_loss: [], ...Object.fromEntries(curves) };
}

/** A straight line between two shares of the run, level before and after. */
export const ramp = (from: number, to: number, start: number, end: number) => (share: number) =>
  from + (to - from) * Math.min(Math.max((share - start) / (end - start), 0), 1);
/** What falls from one value towards another, so many times e in the run. */
export const decay = (from: number, to: number, rate: number) => (share: number) =>
  to + (from - to) * Math.exp(-rate * share);

/** Falls with the train loss to a quarter of the run, then rises while that falls on. */
export const OVERFITS = drawn(60, {
  train_loss: decay(2.3, 0.01, 6),
  test_loss: (share) => (share < 0.25 ? decay(2.3, 0.5, 12)(share) : 0.6 + 2 * (share - 0.25)),
  train_accuracy: ramp(0.1, 1, 0, 0.6),
  test_accuracy: ramp(0.1, 0.83, 0, 0.25),
});
