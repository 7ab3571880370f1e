import type { Curve } from "./curve.ts";

/** An accuracy above this is none of a share, but of per cent: rounding and smoothing pass 1 by less. */
const MOST = 1.5;

/**
 * Curves with accuracies as shares, and what was done to them in words. Where one exceeds 1.5 anywhere, all accuracies of
 * that run are in per cent: the test set's may stay below 1 % throughout.
 */
export function asShares(curves: readonly Curve[]): {
  readonly curves: readonly Curve[];
  readonly doubts: readonly string[];
} {
  const isAccuracy = ({ measure }: Curve) => measure.endsWith("_accuracy");
  const high = curves.filter((curve) => isAccuracy(curve) && curve.values.some((value) => value > MOST));
  if (high.length === 0) return { curves, doubts: [] };
  const series = new Set(high.map((curve) => curve.series));
  return {
    curves: curves.map((curve) =>
      isAccuracy(curve) && series.has(curve.series)
        ? { ...curve, values: curve.values.map((value) => value / 100) }
        : curve,
    ),
    doubts: ["accuracies are logged in per cent: divided by 100"],
  };
}
