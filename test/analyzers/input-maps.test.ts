import { beforeAll, describe, expect, test } from "vitest";
import inputMaps from "#analyzers/input-maps.js";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { attentionMaps } from "#quantities/input-maps.js";
import { logitComponents } from "#quantities/logit-components.js";
import { neuronClusters } from "#quantities/neuron-clusters.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { basis } from "../_basis.ts";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** Half a unit of the third digit, which is at least 1/100 of the value. */
const ROUNDED = 0.005;
const FLOAT64 = 1e-9;

describe("of the mainline run", () => {
  let run: Run;
  let model: Model;
  const asked = async () => (await analyze(run, inputMaps)).table.rows;
  let before: Awaited<ReturnType<typeof asked>>;
  let rows: typeof before;
  beforeAll(async () => {
    const whole = await openRun("fixtures/mainline");
    run = { ...whole, checkpoints: whole.checkpoints.slice(-2) };
    model = modelAt(run, run.checkpoints[1]);
    const all = await asked();
    [before, rows] = run.checkpoints.map((one) => all.filter(({ epoch }) => epoch === one.epoch));
  });

  test("attention is that of the forward pass to a, one map a head", () => {
    const heads = rows.filter(({ quantity }) => quantity === "attention");
    expect(heads.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    let seen = 0;
    forward(model, undefined, (name, { shape, data }) => {
      if (name !== "pattern") return undefined;
      const [, count, positions] = shape;
      for (const [h, { values, lowest, highest }] of heads.entries()) {
        const exact = Array.from({ length: 113 ** 2 }, (_, s) => data[(s * count + h) * positions]);
        expectRounded(values, exact);
        expect([lowest, highest]).toEqual([Math.min(...exact), Math.max(...exact)]);
        seen++;
      }
      return undefined;
    });
    expect(seen).toBe(4);
  });

  test("neurons are those of the forward pass: 0 to 3, and of each cluster the one that varies most", () => {
    const { data, shape } = forward(model).neurons;
    const map = (i: number) => Array.from({ length: shape[0] }, (_, s) => data[s * shape[1] + i]);
    const variances = Array.from({ length: shape[1] }, (_, i) => {
      const values = map(i);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      return values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    });
    const neurons = rows.filter(({ quantity }) => quantity === "neuron");
    for (const { index, values, rows: height, columns: width } of neurons) {
      expectRounded(values, map(index ?? Number.NaN));
      expect([height, width]).toEqual([113, 113]);
    }
    const clusters = neuronClusters(model, cyclicForm(task("addition", 113)) as CyclicForm);
    const best = Array.from(clusters, ([k, of]) => [k, of.toSorted((x, y) => variances[y] - variances[x])[0]]);
    expect(best.map(([k]) => k)).toEqual([14, 35, 41, 42, 52]);
    expect(neurons.map(({ frequency, index }) => [frequency, index])).toEqual([
      ...[0, 1, 2, 3].map((i) => [null, i]),
      ...best,
    ]);
  });

  test("before the last checkpoint the clusters' neurons are followed, and no others", () => {
    const of = (some: typeof rows) =>
      some.filter(({ frequency }) => frequency !== null).map(({ frequency, index }) => [frequency, index]);
    expect(of(before)).toEqual(of(rows));
    expect(before.filter(({ quantity }) => quantity === "neuron")).toHaveLength(5);
  });

  test("of the logits' components the key frequencies' products stand out, and all squares are the logits'", () => {
    const [{ values, columns: n }] = rows.filter(({ quantity }) => quantity === "logits");
    const keys = [14, 35, 41, 42, 52];
    const square = (i: number, j: number) => values[i * n + j] ** 2;
    const blocks = keys.map((k) =>
      [2 * k - 1, 2 * k].flatMap((i) => [2 * k - 1, 2 * k].map((j) => square(i, j))).reduce((x, y) => x + y),
    );
    const all = values.slice(1).reduce((sum, x) => sum + x * x, 0);
    expect(blocks.reduce((x, y) => x + y) / all).toBeGreaterThan(0.9);
    const { data, shape } = forward(model).logits;
    const whole = Array.from(data).reduce((sum, x, i) => (i % shape[1] < 113 ? sum + x * x : sum), 0);
    expect(Math.abs((all + values[0] ** 2) / whole - 1)).toBeLessThan(ROUNDED);
  });
});

describe.each([
  ["addition", 29],
  ["addition", 12],
  ["multiplication", 13],
  ["division", 11],
] as const)("the logits' components are those of a naive transform: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;
  const model = randomTransformer({ ...MAINLINE, p, firstToken: 1, sequence: ["a", "b", 0] }, { biases: true });

  test("every one of them", () => {
    const { n, order } = form;
    const { data, shape } = forward(model).logits;
    const waves = basis(n);
    const found = logitComponents(model, form);
    expect(found).toHaveLength(n * n);
    for (const [i, f] of waves.entries()) {
      // F_i over a first, so that all of it is n⁴.
      const ofB = Array.from(order, (b) =>
        Array.from(order, (c) =>
          order.reduce((sum, a, x) => sum + f.values[x] * data[(a * p + b) * shape[1] + 1 + c], 0),
        ),
      );
      for (const [j, g] of waves.entries()) {
        const each = Array.from(order, (_, c) => g.values.reduce((sum, value, y) => sum + value * ofB[y][c], 0));
        expect(Math.abs(found[i * n + j] - Math.hypot(...each))).toBeLessThan(FLOAT64);
      }
    }
  });
});

test("a planted sum of cosines of frequency 3 has its four products of waves alone, all alike", () => {
  const form = cyclicForm(task("addition", 29)) as CyclicForm;
  const found = logitComponents(planted(29, form, [3]), form);
  // cos w(a + b − c) = cos(a + b) cos c + sin(a + b) sin c: each product of waves is n/2 times one wave of c.
  const expected = (29 / 2) ** 1.5;
  for (const [at, norm] of found.entries()) {
    const key = [5, 6].includes(Math.floor(at / 29)) && [5, 6].includes(at % 29);
    expect(Math.abs(norm - (key ? expected : 0))).toBeLessThan(1e-4);
  }
});

test("attention of several blocks is the last one's; where the sequence has no a there is none", () => {
  const several = { ...MAINLINE, p: 7, blocks: 2, firstToken: 1, sequence: [0, "a", "b", 8] } as const;
  const model = randomTransformer(several, { signs: 2 });
  let last: readonly number[] = [];
  forward(model, undefined, (name, { data }) => {
    if (name === "blocks.1.pattern") last = [...data];
    return undefined;
  });
  const found = attentionMaps(model);
  expect(found).toHaveLength(4);
  for (const [h, map] of found.entries()) {
    expect([...map]).toEqual(Array.from({ length: 49 }, (_, s) => last[(s * 4 + h) * 4 + 1]));
  }
  expect(attentionMaps(planted(29, cyclicForm(task("addition", 29)) as CyclicForm, [3]))).toEqual([]);
});

test("a table's task has no frequencies: neurons 0 to 3 at all checkpoints, no logits, and the findings say so", async () => {
  const run = await openRun("fixtures/layouts/universality-table", {
    task: "fixtures/layouts/universality-table/S4.table.json",
  });
  const { table, findings } = await analyze(run, inputMaps);
  for (const { epoch } of run.checkpoints) {
    const rows = table.rows.filter((row) => row.epoch === epoch && row.quantity === "neuron");
    expect(rows.map(({ index, frequency }) => [index, frequency])).toEqual([0, 1, 2, 3].map((i) => [i, null]));
  }
  expect(table.rows.some(({ quantity }) => quantity === "logits")).toBe(false);
  expect(findings).toMatchObject([{ value: "none, as there are no clusters: neurons 0 to 3 are shown" }]);
});

test("too many inputs have no maps, and it is said", async () => {
  const run = await openRun("fixtures/tiny");
  const network = run.network && { ...run.network, task: { ...run.network.task, p: 201 } };
  expect(inputMaps.applies?.({ ...run, network })).toBe(
    "201² pairs are too many for maps, which are for at most 200 inputs",
  );
  expect(inputMaps.applies?.(run)).toBe(true);
});

function expectRounded(ours: readonly number[], exact: readonly number[]): void {
  expect(ours).toHaveLength(exact.length);
  const wrong = ours.filter((value, i) => !(Math.abs(value - exact[i]) <= ROUNDED * Math.abs(exact[i])));
  expect(wrong).toEqual([]);
}
