/** More sweeps than this for one value do not happen: two or three are usual. */
const MAX_SWEEPS = 60;

/**
 * The singular values of a matrix [rows, columns], largest first, float64 to a few ε of the largest: Householder
 * reflections make it triangular, then bidiagonal; its σ are the eigenvalues ≥ 0 of [[0, Bᵀ], [B, 0]], which, reordered, is
 * tridiagonal with a diagonal of zeros (Golub and Van Loan, sections 5.2, 5.4 and 8.3). Without singular vectors this takes
 * half of a library's time, and every weight of every checkpoint asks.
 */
export function singularValues(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const n = Math.min(rows, columns);
  const tall = columns <= rows ? Float64Array.from(values) : transposed(values, rows, columns);
  const long = Math.max(rows, columns);
  // Twice as many rows as columns: the triangle is cheaper to make bidiagonal than the whole.
  if (long >= 2 * n) for (let k = 0; k < n; k++) reflectColumn(tall, long, n, k);
  const height = long >= 2 * n ? n : long;
  const beside = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    beside[2 * k] = reflectColumn(tall, height, n, k);
    beside[2 * k + 1] = reflectRow(tall, height, n, k);
  }
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

/** Takes column k to its entry at row k alone, by a reflection of the rows from k on; returns that entry. */
function reflectColumn(A: Float64Array, rows: number, columns: number, k: number): number {
  let squares = 0;
  for (let i = k; i < rows; i++) squares += A[i * columns + k] ** 2;
  if (squares === 0) return 0;
  const head = A[k * columns + k];
  const left = head > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  const beta = 1 / (squares - head * left);
  A[k * columns + k] = head - left;
  const w = new Float64Array(columns);
  for (let i = k; i < rows; i++) {
    const v = beta * A[i * columns + k];
    for (let j = k + 1, at = i * columns; j < columns; j++) w[j] += v * A[at + j];
  }
  for (let i = k; i < rows; i++) {
    const v = A[i * columns + k];
    for (let j = k + 1, at = i * columns; j < columns; j++) A[at + j] -= v * w[j];
  }
  for (let i = k; i < rows; i++) A[i * columns + k] = i === k ? left : 0;
  return left;
}

/** Takes what row k has past the diagonal to the first entry there, by a reflection of the columns; returns that entry. */
function reflectRow(A: Float64Array, rows: number, columns: number, k: number): number {
  const from = k * columns;
  let squares = 0;
  for (let j = k + 1; j < columns; j++) squares += A[from + j] ** 2;
  if (squares === 0) return 0;
  const head = A[from + k + 1];
  const left = head > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  const beta = 1 / (squares - head * left);
  A[from + k + 1] = head - left;
  for (let i = k + 1; i < rows; i++) {
    const at = i * columns;
    let dot = 0;
    for (let j = k + 1; j < columns; j++) dot += A[at + j] * A[from + j];
    dot *= beta;
    for (let j = k + 1; j < columns; j++) A[at + j] -= dot * A[from + j];
  }
  return left;
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
