import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { mean } from "../../numerics/statistics.ts";

/** Points in the space of their principal components. */
export interface PrincipalPath {
  /** The share of the points' variance along each component, largest first. */
  readonly shares: readonly number[];
  /** Of each component where each point stands along it, from the mean: [component][point]. */
  readonly coordinates: readonly (readonly number[])[];
}

/**
 * Principal components of n points from their inner products [n, n]: eigenvectors of J G J, J = 1 − 11ᵀ/n, times the roots of
 * the eigenvalues. Every point weighs the same, so that where checkpoints are close together the path counts for more. A
 * component points to where the last point lies further along it than the first. Shares are 0 where all points are one; of no points
 * there are none.
 */
export function principalPath(gram: Float64Array, n: number, components: number): PrincipalPath {
  if (n === 0) return { shares: [], coordinates: [] };
  const centred = doublyCentred(gram, n);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(Array.from({ length: n }, (_, i) => Array.from(centred.subarray(i * n, (i + 1) * n)))),
    { assumeSymmetric: true },
  );
  const values = realEigenvalues.map((value) => Math.max(0, value));
  const total = values.reduce((sum, value) => sum + value, 0);
  const order = values.map((_, k) => k).sort((a, b) => values[b] - values[a]);
  const first = order.slice(0, components);
  return {
    shares: first.map((k) => (total === 0 ? 0 : values[k] / total)),
    coordinates: first.map((k) => {
      const along = Array.from({ length: n }, (_, i) => Math.sqrt(values[k]) * eigenvectorMatrix.get(i, k));
      const sign = along[n - 1] < along[0] ? -1 : 1;
      // JSON has no −0.
      return along.map((value) => sign * value + 0);
    }),
  };
}

function doublyCentred(gram: Float64Array, n: number): Float64Array {
  const means = Float64Array.from({ length: n }, (_, i) => mean(gram.subarray(i * n, (i + 1) * n)));
  const all = mean(means);
  return gram.map((value, at) => value - means[Math.floor(at / n)] - means[at % n] + all);
}
