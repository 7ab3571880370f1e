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

/** Where a curve is lowest and highest from … to − 1; nowhere where it has no value. */
function extremes(curve: readonly (number | null)[], from: number, to: number): readonly number[] {
  let [low, high] = [-1, -1];
  for (let i = from; i < to; i++) {
    const value = curve[i];
    if (value === null || Number.isNaN(value)) continue;
    if (low < 0 || value < (curve[low] as number)) low = i;
    if (high < 0 || value > (curve[high] as number)) high = i;
  }
  return low < 0 ? [] : [low, high];
}
