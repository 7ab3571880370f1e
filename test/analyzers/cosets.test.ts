import { beforeAll, describe, expect, test } from "vitest";
import cosets from "#analyzers/cosets.js";
import { startBackend } from "#engine/backend.js";
import type { MlpArchitecture } from "#networks/architecture.js";
import type { Model } from "#networks/model.js";
import { type Partition, partitions } from "#quantities/cosets/concentration.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { network, normal } from "../_networks.ts";
import { group, range, symmetric, tableOf, taskOf } from "../quantities/_groups.ts";

beforeAll(async () => {
  await startBackend();
});

const NEURONS = 40;
const S4 = symmetric(4);

/** An MLP of one layer whose neurons read these functions of a and of b; what it answers is at random. */
function mlp(n: number, ofA: (g: number, j: number) => number, ofB: (g: number, j: number) => number): Model {
  const draw = normal(1);
  const architecture: MlpArchitecture = { kind: "mlp", p: n, activation: "relu", meeting: "neurons", hiddenLayers: 1 };
  return network(architecture, {
    W_x: [[n, NEURONS], (i) => ofA(Math.floor(i / NEURONS), i % NEURONS)],
    W_y: [[n, NEURONS], (i) => ofB(Math.floor(i / NEURONS), i % NEURONS)],
    W_U: [[NEURONS, n], () => draw(1)],
  });
}

function concluded(model: Model, table: Parameters<typeof taskOf>[0]) {
  const of: Network = { architecture: model.architecture, task: taskOf(table), split: undefined };
  const options = { renamingSeed: 0, neuronsAt: "last" } as const;
  const prepared = { elements: table.length, subgroups: 1 };
  const around = { epoch: 0, last: true, stored: [] as never, options, prepared };
  const rows = cosets.measure(model, { ...around, network: of }).map((row) => ({ epoch: 0, ...row }));
  const conclusion = cosets.conclude?.(
    { columns: cosets.columns, rows } as never,
    { history: [], options, prepared } as never,
  );
  if (!conclusion) throw new Error("nothing is concluded");
  return conclusion;
}

test("neurons planted on cosets of point stabilisers are found there, of a ρ-set of four, and not by chance", () => {
  const all = partitions(group(S4));
  const points = (side: Partition["side"]) =>
    all.filter((one) => one.subgroup.elements.length === 6 && one.subgroup.name === "S3" && one.side === side);
  const [left, right] = [points("left"), points("right")];
  const draw = normal(3);
  const level = range(4 * NEURONS).map(() => draw(1));
  const model = mlp(
    24,
    (g, j) => level[4 * j + right[j % 4].coset[g]],
    (g, j) => level[4 * j + left[(j >> 2) % 4].coset[g]],
  );
  const { layers, subgroups_found } = concluded(model, S4);
  expect(layers.map(({ input, neurons }) => [input, neurons])).toEqual([
    ["a", NEURONS],
    ["b", NEURONS],
  ]);
  for (const one of layers) {
    expect(one.coset_share).toBe(1);
    expect(one.concentration).toBeLessThan(1e-9);
    expect(one.control_share).toBeLessThan(0.1);
    expect(one.rho_set_share).toBeCloseTo(1, 6);
    expect(one.rho_set_control).toBeLessThan(0.6);
  }
  expect(subgroups_found).toEqual([
    { block: 0, input: "a", subgroup: "S3, one of 4", cosets: "right", neurons: NEURONS },
    { block: 0, input: "b", subgroup: "S3, one of 4", cosets: "left", neurons: NEURONS },
  ]);
});

test("neurons drawn at random are on none", () => {
  const draw = normal(5);
  const [a, b] = [0, 1].map(() => range(24 * NEURONS).map(() => draw(1)));
  const { layers } = concluded(
    mlp(
      24,
      (g, j) => a[g * NEURONS + j],
      (g, j) => b[g * NEURONS + j],
    ),
    S4,
  );
  for (const one of layers) {
    expect(one.coset_share).toBeLessThan(0.1);
    expect(one.concentration).toBeGreaterThan(1);
    expect(Math.abs((one.rho_set_share ?? 0) - (one.rho_set_control ?? 0))).toBeLessThan(0.15);
  }
});

describe("what it applies to", () => {
  test("a group of prime order has no cosets, which is said", async () => {
    expect(cosets.applies?.(await openRun("fixtures/tiny"))).toMatch(/29 elements has no subgroups/);
  });

  test("no group, and groups of too many subgroups, are told so", async () => {
    const run = await openRun("fixtures/tasks/quadratic");
    expect(cosets.applies?.(run)).toMatch(/is no group/);
    const of = run.network as Network;
    const task = taskOf(tableOf(range(128), (x, y) => x ^ y));
    expect(cosets.applies?.({ ...run, network: { ...of, task } })).toMatch(/more than 3000 subgroups/);
  });
});
