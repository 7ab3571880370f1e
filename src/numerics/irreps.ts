import { EigenvalueDecomposition } from "ml-matrix";
import type { Group } from "./groups.ts";
import { mersenneTwister } from "./mersenne-twister.ts";

/** A representation by real orthogonal matrices, irreducible over the reals. */
export interface Irrep {
  readonly dimension: number;
  /**
   * What commutes with it (Frobenius and Schur 1906): the reals; else the complex numbers, where it is an irrep over them
   * and its conjugate together, or the quaternions, where it is one twice.
   */
  readonly type: "real" | "complex" | "quaternionic";
  /** ρ(g) [element, row, column]. */
  readonly matrices: Float64Array;
  /** tr ρ(g) [element]. */
  readonly character: Float64Array;
  /** Orthonormal functions on the group [function, element], which span the entries of ρ. */
  readonly basis: Float64Array;
}

/** Eigenvalues this close count as equal, a share of n: EVD errs by 1e-13, and distinct ones come no closer than 1e-4. */
const EQUAL_EIGENVALUES = 1e-9;
/** Rounding stays below this in characters and products; characters of different irreps differ by more. */
const TOLERANCE = 1e-7;
/** A draw fails where two eigenvalues meet by chance, once in thousands. */
const MAX_DRAWS = 8;

/**
 * All real irreps of a group; their bases together are an orthonormal basis of the functions on it, the group's Fourier
 * transform.
 *
 * The group acts on functions from the left, (a f)(g) = f(a⁻¹ g). A random symmetric convolution from the right, B_gh =
 * u(g⁻¹ h) with u(x) = u(x⁻¹), commutes with that and with nothing that would merge irreps, so that each eigenspace of B
 * is one irreducible copy; copies of equal character are of one irrep, and span its entries (Dixon 1970, with the regular
 * representation in place of any). Every irrep is checked: irreducible, orthogonal, ρ(a) ρ(b) = ρ(ab).
 */
export function realIrreps(group: Group): readonly Irrep[] {
  for (let draw = 0; draw < MAX_DRAWS; draw++) {
    const irreps = decomposed(group, draw);
    if (irreps) return irreps;
  }
  throw new Error(`no decomposition of the group of ${group.n} elements in ${MAX_DRAWS} draws`);
}

/** The type, by the dimension of what commutes. */
const TYPES: Readonly<Record<number, Irrep["type"]>> = { 1: "real", 2: "complex", 4: "quaternionic" };

/** The irreps from one random convolution, or undefined where a check fails. */
function decomposed(group: Group, seed: number): readonly Irrep[] | undefined {
  const { n } = group;
  const copies = eigenspaces(group, seed).map((space) => ({ space, character: characterOf(group, space) }));
  const kinds: (typeof copies)[] = [];
  for (const copy of copies) {
    const same = kinds.find(([{ character }]) => character.every((x, g) => near(x, copy.character[g])));
    if (same) same.push(copy);
    else kinds.push([copy]);
  }
  const irreps = kinds.map((kind): Irrep | undefined => {
    const [{ space, character }] = kind;
    const dimension = space.length / n;
    const commuting = commutingDimension(group, character);
    const type = TYPES[commuting];
    const matrices = matricesOf(group, space);
    if (!type || kind.length * commuting !== dimension || !isRepresentation(group, matrices, dimension))
      return undefined;
    const basis = new Float64Array(kind.length * space.length);
    for (const [i, one] of kind.entries()) basis.set(one.space, i * space.length);
    return { dimension, type, matrices, character, basis };
  });
  return irreps.every((irrep) => irrep !== undefined) ? irreps : undefined;
}

/** Orthonormal bases [function, element] of the eigenspaces of a random symmetric convolution from the right. */
function eigenspaces({ n, product, inverse }: Group, seed: number): readonly Float64Array[] {
  const { next } = mersenneTwister(seed);
  const u = Float64Array.from({ length: n }, () => next() / 2 ** 31 - 1);
  const rows = Array.from({ length: n }, (_, g) =>
    Array.from({ length: n }, (_, h) => {
      const x = product[inverse[g] * n + h];
      return u[x] + u[inverse[x]];
    }),
  );
  // Loaded where it is needed, as CommonJS: one file.
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(rows, { assumeSymmetric: true });
  const order = Array.from(realEigenvalues.keys()).sort((i, j) => realEigenvalues[i] - realEigenvalues[j]);
  const spaces: number[][] = [];
  for (const [at, i] of order.entries()) {
    const gap = at === 0 ? Number.POSITIVE_INFINITY : realEigenvalues[i] - realEigenvalues[order[at - 1]];
    if (gap > EQUAL_EIGENVALUES * n) spaces.push([i]);
    else spaces[spaces.length - 1].push(i);
  }
  return spaces.map((columns) => Float64Array.from(columns.flatMap((i) => eigenvectorMatrix.getColumn(i))));
}

/** ρ(a)_ij = Σ_g E_i(g) E_j(a⁻¹ g) [element, row, column] on a space of functions with orthonormal basis E. */
function matricesOf({ n, product, inverse }: Group, E: Float64Array): Float64Array {
  const d = E.length / n;
  const out = new Float64Array(n * d * d);
  const moved = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    for (let j = 0; j < d; j++) {
      for (let g = 0, row = inverse[a] * n; g < n; g++) moved[g] = E[j * n + product[row + g]];
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let g = 0; g < n; g++) sum += E[i * n + g] * moved[g];
        out[(a * d + i) * d + j] = sum;
      }
    }
  }
  return out;
}

/** The trace of `matricesOf` [element]. */
function characterOf({ n, product, inverse }: Group, E: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, a) => {
    let trace = 0;
    for (let from = 0; from < E.length; from += n) {
      for (let g = 0, row = inverse[a] * n; g < n; g++) trace += E[from + g] * E[from + product[row + g]];
    }
    return trace;
  });
}

/**
 * ⟨χ, χ⟩ = mean χ², the dimension of what commutes with ρ: 1, 2 or 4; NaN where ρ is reducible over the reals. With
 * ν = mean χ(g²) the sum ⟨χ, χ⟩ + ν is 1 + 1, 2 + 0 or 4 − 2 for an irrep, and more for a sum of several.
 */
function commutingDimension({ n, product }: Group, character: Float64Array): number {
  let [norm, indicator] = [0, 0];
  for (let g = 0; g < n; g++) {
    norm += character[g] ** 2 / n;
    indicator += character[product[g * n + g]] / n;
  }
  return near(norm + indicator, 2) ? Math.round(norm) : Number.NaN;
}

/** Whether ρ(a⁻¹) = ρ(a)ᵀ and ρ(a) ρ(g) = ρ(ag) for every element a and generator g, which is enough for every pair. */
function isRepresentation({ product, inverse, generators, n }: Group, rho: Float64Array, d: number): boolean {
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        if (!near(rho[(a * d + i) * d + j], rho[(inverse[a] * d + j) * d + i])) return false;
        for (const g of generators) {
          let sum = 0;
          for (let k = 0; k < d; k++) sum += rho[(a * d + i) * d + k] * rho[(g * d + k) * d + j];
          if (!near(sum, rho[(product[a * n + g] * d + i) * d + j])) return false;
        }
      }
    }
  }
  return true;
}

function near(x: number, y: number): boolean {
  return Math.abs(x - y) < TOLERANCE;
}
