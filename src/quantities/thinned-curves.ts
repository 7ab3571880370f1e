import { extremes } from "../numerics/extremes.ts";
import type { Curves } from "./training-phases.ts";

/** A table of what was logged has no more rows, or few more. */
export const MOST_ROWS = 10_000;

/**
 * The same curves at `most` epochs or a little more: of neighbours those at which a curve is lowest or highest, so that every
 * spike stays; all where there are no more.
 */
export function thinnedCurves(curves: Curves, most: number): Curves {
  const { epochs, axis, ...values } = curves;
  if (epochs.length <= most) return curves;
  const known = Object.entries(values).filter(([, curve]) => curve?.some((value) => value !== null));
  const size = Math.ceil((2 * known.length * epochs.length) / most);
  const kept = new Set([0, epochs.length - 1]);
  for (const [, curve] of known)
    for (let from = 0; from < epochs.length; from += size)
      for (const i of extremes(curve, from, Math.min(from + size, epochs.length))) kept.add(i);
  const at = [...kept].sort((a, b) => a - b);
  return {
    ...Object.fromEntries(Object.entries(values).map(([key, curve]) => [key, curve && at.map((i) => curve[i])])),
    epochs: at.map((i) => epochs[i]),
    ...(axis === undefined ? {} : { axis }),
  } as unknown as Curves;
}

/** What was logged, a row an epoch; null where there is no number. */
export function loggedRows(curves: Curves) {
  const at = (values: readonly (number | null)[] | undefined, i: number): number | null => {
    const value = values?.[i] ?? null;
    return Number.isNaN(value) ? null : value;
  };
  return curves.epochs.map((epoch, i) => ({
    epoch,
    train_loss: at(curves.train_loss, i),
    test_loss: at(curves.test_loss, i),
    train_accuracy: at(curves.train_accuracy, i),
    test_accuracy: at(curves.test_accuracy, i),
  }));
}
