import { bidiagonal } from "../compiled/bidiagonal.ts";

/** More sweeps than this for one value do not happen: two or three are usual. */
const MAX_SWEEPS = 60;

/**
 * The singular values of a matrix [rows, columns], largest first, float64 to a few ε of the largest: of a bidiagonal matrix B
 * σ are the eigenvalues ≥ 0 of [[0, Bᵀ], [B, 0]], which, reordered, is tridiagonal with a diagonal of zeros (Golub and Van
 * Loan, section 8.3). Without singular vectors this takes less than a library's time, and every weight of every checkpoint asks.
 */
export function singularValues(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const n = Math.min(rows, columns);
  const tall = columns <= rows ? values : transposed(values, rows, columns);
  const beside = bidiagonal(tall, Math.max(rows, columns), n);
  return eigenvalues(new Float64Array(2 * n), beside)
    .sort()
    .slice(n)
    .reverse();
}

function transposed(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j];
  return out;
}

/** The eigenvalues of a symmetric tridiagonal matrix, in no order, by implicit QL with shifts. Works in its arguments. */
function eigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(beside[i]));
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      let m = l;
      while (m < n - 1 && Math.abs(beside[m]) > Number.EPSILON * norm * 0.25) m++;
      if (m === l) break;
      chase(diagonal, beside, l, m);
    }
  }
  return diagonal;
}

/** One QL step on rows l … m: a rotation makes a bulge at m, the others chase it out at l. */
function chase(diagonal: Float64Array, beside: Float64Array, l: number, m: number): void {
  let g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
  let r = Math.sqrt(g * g + 1);
  g = diagonal[m] - diagonal[l] + beside[l] / (g + (g >= 0 ? r : -r));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * beside[i];
    const b = cosine * beside[i];
    r = Math.sqrt(f * f + g * g);
    beside[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= shift;
      beside[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1] - shift;
    r = (diagonal[i] - g) * sine + 2 * cosine * b;
    shift = sine * r;
    diagonal[i + 1] = g + shift;
    g = cosine * r - b;
  }
  diagonal[l] -= shift;
  beside[l] = g;
  beside[m] = 0;
}
