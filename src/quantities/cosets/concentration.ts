import type { Group } from "../../numerics/groups.ts";
import type { Matrix64 } from "../../numerics/matmul.ts";
import { memo } from "../../numerics/memo.ts";
import { columnSquares } from "./group-functions.ts";
import { cosetsOf, properSubgroups, type Subgroup } from "./subgroups.ts";

/** What is constant on the cosets of H is so on those of its subgroups: of C alike but for rounding the larger H is told. */
const EQUAL = 1e-9;

/** The cosets of one subgroup, on one side. */
export interface Partition {
  readonly subgroup: Subgroup;
  readonly side: "left" | "right";
  /** [element] */
  readonly coset: Int32Array;
  readonly cosets: number;
}

/**
 * The left and the right cosets of every proper subgroup but the trivial one, by its order; of a normal one, whose two are
 * the same, the left.
 */
export const partitions: (group: Group) => readonly Partition[] = memo((group) => {
  const subgroups = properSubgroups(group);
  if (typeof subgroups === "string") return [];
  return subgroups.flatMap((subgroup) => {
    const sides = subgroup.conjugates === 1 ? (["left"] as const) : (["left", "right"] as const);
    return sides.map((side) => ({
      subgroup,
      side,
      coset: cosetsOf(group, subgroup, side),
      cosets: group.n / subgroup.elements.length,
    }));
  });
});

/** On whose cosets each function concentrates most [function]. */
export interface Concentrations {
  /** Which partition, by its index; −1 where there is none, or the function is 0. */
  readonly best: Int32Array;
  /** C_H of it; NaN where there is none. */
  readonly concentration: Float64Array;
  /** The share of the function's variance that is between its cosets: 1 − C_H / index. */
  readonly explained: Float64Array;
}

/**
 * min_H C_H(f), C_H(f) = Σ_{gH} Var[f | gH] / Var[f] over the cosets of H (Stander et al. 2024, arXiv:2312.06581, section
 * 6.1), for centred functions f [element, function], over the left and the right cosets of all proper subgroups but the
 * trivial one, on which every function is constant. Below 1 a function is called a coset function there; of an f that has
 * nothing to do with H it is about the index of H. float64.
 */
export function concentrations(f: Matrix64, all: readonly Partition[]): Concentrations {
  const { columns } = f;
  const squares = columnSquares(f);
  const best = new Int32Array(columns).fill(-1);
  const concentration = new Float64Array(columns).fill(Number.NaN);
  const explained = new Float64Array(columns).fill(Number.NaN);
  for (let i = all.length - 1; i >= 0; i--) {
    const between = betweenCosets(f, all[i]);
    for (let j = 0; j < columns; j++) {
      if (squares[j] === 0) continue;
      const share = Math.min(1, between[j] / squares[j]);
      const C = all[i].cosets * (1 - share);
      if (best[j] >= 0 && C >= concentration[j] - EQUAL) continue;
      best[j] = i;
      concentration[j] = C;
      explained[j] = share;
    }
  }
  return { best, concentration, explained };
}

/** Σ over the cosets of (Σ f)² / |H| of each function: the squared norm of f averaged over cosets. */
export function betweenCosets({ data, rows, columns }: Matrix64, { coset, cosets }: Partition): Float64Array {
  const sums = new Float64Array(cosets * columns);
  for (let g = 0; g < rows; g++) {
    const [to, from] = [coset[g] * columns, g * columns];
    for (let j = 0; j < columns; j++) sums[to + j] += data[from + j];
  }
  const out = new Float64Array(columns);
  for (let i = 0; i < sums.length; i++) out[i % columns] += sums[i] ** 2;
  return out.map((sum) => (sum * cosets) / rows);
}
