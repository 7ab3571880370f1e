/** The point that the largest eigenvalue of a random matrix stays below with probability 0.999: Tracy–Widom, β = 1. */
const TRACY_WIDOM_999 = 3.2724;

/** Where the squared singular values of random entries end. */
export interface MarchenkoPasturEdge {
  /** σ² = Σw² / (rows · columns), the mean of the squared entries. */
  readonly variance: number;
  /** σ² (√rows + √columns)², where the bulk ends as the matrix grows. */
  readonly bulk: number;
  /** What the largest value of a random matrix of this size exceeds once in 1000 times. */
  readonly edge: number;
}

/**
 * The edge of the Marchenko–Pastur distribution of σ_i², the squared singular values of a matrix [rows, columns] of
 * independent entries with mean 0 and variance σ², and the same with the spread of the largest value for a finite matrix:
 * σ² (μ + 3.2724 s), μ = (√(n−1) + √m)², s = (√(n−1) + √m)(1/√(n−1) + 1/√m)^{1/3}, n the longer side, m the shorter
 * (Johnstone 2001, Annals of Statistics 29, theorem 1.1, for normal entries, n and m both large). σ² is the mean square of all
 * entries, those of a trained matrix's few large directions among them: an estimate from the bulk alone would count more. A
 * mean that is not 0 is in it too, and is a direction outside.
 */
export function marchenkoPasturEdge(sumOfSquares: number, rows: number, columns: number): MarchenkoPasturEdge {
  const variance = sumOfSquares / (rows * columns);
  const [long, short] = [Math.sqrt(Math.max(rows, columns) - 1), Math.sqrt(Math.min(rows, columns))];
  const spread = (long + short) * Math.cbrt(1 / long + 1 / short);
  return {
    variance,
    bulk: variance * (Math.sqrt(rows) + Math.sqrt(columns)) ** 2,
    // Of one row and column there is one entry, and no spread to speak of.
    edge: long === 0 ? variance : variance * ((long + short) ** 2 + TRACY_WIDOM_999 * spread),
  };
}

/** How many of them lie above the edge. */
export function outliers(squares: Float64Array, { edge }: Pick<MarchenkoPasturEdge, "edge">): number {
  return squares.filter((value) => value > edge).length;
}
