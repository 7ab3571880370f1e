import { createRequire } from "node:module";
import type { Matrix, SingularValueDecomposition } from "ml-matrix";

// Loaded when first needed: the package takes as long to load as everything else that --help does.
const require = createRequire(import.meta.url);

/** The singular values of a matrix [rows, columns], largest first, in float64. */
export function singularValues(values: ArrayLike<number>, rows: number, columns: number): readonly number[] {
  const linear = require("ml-matrix") as {
    Matrix: typeof Matrix;
    SingularValueDecomposition: typeof SingularValueDecomposition;
  };
  const matrix = linear.Matrix.from1DArray(rows, columns, Array.from(values));
  const { diagonal } = new linear.SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return diagonal.toSorted((a, b) => b - a);
}

/**
 * exp(H(σ/Σσ)), H in nats: the number of equal singular values that would have the same entropy (Roy and Vetterli 2007).
 * 0 for a matrix of zeros, NaN for one that is not finite.
 */
export function effectiveRank(values: ArrayLike<number>, rows: number, columns: number): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return Number.NaN;
  const sigmas = singularValues(values, rows, columns);
  const total = sigmas.reduce((sum, sigma) => sum + sigma, 0);
  if (total === 0) return 0;
  const entropy = sigmas.reduce((sum, sigma) => (sigma > 0 ? sum - (sigma / total) * Math.log(sigma / total) : sum), 0);
  return Math.exp(entropy);
}
