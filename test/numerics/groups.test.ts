import { describe, expect, test } from "vitest";
import { type Group, groupOf } from "#numerics/groups.js";
import { realIrreps } from "#numerics/irreps.js";

const table = (n: number, product: (a: number, b: number) => number) =>
  Int32Array.from({ length: n * n }, (_, at) => product(Math.floor(at / n), at % n));
const cyclic = (n: number) => table(n, (a, b) => (a + b) % n);
/** r^i s^j at i + m j: rotations and reflections of an m-gon. */
const dihedral = (m: number) =>
  table(2 * m, (a, b) => {
    const turn = (a % m) + (a < m ? b % m : m - (b % m));
    return (turn % m) + (a < m === b < m ? 0 : m);
  });
/** ±1, ±i, ±j, ±k, the sign in the lowest bit. */
const UNITS = [0, 2, 4, 6, 2, 1, 6, 5, 4, 7, 1, 2, 6, 4, 3, 1];
const quaternion = table(8, (a, b) => UNITS[(a >> 1) * 4 + (b >> 1)] ^ (a & 1) ^ (b & 1));

const group = (product: Int32Array): Group => {
  const found = groupOf(product, Math.sqrt(product.length));
  if (typeof found === "string") throw new Error(found);
  return found;
};

test("identity, inverses and generators of a group", () => {
  const six = cyclic(6);
  expect(groupOf(six, 6)).toEqual({
    n: 6,
    product: six,
    identity: 0,
    inverse: Int32Array.of(0, 5, 4, 3, 2, 1),
    generators: [1],
  });
  // x ∘ y = x + y − 2 on Z_5: the identity is 2.
  const shifted = group(table(5, (a, b) => (a + b + 3) % 5));
  expect([shifted.identity, [...shifted.inverse], shifted.generators]).toEqual([2, [4, 3, 2, 1, 0], [0]]);
  expect([...group(dihedral(4)).inverse]).toEqual([0, 3, 2, 1, 4, 5, 6, 7]);
  expect(group(dihedral(4)).generators).toEqual([1, 4]);
  expect(group(Int32Array.of(0)).generators).toEqual([]);
});

/** Z_3 but for one place. */
const changed = (at: number, to: number) => cyclic(3).map((c, i) => (i === at ? to : c));
const NO_IDENTITY = "no element e has e ∘ x = x ∘ e = x for every x";
const LONELY = "1 has no inverse: no x has 1 ∘ x = x ∘ 1 = 0, the identity";
test.each([
  ["a place past the elements", changed(5, 3), 3, "1 ∘ 2 is not defined"],
  ["a place that is empty", changed(6, -1), 3, "2 ∘ 0 is not defined"],
  ["the very first place empty", changed(0, -1), 3, "0 ∘ 0 is not defined"],
  ["the lesser of both", table(3, Math.min), 3, "0 has no inverse: no x has 0 ∘ x = x ∘ 0 = 2, the identity"],
  ["one product", table(3, () => 0), 3, NO_IDENTITY],
  ["subtraction, with an identity from the right", table(3, (a, b) => (a - b + 3) % 3), 3, NO_IDENTITY],
  ["the same from the left", table(3, (a, b) => (b - a + 3) % 3), 3, NO_IDENTITY],
  ["the larger of both", table(3, Math.max), 3, LONELY],
  ["an inverse from the left alone", Int32Array.of(0, 1, 2, 1, 2, 1, 2, 0, 0), 3, LONELY],
  ["an inverse from the right alone", Int32Array.of(0, 1, 2, 1, 2, 0, 2, 1, 0), 3, LONELY],
  // A Latin square with an identity, each element its own inverse.
  [
    "a loop",
    Int32Array.of(0, 1, 2, 3, 4, 1, 0, 3, 4, 2, 2, 4, 0, 1, 3, 3, 2, 4, 0, 1, 4, 3, 1, 2, 0),
    5,
    "(1 ∘ 1) ∘ 2 = 2, but 1 ∘ (1 ∘ 2) = 4",
  ],
])("%s is no group, and it says where", (_, product, n, reason) => {
  expect(groupOf(product, n)).toBe(reason);
});

describe.each([
  ["Z_1", Int32Array.of(0), ["1 real"]],
  ["Z_6", cyclic(6), ["1 real", "1 real", "2 complex", "2 complex"]],
  ["D_3", dihedral(3), ["1 real", "1 real", "2 real"]],
  ["D_4", dihedral(4), ["1 real", "1 real", "1 real", "1 real", "2 real"]],
  ["Q_8", quaternion, ["1 real", "1 real", "1 real", "1 real", "4 quaternionic"]],
])("the irreps of %s over the reals", (_, product, known) => {
  const n = Math.sqrt(product.length);
  const irreps = () => realIrreps(group(product));

  test("are those that are known", () => {
    expect(
      irreps()
        .map(({ dimension, type }) => `${dimension} ${type}`)
        .sort(),
    ).toEqual(known);
  });

  test("turn products into products, by orthogonal matrices whose trace is the character", () => {
    for (const { dimension: d, matrices, character } of irreps()) {
      const rho = (g: number, i: number, j: number) => matrices[(g * d + i) * d + j];
      const ends = Array.from({ length: d }, (_, i) => i);
      for (let a = 0; a < n; a++) {
        expect(ends.reduce((sum, i) => sum + rho(a, i, i), 0)).toBeCloseTo(character[a], 12);
        for (let b = 0; b < n; b++)
          for (const i of ends)
            for (const j of ends) {
              const sum = ends.reduce((all, k) => all + rho(a, i, k) * rho(b, k, j), 0);
              expect(sum).toBeCloseTo(rho(product[a * n + b], i, j), 10);
            }
      }
      expect(character[0]).toBeCloseTo(d, 12);
    }
  });

  test("have bases that are together an orthonormal one of all functions, each an irrep's entries'", () => {
    const found = irreps();
    const rows = found.flatMap(({ basis }) =>
      Array.from({ length: basis.length / n }, (_, i) => basis.subarray(i * n, (i + 1) * n)),
    );
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, g) => sum + value * y[g], 0);
    expect(rows).toHaveLength(n);
    for (const [i, x] of rows.entries())
      for (const [j, y] of rows.entries()) expect(dot(x, y)).toBeCloseTo(i === j ? 1 : 0, 10);
    for (const { dimension: d, matrices, basis } of found) {
      const entry = Float64Array.from({ length: n }, (_, g) => matrices[g * d * d + d - 1]);
      const inside = Array.from({ length: basis.length / n }, (_, i) => dot(entry, basis.subarray(i * n, (i + 1) * n)));
      expect(inside.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(dot(entry, entry), 10);
    }
  });
});

const six = group(cyclic(6));
/** Z_6 with two neighbours of a row exchanged. */
const exchanged = (at: number) => six.product.map((_, i, all) => all[i === at ? at + 1 : i === at + 1 ? at : i]);
test.each<[string, Group]>([
  ["another table", { ...six, product: dihedral(3) }],
  ["other inverses", { ...six, inverse: Int32Array.of(0, 1, 2, 3, 4, 5) }],
  ["generators that are no elements", { ...six, generators: [6] }],
  ["two of the second row exchanged", { ...six, product: exchanged(7) }],
  ["two of the third row exchanged", { ...six, product: exchanged(13) }],
  ["two of the last row exchanged", { ...six, product: exchanged(33) }],
])("what is no group has no irreps: Z_6 with %s", (_, broken) => {
  expect(() => realIrreps(broken)).toThrow(new Error("no decomposition of the group of 6 elements in 8 draws"));
});
