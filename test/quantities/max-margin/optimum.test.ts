import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { logitsOf } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { least, quantile } from "#numerics/statistics.js";
import { pairMargins } from "#quantities/max-margin/pair-margins.js";
import {
  cubedNorm,
  largestMargin,
  marginGroup,
  neuronNorms,
  quadraticMlp,
} from "#quantities/max-margin/quadratic-mlp.js";
import { effectiveFrequencies, neuronStructure, weightedMean } from "#quantities/max-margin/structure.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import type { Task } from "#tasks/_task.js";
import { changed, network, normal, planted } from "../../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

/** Logits are float32. */
const FLOAT32 = 1e-6;

/** The optimum of Morwani et al. 2024: 8 neurons for each of all frequencies, u, v and w of one amplitude. */
function optimum(of: Task, frequencies = Array.from({ length: (of.p - 1) / 2 }, (_, k) => k + 1)): Model {
  // `planted` reads out by a quarter.
  return changed(planted(of.p, cyclicForm(of) as CyclicForm, frequencies), "W_U", (w) => 4 * w);
}

function random(p: number, neurons: number, seed: number): Model {
  const draw = normal(seed);
  const architecture = { kind: "mlp", p, activation: "square", meeting: "neurons", hiddenLayers: 1 } as const;
  return network(architecture, {
    W_x: [[p, neurons], () => draw(1)],
    W_y: [[p, neurons], () => draw(1)],
    W_U: [[neurons, p], () => draw(1)],
  });
}

function measured(model: Model, of: Task) {
  const structure = neuronStructure(model, cyclicForm(of) as CyclicForm);
  const margins = pairMargins(model, of);
  const scale = cubedNorm(structure.norm) * largestMargin(of.p);
  return {
    structure,
    ratio: least(margins) / scale,
    highest: quantile(margins, 1) / scale,
    mean: weightedMean(structure.efficiency, structure.norm),
    scale,
  };
}

/** Mean over all pairs of the right logit less the mean of the wrong ones, in plain loops. */
function meanMargin(model: Model, { p, answers }: Task): number {
  const { data } = logitsOf(model);
  let sum = 0;
  for (let s = 0; s < p * p; s++) {
    for (let c = 0; c < p; c++) sum += c === answers[s] ? data[s * p + c] : -data[s * p + c] / (p - 1);
  }
  return sum / p ** 2;
}

describe.each([
  ["addition", 5],
  ["addition", 13],
  ["addition", 15],
  ["addition", 29],
  ["subtraction", 13],
] as const)("%s mod %i", (name, p) => {
  const of = task(name, p);

  test("the constructed optimum, of 4(p − 1) neurons, has the largest margin at every pair", () => {
    const model = optimum(of);
    const { ratio, highest, mean, structure } = measured(model, of);
    expect(quadraticMlp(model).neurons).toBe(4 * (p - 1));
    for (const value of [ratio, highest, mean]) expect(Math.abs(value - 1)).toBeLessThan(FLOAT32);
    for (const values of [structure.share, structure.balance, structure.efficiency])
      for (const value of values) expect(Math.abs(value - 1)).toBeLessThan(FLOAT32);
    expect(Math.max(...structure.misalignment)).toBeLessThan(1e-3);
    expect(effectiveFrequencies(structure)).toBeCloseTo((p - 1) / 2, 5);
  });

  test("nothing changes where all weights are larger, as margins over norms", () => {
    const larger = ["W_x", "W_y", "W_U"].reduce((model, weight) => changed(model, weight, (x) => 3 * x), optimum(of));
    expect(Math.abs(measured(larger, of).ratio - 1)).toBeLessThan(FLOAT32);
  });

  test("one frequency less, an output out of balance, or out of phase, and it is short of the largest", () => {
    const fewer = measured(
      optimum(
        of,
        Array.from({ length: (p - 1) / 2 - 1 }, (_, k) => k + 1),
      ),
      of,
    );
    expect(fewer.ratio).toBeLessThan(0.95);
    // Its neurons are as good as any: it is the pairs that differ.
    expect(fewer.mean).toBeCloseTo(1, 5);
    expect(
      measured(
        changed(optimum(of), "W_U", (w) => 2 * w),
        of,
      ).mean,
    ).toBeLessThan(0.9);
    const { w } = quadraticMlp(optimum(of));
    const shifted = changed(optimum(of), "W_U", (_, i) => w[Math.floor(i / p) * p + ((i + 1) % p)]);
    expect(measured(shifted, of).ratio).toBeLessThan(0);
  });

  test("random weights are far below it, and no margin is above the mean one, nor that above 1", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const model = random(p, 4 * (p - 1), seed);
      const { ratio, mean, scale, structure } = measured(model, of);
      expect(ratio).toBeLessThan(0);
      expect(Math.abs(mean)).toBeLessThan(0.2);
      expect(Math.abs(mean - meanMargin(model, of) / scale)).toBeLessThan(1e-5);
      for (const efficiency of structure.efficiency) expect(efficiency).toBeLessThan(1);
    }
  });
});

test("the published value, and the norm of the neurons", () => {
  expect(largestMargin(71)).toBeCloseTo(Math.sqrt(2 / 27) / (Math.sqrt(71) * 70), 15);
  const mlp = { p: 2, neurons: 1, u: Float64Array.of(1, 2), v: Float64Array.of(0, 2), w: Float64Array.of(4, 0) };
  expect([...neuronNorms(mlp)]).toEqual([5]);
  expect(cubedNorm(Float64Array.of(5, 1))).toBe(126);
});

test("margins and quantiles of a few numbers", () => {
  expect(least([3, -1, 2])).toBe(-1);
  expect(least([3, Number.NaN, 2])).toBeNaN();
  expect(least([])).toBeNaN();
  expect(quantile(Float64Array.of(4, 0, 2), 0.25)).toBe(1);
  expect(quantile(Float64Array.of(), 0.5)).toBeNaN();
});

test("a neuron without weights counts nothing", () => {
  const of = task("addition", 5);
  const model = ["W_x", "W_y"].reduce((one, name) => changed(one, name, (x, i) => (i % 16 === 0 ? 0 : x)), optimum(of));
  const without = changed(model, "W_U", (x, i) => (i < 5 ? 0 : x));
  const { mean, structure } = measured(without, of);
  expect(structure.norm[0]).toBe(0);
  expect(mean).toBeCloseTo(1, 5);
});

test("other networks and operations are refused, with the reason", () => {
  const mlp = { kind: "mlp", p: 13, activation: "square", meeting: "neurons", hiddenLayers: 1 } as const;
  const asked = { architecture: mlp, task: task("addition", 13), weights: ["W_x", "W_y", "W_U"] };
  expect(marginGroup(asked)).toMatchObject({ n: 13, sign: 1 });
  expect(marginGroup({ ...asked, architecture: { ...mlp, activation: "relu" } })).toMatch(/relu/);
  expect(marginGroup({ ...asked, architecture: { ...mlp, meeting: "sum" } })).toMatch(/W_in/);
  expect(marginGroup({ ...asked, architecture: { ...mlp, hiddenLayers: 2 } })).toMatch(/one hidden layer/);
  expect(marginGroup({ ...asked, weights: ["W_x", "b_in", "W_U"] })).toMatch(/b_in/);
  expect(marginGroup({ ...asked, task: task("multiplication", 13) })).toMatch(/no addition/);
  expect(marginGroup({ ...asked, task: task("addition", 12) })).toMatch(/odd p/);
});
