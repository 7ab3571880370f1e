import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { Matrix64 } from "#numerics/matmul.js";
import { tensor } from "#numerics/tensor.js";
import { concentrations, partitions } from "#quantities/cosets/concentration.js";
import { groupFunctions } from "#quantities/cosets/group-functions.js";
import { rhoSets } from "#quantities/cosets/rho-sets.js";
import { type GroupIrreps, groupIrreps } from "#quantities/irreps.js";
import { normal } from "../../_networks.ts";
import { dihedral, group, range, symmetric, taskOf } from "../_groups.ts";

beforeAll(async () => {
  await startBackend();
});

const table = symmetric(4);
const S4 = group(table);
const irreps = groupIrreps(taskOf(table)) as GroupIrreps;
const all = partitions(S4);

/** Functions on the group, centred [element, function]. */
function functions(n: number, each: readonly ((g: number) => number)[]): Matrix64 {
  const columns = each.map((f) => range(n).map(f));
  const means = columns.map((values) => values.reduce((x, y) => x + y, 0) / n);
  const data = Float64Array.from({ length: n * each.length }, (_, i) => {
    const [g, j] = [Math.floor(i / each.length), i % each.length];
    return columns[j][g] - means[j];
  });
  return { data, rows: n, columns: each.length };
}

test("a function of the cosets of one subgroup is found on that side, and C is 0", () => {
  for (const [at, { coset }] of all.entries()) {
    const draw = normal(at + 1);
    const levels = range(24).map(() => draw(1));
    const { best, concentration, explained } = concentrations(functions(24, [(g) => levels[coset[g]]]), all);
    expect(concentration[0]).toBeCloseTo(0, 9);
    expect(explained[0]).toBeCloseTo(1, 9);
    // It is constant on the cosets of smaller subgroups too: the largest is told.
    expect(best[0]).toBe(at);
  }
});

test("C is Σ Var[f | gH] / Var[f], the least over all subgroups, of any function", () => {
  const draw = normal(9);
  const values = range(24).map(() => draw(1));
  const variance = (of: readonly number[]) => {
    const mean = of.reduce((x, y) => x + y, 0) / of.length;
    return of.reduce((sum, x) => sum + (x - mean) ** 2, 0) / of.length;
  };
  const each = all.map(
    ({ coset, cosets }) =>
      range(cosets)
        .map((c) => variance(values.filter((_, g) => coset[g] === c)))
        .reduce((x, y) => x + y, 0) / variance(values),
  );
  const { concentration, best } = concentrations(functions(24, [(g) => values[g]]), all);
  expect(concentration[0]).toBeCloseTo(Math.min(...each), 9);
  expect(best[0]).toBe(each.indexOf(Math.min(...each)));
});

test("of the function 0 there is none, and of a group of prime order for none", () => {
  expect(concentrations(functions(24, [() => 1]), all).best[0]).toBe(-1);
  const Z5 = group(range(5).map((a) => range(5).map((b) => (a + b) % 5)));
  expect(concentrations(functions(5, [(g) => g]), partitions(Z5)).concentration[0]).toBeNaN();
});

describe("ρ-sets", () => {
  test("where 4 points are permuted, each point is one of a ρ-set of 4 of the standard representation", () => {
    // The subgroups of six elements of S4 fix a point; their cosets say where it goes.
    const points = all.filter(({ subgroup }) => subgroup.elements.length === 6 && subgroup.name === "S3");
    expect(points).toHaveLength(8);
    const levels = [3, -1, 0.5, 2];
    const found = rhoSets(
      functions(
        24,
        points.map(
          ({ coset }) =>
            (g: number) =>
              levels[coset[g]],
        ),
      ),
      irreps,
      all,
    );
    for (const [j, share] of found.share.entries()) {
      expect(share).toBeCloseTo(1, 9);
      expect(irreps.irreps[found.irrep[j]].name).toBe("standard");
      expect([found.size[j], Math.round(1e9 * found.irrepShare[j])]).toEqual([4, 1e9]);
    }
  });

  test("a vector that no subgroup fixes is none: less than all of it", () => {
    const standard = irreps.irreps.find(({ name }) => name === "standard");
    if (!standard) throw new Error("S4 has a standard representation");
    const { matrices } = standard;
    const [a, b] = [
      [1, 0.2, -0.4],
      [0.3, 1, 0.55],
    ];
    const entry = (g: number) =>
      a.flatMap((x, i) => b.map((y, j) => x * y * matrices[g * 9 + i * 3 + j])).reduce((x, y) => x + y, 0);
    const found = rhoSets(functions(24, [entry]), irreps, all);
    expect(found.irrepShare[0]).toBeCloseTo(1, 9);
    expect(found.share[0]).toBeLessThan(0.95);
  });

  test("a dihedral group's reflections fix a line: a polygon's corners", () => {
    const D7 = dihedral(7);
    const own = groupIrreps(taskOf(D7)) as GroupIrreps;
    const partition = partitions(group(D7)).find(({ subgroup, side }) => subgroup.name === "Z2" && side === "left");
    if (!partition) throw new Error("D7 has reflections");
    const of = own.irreps.find(({ name }) => name === "freq_2");
    // Averaged over the cosets an entry of ρ is one of the fixed line's.
    const f = range(14).map((g) => of?.matrices[g * 4] ?? 0);
    const mean = (g: number) => {
      const same = range(14).filter((h) => partition.coset[h] === partition.coset[g]);
      return same.reduce((sum, h) => sum + f[h], 0) / same.length;
    };
    const found = rhoSets(functions(14, [mean]), own, partitions(group(D7)));
    expect(found.share[0]).toBeCloseTo(1, 9);
    expect(found.size[0]).toBe(7);
  });
});

test("a layer's neurons are split into functions of a, of b, of the product, with their shares", () => {
  const draw = normal(11);
  const [f, h] = [0, 1].map(() => range(24).map(() => draw(1)));
  const data = Float32Array.from({ length: 24 * 24 * 3 }, (_, i) => {
    const [s, j] = [Math.floor(i / 3), i % 3];
    const [a, b, c] = [Math.floor(s / 24), s % 24, S4.product[s]];
    return j === 0 ? 4 + f[a] + h[b] : j === 1 ? f[c] : 2;
  });
  const { functions: of, shares } = groupFunctions(tensor(["pair", "neuron"], [576, 3], data), S4);
  expect(shares.a[0] + shares.b[0]).toBeCloseTo(1, 5);
  expect(shares.product[1]).toBeCloseTo(1, 5);
  expect([shares.a[2], shares.product[2]]).toEqual([NaN, NaN]);
  const [expected] = [functions(24, [(g) => f[g]])];
  for (let g = 0; g < 24; g++) expect(of.a.data[g * 3]).toBeCloseTo(expected.data[g], 5);
});
