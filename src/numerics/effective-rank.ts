import { singularValues } from "./singular-values.ts";

/**
 * exp(H(σ/Σσ)), H in nats: the number of equal singular values that would have the same entropy (Roy and Vetterli 2007).
 * 0 for a matrix of zeros, NaN for one that is not finite.
 */
export function effectiveRank(values: ArrayLike<number>, rows: number, columns: number): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return Number.NaN;
  return effectiveRankOf(singularValues(values, rows, columns));
}

/** The same, from the singular values. */
export function effectiveRankOf(sigmas: Float64Array): number {
  const total = sigmas.reduce((sum, sigma) => sum + sigma, 0);
  if (total === 0) return 0;
  const entropy = sigmas.reduce((sum, sigma) => (sigma > 0 ? sum - (sigma / total) * Math.log(sigma / total) : sum), 0);
  return Math.exp(entropy);
}
