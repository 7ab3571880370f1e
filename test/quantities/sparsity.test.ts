import { beforeAll, describe, expect, test } from "vitest";
import sparsityAnalyzer from "#analyzers/sparsity.js";
import { startBackend } from "#engine/backend.js";
import { forward } from "#networks/forward.js";
import { type Model, weight } from "#networks/model.js";
import { inverseParticipationRatio } from "#numerics/statistics.js";
import { embeddingSparsity, logitMapSparsity, neuronSparsity, type Sparsity } from "#quantities/sparsity.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { basis } from "../_basis.ts";
import { changed, type Entry, MAINLINE, network, normal, planted, randomTransformer } from "../_networks.ts";
import { naiveGini } from "./_naive.ts";
import { naiveLogitMap, products, type Rows, rowsOf, sumDirections } from "./_naive-losses.ts";
import { randomMlp } from "./_split-networks.ts";

/** Both are float64 over the same float32 values. */
const FLOAT64 = 1e-9;
/** Cosines rounded to float32. */
const FLOAT32 = 1e-6;

beforeAll(async () => {
  await startBackend();
});

const formOf = (name: string, p: number) => cyclicForm(task(name, p)) as CyclicForm;
const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("the inverse participation ratio", () => {
  const draw = normal(1);
  const samples = range(20).map((i) => range(2 + i).map(() => draw(1) ** 2));

  test("is Σ (|x| / ‖x‖)⁴ of values x with these squares", () => {
    for (const powers of samples) {
      const norm = Math.hypot(...powers.map(Math.sqrt));
      near(inverseParticipationRatio(powers), sum(powers.map((power) => (Math.sqrt(power) / norm) ** 4)), FLOAT64);
    }
  });

  test("is from 1/n to 1, and does not change with scale or order", () => {
    for (const powers of samples) {
      const ratio = inverseParticipationRatio(powers);
      expect(ratio).toBeGreaterThan(1 / powers.length);
      expect(ratio).toBeLessThan(1);
      near(inverseParticipationRatio(powers.map((power) => 1e-9 * power)), ratio, FLOAT64);
      near(inverseParticipationRatio(powers.toReversed()), ratio, FLOAT64);
    }
  });

  test("is 1 of one alone, 1/m of m alike, and not a number of nothing", () => {
    expect(inverseParticipationRatio([0, 3, 0])).toBe(1);
    for (const m of [1, 2, 7]) near(inverseParticipationRatio([...Array(m).fill(0.3), 0, 0]), 1 / m, FLOAT64);
    expect(inverseParticipationRatio([0, 0])).toBeNaN();
    expect(inverseParticipationRatio([])).toBeNaN();
  });
});

const TASKS = [
  ["addition", 13],
  ["addition", 12],
  ["subtraction", 11],
  ["multiplication", 11],
  ["division", 13],
] as const;

describe.each(TASKS)("%s mod %i", (name, p) => {
  const form = formOf(name, p);
  const count = Math.floor(form.n / 2);

  test("one frequency alone: IPR 1 of each row, and the largest Gini that there is", () => {
    const model = planted(p, form, [2]);
    const [x, y, ...others] = embeddingSparsity(model, form);
    expect([x.name, y.name, others]).toEqual(["W_x", "W_y", []]);
    for (const { giniPerFrequency, giniPerComponent, ipr } of [x.sparsity, y.sparsity, logitMapSparsity(model, form)]) {
      near(giniPerFrequency, 1 - 1 / count, FLOAT32);
      // The cosine and the sine are alike.
      near(giniPerComponent, 1 - 2 / (form.n - 1), FLOAT32);
      for (const one of ipr) near(one, 1, FLOAT32);
    }
  });

  test("its neurons have 0.8 of their variance in it and 0.2 in its double", () => {
    const { ipr, giniPerFrequency } = neuronSparsity(planted(p, form, [2]), form);
    expect(ipr).toHaveLength(8);
    for (const one of ipr) near(one, 0.8 ** 2 + 0.2 ** 2, FLOAT32);
    const norms = [...Array(count - 2).fill(0), Math.sqrt(0.2), Math.sqrt(0.8)];
    near(giniPerFrequency, naiveGini(norms), FLOAT32);
  });

  test("an embedding of each input apart has every component alike", () => {
    const identity: Entry = [[p, p], (i) => (Math.floor(i / p) === i % p ? 1 : 0)];
    const model = network(planted(p, form, [1]).architecture, { W_x: identity, W_y: identity, W_U: identity });
    for (const { sparsity } of embeddingSparsity(model, form)) {
      near(sparsity.giniPerComponent, 0, FLOAT64);
      // n/2 has no sine, so half the power of the others.
      const powers = range(count).map((k) => (2 * (k + 1) === form.n ? 1 : 2));
      near(sparsity.giniPerFrequency, naiveGini(powers.map(Math.sqrt)), FLOAT64);
      const known = sparsity.ipr.filter((value) => !Number.isNaN(value));
      expect(known).toHaveLength(form.n);
      for (const one of known) near(one, sum(powers.map((x) => x ** 2)) / sum(powers) ** 2, FLOAT64);
    }
  });
});

const NETWORKS: readonly (readonly [name: string, p: number, kind: string, make: () => Model])[] = [
  ["addition", 7, "a transformer", () => transformer(7, 0)],
  ["addition", 8, "a transformer", () => transformer(8, 0)],
  ["subtraction", 9, "a transformer whose answers start at token 2", () => transformer(9, 2)],
  ["multiplication", 11, "a transformer", () => transformer(11, 0)],
  ["division", 7, "an MLP", () => randomMlp(7)],
];

describe.each(NETWORKS)("%s mod %i, %s of random weights: as dense bases give it", (name, p, _, make) => {
  const form = formOf(name, p);

  test("the embeddings", () => {
    const model = make();
    const first = model.architecture.kind === "transformer" ? model.architecture.firstToken : 0;
    const found = embeddingSparsity(model, form);
    expect(found.map((one) => one.name)).toEqual(model.architecture.kind === "mlp" ? ["W_x", "W_y"] : ["W_E"]);
    for (const { name, sparsity } of found) {
      const { data, shape } = weight(model, name as "W_E");
      const columns = range(shape[1]).map((d) => [...form.order].map((x) => data[(first + x) * shape[1] + d]));
      expectSparsity(sparsity, columns, lineGroups(form));
    }
  });

  test("the neuron-logit map", () => {
    const model = make();
    const rows = naiveLogitMap(model).map((row) => [...form.order].map((c) => row[c]));
    expectSparsity(logitMapSparsity(model, form), rows, lineGroups(form));
  });

  test("the neurons, over the pairs", () => {
    const model = make();
    const rows = rowsOf(forward(model).neurons, model, form);
    const neurons = range(rows[0].length).map((neuron) => rows.map((row) => row[neuron]));
    const { giniPerComponent, giniPerFrequency, ipr } = neuronSparsity(model, form);
    const every = range(Math.floor(form.n / 2)).map((i) => i + 1);
    // Powers from the products of the basis's rows; components are the waves of a, b, a + b and a − b.
    const blocks = every.map((k) => products(form, (wave) => wave.k === 0 || wave.k === k).slice(1));
    expectFrequencies({ giniPerFrequency, ipr }, neurons, blocks);
    const waves = every.flatMap((k) => [
      ...products(form, (wave) => wave.k === 0 || wave.k === k).filter((_, i, { length }) => ofOne(i, length)),
      ...sumDirections(form, k, 1),
      ...(2 * k === form.n ? [] : sumDirections(form, k, -1)),
    ]);
    near(giniPerComponent, naiveGini(norms(neurons, waves)), FLOAT64);
  });
});

describe("functions that are constant", () => {
  const p = 11;
  const form = formOf("addition", p);
  const of = task("addition", p);

  test.each([0, 3, 0.1])("neurons and columns that are always %d have no IPR, and are counted", (level) => {
    const whole = planted(p, form, [2, 3]);
    const width = weight(whole, "W_x").shape[1];
    const silenced = (one: Model, name: string) => changed(one, name, (old, i) => (i % width < 3 ? level : old));
    const model = silenced(silenced(whole, "W_x"), "W_y");
    const network = { architecture: model.architecture, task: of, split: undefined };
    const rows = sparsityAnalyzer.measure(model, { network, prepared: { blocks: [0] } } as never);
    expect(rows.map(({ matrix, constant }) => [matrix, constant])).toEqual([
      ["W_x", 3],
      ["W_y", 3],
      ["W_L", 0],
      ["neurons", 3],
    ]);
    // The others are as they were, and each of one IPR.
    const intact = sparsityAnalyzer.measure(whole, { network, prepared: { blocks: [0] } } as never);
    for (const [i, row] of rows.entries()) near(row.ipr_mean as number, intact[i].ipr_mean as number, FLOAT32);
  });

  test("where all are, there is no mean", () => {
    const model = ["W_x", "W_y", "W_U"].reduce((one, name) => changed(one, name, () => 0), planted(p, form, [2]));
    const network = { architecture: model.architecture, task: of, split: undefined };
    for (const row of sparsityAnalyzer.measure(model, { network, prepared: { blocks: [0] } } as never)) {
      expect(row).toMatchObject({ ipr_mean: null, ipr_median: null, constant: 8, gini_per_frequency: 0 });
    }
  });
});

function transformer(p: number, firstToken: number): Model {
  const sequence = ["a", "b", firstToken + p] as const;
  return randomTransformer({ ...MAINLINE, p, firstToken, sequence, activation: "gelu" }, { biases: true });
}

/** Products of {1, cos, sin}² but 1 × 1 in which one factor is 1: of 3 rows the first 2, and then each third; of 2 rows 1, 2. */
function ofOne(i: number, length: number): boolean {
  const rows = Math.sqrt(length);
  return i > 0 && (i < rows || i % rows === 0);
}

/** The rows of the basis, by frequency. */
function lineGroups({ n }: CyclicForm): readonly Rows[] {
  return range(Math.floor(n / 2)).map((i) => basis(n).flatMap(({ k, values }) => (k === i + 1 ? [values] : [])));
}

function expectSparsity(ours: Sparsity, functions: Rows, groups: readonly Rows[]): void {
  expectFrequencies(ours, functions, groups);
  near(ours.giniPerComponent, naiveGini(norms(functions, groups.flat())), FLOAT64);
}

/** `groups`: the unit vectors of each frequency. */
function expectFrequencies(
  { giniPerFrequency, ipr }: Pick<Sparsity, "giniPerFrequency" | "ipr">,
  functions: Rows,
  groups: readonly Rows[],
): void {
  const perFrequency = groups.map((units) => Math.hypot(...norms(functions, units)));
  near(giniPerFrequency, naiveGini(perFrequency), FLOAT64);
  expect(ipr).toHaveLength(functions.length);
  for (const [i, one] of functions.entries()) {
    const powers = groups.map((units) => sum(norms([one], units).map((norm) => norm ** 2)));
    near(ipr[i], sum(powers.map((power) => power ** 2)) / sum(powers) ** 2, FLOAT64);
  }
}

/** For each unit vector, the norm over the functions of their coefficients of it. */
function norms(functions: Rows, units: Rows): readonly number[] {
  return units.map((unit) => Math.hypot(...functions.map((one) => sum(one.map((value, x) => value * unit[x])))));
}

function near(ours: number, theirs: number, tolerance: number): void {
  expect(Math.abs(ours - theirs), `${ours}, expected ${theirs}`).toBeLessThan(tolerance);
}
