import { describe, expect, test } from "vitest";
import { groupOf } from "#numerics/groups.js";
import { realIrreps } from "#numerics/irreps.js";
import { pythonShuffle } from "#numerics/python-random.js";
import { groupIrreps } from "#quantities/irreps.js";
import { task } from "#tasks/_make.js";
import { alternating, cyclic, dicyclic, dihedral, group, range, shuffled, symmetric, taskOf } from "./_groups.ts";

/** The real irreps as dimension and first letter of the type, by dimension, from the books. */
const GROUPS: readonly (readonly [string, ReturnType<typeof cyclic>, string])[] = [
  ["C2", cyclic(2), "1r 1r"],
  ["C5", cyclic(5), "1r 2c 2c"],
  ["C6", cyclic(6), "1r 1r 2c 2c"],
  ["D2", dihedral(2), "1r 1r 1r 1r"],
  ["D3", dihedral(3), "1r 1r 2r"],
  ["D4", dihedral(4), "1r 1r 1r 1r 2r"],
  ["D7", dihedral(7), "1r 1r 2r 2r 2r"],
  ["S3", symmetric(3), "1r 1r 2r"],
  ["A4", alternating(4), "1r 2c 3r"],
  ["S4", symmetric(4), "1r 1r 2r 3r 3r"],
  ["Q8", dicyclic(2), "1r 1r 1r 1r 4q"],
  ["Dic3", dicyclic(3), "1r 1r 2c 2r 4q"],
  ["A5", alternating(5), "1r 3r 3r 4r 5r"],
  ["S5", symmetric(5), "1r 1r 4r 4r 5r 5r 6r"],
];
/** Rounding of a decomposition of 120 functions. */
const DIGITS = 9;
const COMMUTING = { real: 1, complex: 2, quaternionic: 4 } as const;
const INDICATOR = { real: 1, complex: 0, quaternionic: -2 } as const;

describe.each(GROUPS)("%s", (_, table, expected) => {
  const G = group(table);
  const { n, product, inverse } = G;
  const irreps = realIrreps(G);
  const of = (a: number, b: number) => product[a * n + b];

  test("has the irreps of the books, as many as classes of elements and their inverses", () => {
    const found = irreps.map(({ dimension, type }) => `${dimension}${type[0]}`);
    expect(found.sort().join(" ")).toBe(expected.split(" ").sort().join(" "));
    const classes = range(n).map((x) =>
      Math.min(...range(n).flatMap((g) => [x, inverse[x]].map((y) => of(of(g, y), inverse[g])))),
    );
    expect(irreps).toHaveLength(new Set(classes).size);
  });

  test("each is a homomorphism to orthogonal matrices, of its character", () => {
    let worst = 0;
    for (const { dimension: d, matrices, character } of irreps) {
      const at = (g: number, i: number, j: number) => matrices[(g * d + i) * d + j];
      for (const a of range(n)) {
        worst = Math.max(worst, Math.abs(range(d).reduce((sum, i) => sum + at(a, i, i), 0) - character[a]));
        // Every pair in small groups; with some in S5 it takes a second less.
        for (const b of range(n).filter((x) => (x + a) % Math.ceil(n / 24) === 0)) {
          for (const i of range(d)) {
            for (const j of range(d)) {
              const ab = range(d).reduce((sum, k) => sum + at(a, i, k) * at(b, k, j), 0);
              worst = Math.max(worst, Math.abs(ab - at(of(a, b), i, j)), Math.abs(at(a, i, j) - at(inverse[a], j, i)));
            }
          }
        }
      }
    }
    expect(worst).toBeLessThan(10 ** -DIGITS);
  });

  test("characters are orthogonal, ⟨χ, χ⟩ and the Frobenius–Schur indicator those of the type", () => {
    for (const [i, { character: x, type }] of irreps.entries()) {
      for (const [j, { character: y }] of irreps.entries()) {
        const inner = range(n).reduce((sum, g) => sum + x[g] * y[g], 0) / n;
        expect(inner).toBeCloseTo(i === j ? COMMUTING[type] : 0, DIGITS);
      }
      const indicator = range(n).reduce((sum, g) => sum + x[of(g, g)], 0) / n;
      expect(indicator).toBeCloseTo(INDICATOR[type], DIGITS);
    }
  });

  test("the bases are one orthonormal basis of the functions, Σ dimension² / commuting = n, and span the entries", () => {
    const functions = irreps.flatMap(({ basis }) =>
      range(basis.length / n).map((i) => basis.subarray(i * n, (i + 1) * n)),
    );
    const inner = (f: ArrayLike<number>, g: ArrayLike<number>) => range(n).reduce((sum, x) => sum + f[x] * g[x], 0);
    expect(irreps.reduce((sum, { dimension, type }) => sum + dimension ** 2 / COMMUTING[type], 0)).toBe(n);
    let worst = 0;
    for (const [i, f] of functions.entries()) {
      for (const [j, g] of functions.entries()) worst = Math.max(worst, Math.abs(inner(f, g) - (i === j ? 1 : 0)));
    }
    for (const { dimension: d, type, basis, matrices } of irreps) {
      expect(basis.length).toBe((n * d * d) / COMMUTING[type]);
      for (const entry of range(d * d)) {
        const f = range(n).map((g) => matrices[g * d * d + entry]);
        const inside = range(basis.length / n).map((i) => inner(f, basis.subarray(i * n, (i + 1) * n)) ** 2);
        const sum = inside.reduce((total, x) => total + x, 0);
        worst = Math.max(worst, Math.abs(sum - inner(f, f)));
      }
    }
    expect(worst).toBeLessThan(10 ** -DIGITS);
  });
});

describe("names", () => {
  const names = (of: Parameters<typeof groupIrreps>[0]) => groupIrreps(of)?.irreps.map(({ name }) => name);

  test("of cyclic groups, by frequency", () => {
    expect(names(task("addition", 7))).toEqual(["trivial", "freq_1", "freq_2", "freq_3"]);
    expect(names(taskOf(cyclic(6)))).toEqual(["trivial", "sign", "freq_1", "freq_2"]);
    const { irreps = [] } = groupIrreps(task("addition", 113)) ?? {};
    for (const { name, character } of irreps.slice(1)) {
      const k = Number(name.replace("freq_", ""));
      for (const x of range(113)) expect(character[x]).toBeCloseTo(2 * Math.cos((2 * Math.PI * k * x) / 113), DIGITS);
    }
    expect(irreps.map(({ name }) => name)).toEqual(["trivial", ...range(56).map((k) => `freq_${k + 1}`)]);
  });

  test("of dihedral groups", () => {
    expect(names(task("dihedral", 10))).toEqual(["trivial", "sign", "freq_1", "freq_2"]);
    expect(names(taskOf(dihedral(6)))).toEqual([
      ...["trivial", "sign", "alternating", "alternating_sign", "freq_1", "freq_2"],
    ]);
  });

  test.each([
    [3, 6, ["sign", "standard", "trivial"]],
    [4, 24, ["s4_2d", "sign", "standard", "standard_sign", "trivial"]],
    [5, 120, ["s5_5d_a", "s5_5d_b", "s5_6d", "sign", "standard", "standard_sign", "trivial"]],
  ])("of S%i in any order, by character", (degree, n, expected) => {
    for (const seed of [1, 2]) {
      const { group: G, irreps = [] } =
        groupIrreps(taskOf(shuffled(symmetric(degree), [...pythonShuffle(seed, n)]))) ?? {};
      expect(irreps.map(({ name }) => name).sort()).toEqual(expected);
      // A permutation representation's character counts what stays: 1 + standard, which no square lessens.
      const standard = irreps.find(({ name }) => name === "standard")?.character ?? [];
      for (const x of range(n)) {
        const fixed = 1 + standard[x];
        expect(fixed).toBeCloseTo(Math.round(fixed), DIGITS);
        expect(1 + standard[G?.product[x * n + x] ?? 0]).toBeGreaterThan(fixed - 0.5);
      }
    }
  });

  test("of others, by dimension and number", () => {
    expect(names(taskOf(alternating(4)))).toEqual(["trivial", "2d_1", "3d_1"]);
    expect(names(taskOf(dicyclic(2)))).toEqual(["trivial", "1d_1", "1d_2", "1d_3", "4d_1"]);
    expect(new Set(names(taskOf(shuffled(cyclic(8), [0, 3, 1, 2, 7, 5, 4, 6])))).size).toBe(5);
  });
});

describe("what is no group says which axiom fails, and where", () => {
  const reason = (table: readonly (readonly number[])[]) => groupOf(Int32Array.from(table.flat()), table.length);

  test("no identity, no inverse, no answer", () => {
    expect(
      reason([
        [0, 0],
        [1, 1],
      ]),
    ).toBe("no element e has e ∘ x = x ∘ e = x for every x");
    expect(
      reason([
        [0, 0],
        [0, 1],
      ]),
    ).toMatch(/^0 has no inverse/);
    expect(
      reason([
        [0, 1],
        [1, -1],
      ]),
    ).toBe("1 ∘ 1 is not defined");
  });

  test("a loop that is not associative: the triple", () => {
    // The smallest one, of five elements: a Latin square with an identity, and every element its own inverse.
    const loop = [
      [0, 1, 2, 3, 4],
      [1, 0, 3, 4, 2],
      [2, 4, 0, 1, 3],
      [3, 2, 4, 0, 1],
      [4, 3, 1, 2, 0],
    ];
    const [, ...numbers] =
      /^\((\d) ∘ (\d)\) ∘ (\d) = (\d), but (\d) ∘ \((\d) ∘ (\d)\) = (\d)$/.exec(`${reason(loop)}`) ?? [];
    const [a, b, c, left, , , , right] = numbers.map(Number);
    expect(loop[loop[a][b]][c]).toBe(left);
    expect(loop[a][loop[b][c]]).toBe(right);
    expect(left).not.toBe(right);
  });
});
