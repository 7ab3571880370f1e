import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { forward, logitsOf } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { changed, MAINLINE, planted, randomTransformer } from "../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const form = cyclicForm(task("addition", 13));
if (!form) throw new Error("addition is cyclic");
const mlpModel = planted(13, form, [2, 5]);
const transformerModel = randomTransformer({ ...MAINLINE, p: 13, sequence: ["a", "b", 13], blocks: 2 });
const MODELS: readonly (readonly [string, Model])[] = [
  ["an MLP", mlpModel],
  ["a transformer", transformerModel],
];

/** Kernels may add up in another order when a matrix has other sizes: a few roundings of float32. */
const ROUNDINGS = 1e-6;

function inBatchesOf(model: Model, size: number): Float32Array {
  const { p } = model.architecture;
  const all = Array.from({ length: p * p }, (_, s) => [Math.floor(s / p), s % p] as const);
  const batches: number[] = [];
  for (let first = 0; first < p * p; first += size)
    batches.push(...forward(model, { pairs: all.slice(first, first + size) }).logits.data);
  return Float32Array.from(batches);
}

describe.each(MODELS)("the logits of %s", (_, model) => {
  test.each([1, 7, 64, 168, 169])("do not depend on the batch size: %i of 169 pairs", (size) => {
    expectClose(inBatchesOf(model, size), forward(model).logits.data);
  });

  test("are computed once a model, whether the neurons were asked for or not", () => {
    expect(forward(model).logits).toBe(forward(model).logits);
    expect(logitsOf(model)).toBe(forward(model).logits);
  });

  test("are the same without the neurons", () => {
    expect(logitsOf({ ...model }).data).toEqual(forward(model).logits.data);
  });
});

test("a network so wide that its pairs need several batches, the last one short, gives the same logits", () => {
  // 2²⁰ floats a batch: 841 pairs of 2048 neurons are 1 + 512 + 328.
  const wide = { d_model: 8, neurons: 2048 };
  const model = randomTransformer({ ...MAINLINE, p: 29, sequence: ["a", "b", 29] }, wide);
  expectClose(inBatchesOf(model, 29 * 29), forward(model).logits.data);
});

describe("a weight that is NaN", () => {
  test.each(MODELS)("in the readout of one answer makes that logit NaN, and no other: %s", (_, model) => {
    const width = model.parameters.get("W_U")?.shape[1] ?? 0;
    const { logits } = forward(changed(model, "W_U", (old, i) => (i % width === 4 ? Number.NaN : old)));
    for (const [i, value] of logits.data.entries()) expect(Number.isNaN(value)).toBe(i % width === 4);
  });

  test.each([
    ["an MLP", mlpModel, "W_x"],
    ["a transformer", transformerModel, "W_E"],
  ] as const)("in the embedding of 6 makes all logits of its pairs NaN, and no others: %s", (_, model, name) => {
    const width = model.parameters.get(name)?.shape[1] ?? 0;
    const { logits } = forward(changed(model, name, (old, i) => (Math.floor(i / width) === 6 ? Number.NaN : old)));
    for (const [i, value] of logits.data.entries()) {
      const pair = Math.floor(i / logits.shape[1]);
      const reads6 = Math.floor(pair / 13) === 6 || (name === "W_E" && pair % 13 === 6);
      expect(Number.isNaN(value), `pair ${pair}`).toBe(reads6);
    }
  });

  test("before a ReLU is not silenced by it", () => {
    const relu = { ...mlpModel, architecture: { ...mlpModel.architecture, activation: "relu" } } as Model;
    const { logits, neurons } = forward(changed(relu, "W_x", () => Number.NaN));
    expect(neurons.data.every(Number.isNaN)).toBe(true);
    expect(logits.data.every(Number.isNaN)).toBe(true);
  });
});

function expectClose(ours: Float32Array, theirs: ArrayLike<number>): void {
  expect(ours.length).toBe(theirs.length);
  for (let i = 0; i < ours.length; i++) {
    if (!(Math.abs(ours[i] - theirs[i]) <= ROUNDINGS)) expect(ours[i], `at ${i}`).toBeCloseTo(theirs[i], 6);
  }
}
