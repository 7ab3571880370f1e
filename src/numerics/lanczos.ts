import { dot, norm, plusTimes, times } from "./vectors.ts";

/** Bisections: each halves the interval, and a float64 has 53 digits. */
const BISECTIONS = 100;
/** A direction of this share of the largest so far is rounding: the Krylov space is all that A makes of the start. */
const EXHAUSTED = 1e-12;
/** Of a matrix of zeros the pivots are 0. */
const LEAST_PIVOT = 1e-150;

/** The algebraically largest eigenvalue of a symmetric matrix, as far as it was found. */
export interface LargestEigenvalue {
  /** The Ritz value θ = yᵀAy: never above the eigenvalue but for rounding. */
  readonly value: number;
  /** ‖A y − θ y‖₂ of the unit Ritz vector y: an eigenvalue of A lies within this of θ. */
  readonly residual: number;
  /** How often A was applied. */
  readonly products: number;
}

export interface LanczosSettings {
  /** Ends once the residual is at most this share of |θ|. */
  readonly tolerance: number;
  /** The most products with A. */
  readonly most: number;
}

/**
 * Lanczos iteration with full reorthogonalisation, twice (Golub and Van Loan, section 10.1), from `start`, which should
 * have a part along the eigenvector sought: a random vector has. NaN in value and residual where a product has a NaN.
 */
export function largestEigenvalue(
  product: (v: Float64Array) => ArrayLike<number>,
  start: ArrayLike<number>,
  { tolerance, most }: LanczosSettings,
): LargestEigenvalue {
  const basis: Float64Array[] = [times(1 / norm(start), start)];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (let products = 1; ; products++) {
    const v = basis[products - 1];
    let w = Float64Array.from(product(v));
    diagonal.push(dot(v, w));
    for (let pass = 0; pass < 2; pass++) for (const u of basis) w = plusTimes(w, -dot(u, w), u);
    const next = norm(w);
    if (!Number.isFinite(next)) return { value: Number.NaN, residual: Number.NaN, products };
    const { value, last } = tridiagonal(diagonal, beside);
    const residual = next * Math.abs(last);
    const scale = Math.max(...diagonal.map(Math.abs), ...beside);
    const exhausted = next <= EXHAUSTED * scale || products === start.length;
    if (exhausted || products === most || residual <= tolerance * Math.abs(value)) return { value, residual, products };
    beside.push(next);
    basis.push(times(1 / next, w));
  }
}

/**
 * The largest eigenvalue λ of a symmetric tridiagonal matrix T, and the last entry of its unit eigenvector. λ is where λI − T
 * ceases to be positive definite, found by bisection of the pivots' signs; the vector by two steps of inverse iteration
 * just above it, where no pivoting is needed.
 */
function tridiagonal(diagonal: readonly number[], beside: readonly number[]): { value: number; last: number } {
  const radius = (i: number) => (beside[i - 1] ?? 0) + (beside[i] ?? 0);
  let low = Math.max(...diagonal);
  let high = Math.max(...diagonal.map((d, i) => d + radius(i)));
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (pivots(diagonal, beside, middle).every((pivot) => pivot > 0)) high = middle;
    else low = middle;
  }
  const above = high + Number.EPSILON * Math.max(Math.abs(high), ...beside);
  const D = pivots(diagonal, beside, above).map((pivot) => Math.max(pivot, LEAST_PIVOT));
  let x = diagonal.map(() => 1);
  for (let step = 0; step < 2; step++) {
    x = solved(D, beside, x);
    const length = norm(x);
    x = x.map((value) => value / length);
  }
  return { value: high, last: x[x.length - 1] };
}

/** D of λI − T = L D Lᵀ. */
function pivots(diagonal: readonly number[], beside: readonly number[], λ: number): number[] {
  const D: number[] = [];
  for (const [i, d] of diagonal.entries()) D.push(λ - d - (i === 0 ? 0 : beside[i - 1] ** 2 / D[i - 1]));
  return D;
}

/** (λI − T)⁻¹ x, scaled so that it stays finite. */
function solved(D: readonly number[], beside: readonly number[], x: readonly number[]): number[] {
  const y = x.slice();
  for (let i = 1; i < y.length; i++) y[i] += (beside[i - 1] / D[i - 1]) * y[i - 1];
  const z = y.map((value, i) => value / D[i]);
  for (let i = z.length - 2; i >= 0; i--) z[i] += (beside[i] / D[i]) * z[i + 1];
  const largest = Math.max(...z.map(Math.abs));
  return z.map((value) => value / largest);
}
