import { mean, variance } from "../../numerics/statistics.ts";

/** How far chains agree with one another, and each with itself. */
export interface Settling {
  /** R̂ of the halves of the chains; 1 where all are alike. */
  readonly rHat: number;
  /** Mean of all second halves less that of all first halves, as a share of the mean of all. */
  readonly drift: number;
  /** Standard error of that, from how the chains' drifts differ; 0 of one chain, which cannot tell. */
  readonly driftError: number;
  /** Standard error of the mean, from the spread of the halves' means, as a share of it. */
  readonly error: number;
}

/**
 * Whether draws have settled. R̂ = √(((m − 1)/m W + B/m) / W) over 2 C halves of m draws, W the mean of their variances and B
 * m times the variance of their means (Gelman et al. 2013, Bayesian Data Analysis, section 11.4): it falls to 1 as halves
 * cannot be told apart. Where a loss is a sum over thousands of directions, draws are so near their mean that R̂ tells
 * drifts apart that matter to nobody: drift and error say how large they are beside the mean.
 */
export function settling(chains: readonly Float64Array[]): Settling {
  const half = Math.floor(Math.min(...chains.map(({ length }) => length)) / 2);
  const first = chains.map((chain) => chain.subarray(0, half));
  const second = chains.map((chain) => chain.subarray(chain.length - half));
  const halves = [...first, ...second];
  const means = halves.map(mean);
  const whole = mean(means);
  const drifts = chains.map((_, i) => mean(second[i]) - mean(first[i]));
  const { length } = chains;
  const within = mean(halves.map(variance));
  const between = variance(means);
  return {
    rHat: between === 0 ? 1 : Math.sqrt((half - 1) / half + between / within),
    drift: mean(drifts) / Math.abs(whole),
    driftError: length === 1 ? 0 : Math.sqrt(variance(drifts) / length) / Math.abs(whole),
    error: Math.sqrt(between / halves.length) / Math.abs(whole),
  };
}
