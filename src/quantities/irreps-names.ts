import type { Group } from "../numerics/groups.ts";
import type { Irrep } from "../numerics/irreps.ts";
import dihedral from "../tasks/dihedral.ts";

/** What tells an irrep of S_n from the others: its dimension, and its character at a transposition. */
type Signature = `${number} ${number}`;

/** Chughtai et al. 2023's names of the irreps of S_n by n!; those of S₅ of dimension 5 are Specht modules (2,2,1) and (3,2). */
const SYMMETRIC: Readonly<Record<number, Readonly<Record<Signature, string>>>> = {
  6: { "1 1": "trivial", "1 -1": "sign", "2 0": "standard" },
  24: { "1 1": "trivial", "1 -1": "sign", "2 0": "s4_2d", "3 1": "standard", "3 -1": "standard_sign" },
  120: {
    "1 1": "trivial",
    "1 -1": "sign",
    "4 2": "standard",
    "4 -2": "standard_sign",
    "5 -1": "s5_5d_a",
    "5 1": "s5_5d_b",
    "6 0": "s5_6d",
  },
};

/**
 * The name of each irrep: Chughtai et al. 2023's where elements are in their order, x in Z_n and r^i, then r^i s in D_n
 * (freq_k turns by 2πk/n; of even n, alternating is −1 at r alone, and alternating_sign at r and s), and for S₃, S₄ and S₅
 * in any order; else trivial, or the dimension and a number.
 */
export function irrepNames(group: Group, irreps: readonly Irrep[]): readonly string[] {
  const { n } = group;
  return (
    ordered(
      group,
      (a, b) => (a + b) % n,
      irreps,
      (irrep) => cyclicName(irrep, n),
    ) ??
    ordered(
      group,
      (a, b) => dihedral.answer(a, b, n),
      irreps,
      (irrep) => dihedralName(irrep, n / 2),
    ) ??
    symmetricNames(group, irreps) ??
    numbered(irreps)
  );
}

function ordered(
  { n, product }: Group,
  answer: (a: number, b: number) => number,
  irreps: readonly Irrep[],
  name: (irrep: Irrep) => string,
): readonly string[] | undefined {
  return product.every((c, s) => c === answer(Math.floor(s / n), s % n)) ? irreps.map(name) : undefined;
}

function cyclicName({ dimension, character }: Irrep, n: number): string {
  if (dimension === 1) return character[1] > 0 ? "trivial" : "sign";
  return `freq_${frequency(character[1], n)}`;
}

function dihedralName({ dimension, character }: Irrep, n: number): string {
  if (dimension === 2) return `freq_${frequency(character[1], n)}`;
  const [atRotation, atReflection] = [character[1], character[n]];
  if (atRotation > 0) return atReflection > 0 ? "trivial" : "sign";
  return atReflection > 0 ? "alternating" : "alternating_sign";
}

/** The k of which 2 cos(2πk/n) is the trace of a rotation. */
function frequency(trace: number, n: number): number {
  return Math.round((Math.acos(trace / 2) * n) / (2 * Math.PI));
}

/** The names in S_n, where some involution has the characters of a transposition; no other class of involutions has. */
function symmetricNames({ n, product, identity }: Group, irreps: readonly Irrep[]): readonly string[] | undefined {
  const known = SYMMETRIC[n];
  if (!known || Object.keys(known).length !== irreps.length) return undefined;
  for (let t = 0; t < n; t++) {
    if (product[t * n + t] !== identity) continue;
    // `+ 0` as −0 is written 0.
    const names = irreps.map(
      ({ dimension, character }) => known[`${dimension} ${Math.round(character[t]) + 0}` as Signature],
    );
    if (names.every((name) => name !== undefined) && new Set(names).size === irreps.length) return names;
  }
  return undefined;
}

function numbered(irreps: readonly Irrep[]): readonly string[] {
  const seen = new Map<number, number>();
  return irreps.map(({ dimension, character }) => {
    if (character.every((x) => Math.round(x) === 1)) return "trivial";
    const number = (seen.get(dimension) ?? 0) + 1;
    seen.set(dimension, number);
    return `${dimension}d_${number}`;
  });
}
