import { describe, expect, test } from "vitest";
import { cosetsOf, properSubgroups, type Subgroup } from "#quantities/cosets/subgroups.js";
import { alternating, cyclic, dicyclic, dihedral, group, range, symmetric, tableOf } from "../_groups.ts";

const listed = (table: Parameters<typeof group>[0]): readonly Subgroup[] => {
  const found = properSubgroups(group(table));
  if (typeof found === "string") throw new Error(found);
  return found;
};
const divisors = (n: number) => range(n + 1).filter((d) => d > 0 && n % d === 0);

describe("how many there are, the trivial one and the whole among them", () => {
  // OEIS A005432, and of Z_n the divisors of n, of D_n their number and sum.
  test.each([
    ["S3", symmetric(3), 6],
    ["S4", symmetric(4), 30],
    ["S5", symmetric(5), 156],
    ["A5", alternating(5), 59],
    ["Q8", dicyclic(2), 6],
    ["Z12", cyclic(12), divisors(12).length],
    ["Z17", cyclic(17), 2],
    ["D6", dihedral(6), divisors(6).length + divisors(6).reduce((x, y) => x + y, 0)],
    ["D7", dihedral(7), divisors(7).length + divisors(7).reduce((x, y) => x + y, 0)],
  ])("%s", (_, table, count) => {
    expect(listed(table)).toHaveLength(count - 2);
  });
});

test("each is closed, listed once, and its cosets are as large as it, apart, and all there is", () => {
  const G = group(symmetric(4));
  const all = listed(symmetric(4));
  expect(new Set(all.map(({ elements }) => elements.join())).size).toBe(all.length);
  for (const subgroup of all) {
    const inside = new Set(subgroup.elements);
    for (const x of inside) for (const y of inside) expect(inside.has(G.product[x * G.n + y])).toBe(true);
    for (const side of ["left", "right"] as const) {
      const coset = cosetsOf(G, subgroup, side);
      const sizes = range(G.n / inside.size).map((c) => coset.filter((one) => one === c).length);
      expect(new Set(sizes)).toEqual(new Set([inside.size]));
      for (let g = 0; g < G.n; g++)
        for (const h of inside)
          expect(coset[side === "left" ? G.product[g * G.n + h] : G.product[h * G.n + g]]).toBe(coset[g]);
    }
  }
});

test("they are named by what they are, with how many are conjugate", () => {
  const kinds = new Map<string, number>();
  for (const { name, conjugates } of listed(symmetric(5)))
    kinds.set(`${name} of ${conjugates}`, (kinds.get(`${name} of ${conjugates}`) ?? 0) + 1);
  // The classes of S5's subgroups, each with as many members as it is said to have.
  for (const [kind, count] of kinds) expect([kind, count % Number(kind.split(" of ")[1])]).toEqual([kind, 0]);
  for (const kind of ["A5 of 1", "S4 of 5", "F20 of 6", "A4 of 5", "D6 of 10", "S3 of 10", "Z6 of 10", "Z5 of 6"])
    expect([...kinds.keys()]).toContain(kind);
});

test("a group with too many is refused in words", () => {
  const table = tableOf(range(128), (x, y) => x ^ y);
  expect(properSubgroups(group(table))).toMatch(/more than 3000 subgroups/);
});
