import type { Matrix64 } from "../../numerics/matmul.ts";
import { transposed } from "../../numerics/matrices.ts";
import { product } from "../../tensors/product.ts";
import type { GroupIrreps } from "../irreps.ts";
import { betweenCosets, type Partition } from "./concentration.ts";
import { columnSquares } from "./group-functions.ts";

/** Shares this close are one: of two stabilisers of the same vector the larger is its own. */
const EQUAL = 1e-9;

/** How far functions on the group are those of a ρ-set [function]. */
export interface RhoSets {
  /** The irrep that holds most of the function's squared norm in its matrix entries, by its index; −1 of a function that is 0. */
  readonly irrep: Int32Array;
  readonly irrepShare: Float64Array;
  /**
   * The share of the squared norm that is a · ρ(g) b or b · ρ(g) a, with b fixed by a subgroup; NaN where no subgroup fixes a
   * line.
   */
  readonly share: Float64Array;
  /** How many vectors ρ(g) b there are; 0 where there are none. */
  readonly size: Int32Array;
}

/**
 * A ρ-set is a finite set of vectors that ρ(g) permutes; in the networks of Wu et al. 2024 (arXiv:2410.07476) a neuron's
 * part in one element is a · ρ(g) b with b in such a set, so that it is constant on cosets of the stabiliser of b. Here, for
 * each centred function f [element, function], ρ is the irrep (over the reals, the trivial one left out) that holds most of it
 * and the share is the largest ‖P_H P_ρ f‖² / ‖f‖² over the subgroups H that fix one line in ρ, P_H the mean over the cosets
 * of H on either side, P_ρ the projection on the entries of ρ. That H fixes one line, so that b is known from H, is ours:
 * every orbit is a ρ-set of a finite group, and a subgroup that fixes more says less. float64.
 */
export function rhoSets(f: Matrix64, { irreps, basis }: GroupIrreps, all: readonly Partition[]): RhoSets {
  const { columns, rows: n } = f;
  const squares = columnSquares(f);
  const coefficients = product(basis, f);
  const irrep = new Int32Array(columns).fill(-1);
  const irrepShare = new Float64Array(columns).fill(Number.NaN);
  const spans: { readonly from: number; readonly to: number }[] = [];
  let from = 0;
  for (const [i, { basis: own, character }] of irreps.entries()) {
    const to = from + own.length / n;
    spans.push({ from, to });
    const trivial = character.every((x) => Math.abs(x - 1) < EQUAL);
    const power = columnSquares({
      data: coefficients.data.subarray(from * columns, to * columns),
      rows: to - from,
      columns,
    });
    from = to;
    if (trivial) continue;
    for (let j = 0; j < columns; j++) {
      if (squares[j] === 0 || (irrep[j] >= 0 && power[j] / squares[j] <= irrepShare[j])) continue;
      irrep[j] = i;
      irrepShare[j] = power[j] / squares[j];
    }
  }
  const parts = product(transposed({ data: basis, rows: n, columns: n }).data, ownPart(coefficients, irrep, spans));
  const share = new Float64Array(columns).fill(Number.NaN);
  const size = new Int32Array(columns);
  for (const partition of all) {
    const { elements } = partition.subgroup;
    const fixesLine = irreps.map(({ character }) => Math.round(meanOver(character, elements)) === 1);
    const between = betweenCosets(parts, partition);
    for (let j = 0; j < columns; j++) {
      if (irrep[j] < 0 || !fixesLine[irrep[j]]) continue;
      const found = Math.min(1, between[j] / squares[j]);
      const better = Number.isNaN(share[j]) || found > share[j] + EQUAL;
      if (!better && !(found > share[j] - EQUAL && partition.cosets < size[j])) continue;
      share[j] = found;
      size[j] = partition.cosets;
    }
  }
  return { irrep, irrepShare, share, size };
}

/** The coefficients [function of the basis, column] with those of every irrep but the column's own at 0. */
function ownPart(
  { data, rows, columns }: Matrix64,
  irrep: Int32Array,
  spans: readonly { readonly from: number; readonly to: number }[],
): Matrix64 {
  const out = new Float64Array(data.length);
  for (let j = 0; j < columns; j++) {
    if (irrep[j] < 0) continue;
    const { from, to } = spans[irrep[j]];
    for (let i = from; i < to; i++) out[i * columns + j] = data[i * columns + j];
  }
  return { data: out, rows, columns };
}

/** The dimension that the elements fix: the mean of the character over them. */
function meanOver(character: Float64Array, elements: Int32Array): number {
  let sum = 0;
  for (const h of elements) sum += character[h];
  return sum / elements.length;
}
