/** The tail of a sample as a power law p(x) ∝ x^−α from x_min on. */
export interface PowerLawTail {
  readonly alpha: number;
  /** (α − 1)/√n, the standard error of α for this x_min. */
  readonly error: number;
  /** Where it begins: one of the values. */
  readonly from: number;
  /** How many values are at or above it: n. */
  readonly values: number;
  /** Largest distance of the tail's distribution function from the power law's. */
  readonly distance: number;
}

/** No tail of fewer values is fitted: of so few, nearly every shape passes for a power law. */
export const LEAST_TAIL = 10;

/** Upper 5 % point of Stephens' modified distance for an exponential distribution with its mean estimated. */
const EXPONENTIAL_5_PERCENT = 1.094;

/**
 * α by maximum likelihood, 1 + n / Σ ln(x_i / x_min), for the x_min at which the Kolmogorov–Smirnov distance is least
 * (Clauset, Shalizi and Newman 2009, arXiv:0706.1062, sections 3.1 and 3.3). As in their `plfit` and in the package
 * `powerlaw`, which WeightWatcher fits with, the sample's distribution function at x_i is the share of values below it. Every
 * value is tried as x_min that leaves `LEAST_TAIL` values, and α has no upper bound. Undefined where there are fewer values
 * above 0, or all are equal.
 */
export function powerLawTail(sample: ArrayLike<number>): PowerLawTail | undefined {
  const x = Float64Array.from(sample)
    .filter((value) => value > 0)
    .sort();
  let best: PowerLawTail | undefined;
  let logs = 0;
  for (let i = x.length - 1; i >= 0; i--) {
    logs += Math.log(x[i]);
    const values = x.length - i;
    // Of equal values all are in the tail.
    if (values < LEAST_TAIL || x[i - 1] === x[i] || x[i] === x[x.length - 1]) continue;
    const alpha = 1 + values / (logs - values * Math.log(x[i]));
    const distance = distanceOf(x.subarray(i), alpha);
    if (best && distance > best.distance) continue;
    best = { alpha, error: (alpha - 1) / Math.sqrt(values), from: x[i], values, distance };
  }
  return best;
}

/** max_i |share of values below x_i − (1 − (x_i/x_min)^(1 − α))| of ascending values, the first of them x_min. */
function distanceOf(x: Float64Array, alpha: number): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    const below = 1 - Math.exp((1 - alpha) * Math.log(x[i] / x[0]));
    most = Math.max(most, Math.abs(i / x.length - below));
  }
  return most;
}

/**
 * Whether the distance rules a power law out at 5 %. ln(x/x_min) is then exponential with an estimated mean, for which
 * Stephens 1974 (JASA 69, table 1A) has the critical values of (D − 0.2/n)(√n + 0.26 + 0.5/√n). That x_min too was chosen
 * makes D smaller, and so does that `distance` looks below each step of the sample's distribution function alone, by up to
 * 1/n: the test is lenient. Clauset and others draw new samples instead, thousands of fits a matrix.
 */
export function isRuledOut({ distance, values }: Pick<PowerLawTail, "distance" | "values">): boolean {
  const root = Math.sqrt(values);
  return (distance - 0.2 / values) * (root + 0.26 + 0.5 / root) > EXPONENTIAL_5_PERCENT;
}
