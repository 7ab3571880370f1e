import type { Curve } from "./curve.ts";

/** An accuracy above this is none of a share, but of per cent: rounding and smoothing pass 1 by less. */
const MOST = 1.5;

/** Beside others in per cent a curve of at most 1 that rises so far could be a share: it is one where it ends at 1 itself. */
const COULD_BE_SHARE = { least: 0.5, rise: 10 };
/** An accuracy of more per cent is none: rounding passes 100 by less. */
const MOST_PERCENT = 101;

/**
 * Curves with accuracies as shares, and what was done to them in words. Where one exceeds 1.5 anywhere, all accuracies of
 * that run are in per cent: the test set's may stay below 1 % throughout. One that rises to 1 itself is a share none
 * the less, and of one that nearly does it is said that it was taken for per cent. What the log says to be shares stays. What is above 100 % is no accuracy, and left out; so are values below 0, which stand for none.
 */
export function asShares(curves: readonly Curve[]): {
  readonly curves: readonly Curve[];
  readonly doubts: readonly string[];
} {
  const doubts = new Set<string>();
  const known = curves.map((curve) => withoutNegative(curve, doubts));
  const high = new Set(known.flatMap((curve) => (isAccuracy(curve) && mostOf(curve) > MOST ? [curve.series] : [])));
  const shares = known.flatMap((curve): readonly Curve[] => {
    if (!isAccuracy(curve) || !high.has(curve.series)) return [curve];
    const words = inWords(curve);
    const most = mostOf(curve);
    if (most > MOST_PERCENT) {
      doubts.add(`${words} comes to ${most}, which is no share and no per cent: it is left out`);
      return [];
    }
    const could = most <= 1 && most >= COULD_BE_SHARE.least && most >= COULD_BE_SHARE.rise * leastOf(curve);
    const isShare = most === 1 && could;
    if (isShare) doubts.add(`${words} is taken as a share, beside others in per cent`);
    else doubts.add("accuracies are logged in per cent: divided by 100");
    if (could && !isShare)
      doubts.add(`${words} is taken for per cent like the others, ${most} % at most: it could be a share`);
    return [isShare ? curve : { ...curve, values: curve.values.map((value) => value / 100) }];
  });
  return { curves: shares, doubts: [...doubts] };
}

/** An accuracy without its values below 0; a loss as it is, which is said where it is none of a cross-entropy. */
function withoutNegative(curve: Curve, doubts: Set<string>): Curve {
  const below = curve.values.reduce((count, value) => count + Number(value < 0), 0);
  if (below === 0) return curve;
  const count = `${inWords(curve)}: ${below} of ${curve.values.length} values are below 0`;
  if (!curve.measure.endsWith("_accuracy")) {
    doubts.add(`${count}, as no cross-entropy is`);
    return curve;
  }
  doubts.add(`${count}, and left out`);
  const kept = curve.values.flatMap((value, i) => (value < 0 ? [] : [i]));
  return { ...curve, at: kept.map((i) => curve.at[i]), values: kept.map((i) => curve.values[i]) };
}

const isAccuracy = ({ measure, share }: Curve) => measure.endsWith("_accuracy") && share !== true;
const inWords = ({ measure }: Curve) => measure.replace("_", " ");
const mostOf = ({ values }: Curve) => values.reduce((a, b) => (b > a ? b : a), Number.NEGATIVE_INFINITY);
const leastOf = ({ values }: Curve) => values.reduce((a, b) => (b < a ? b : a), Number.POSITIVE_INFINITY);
