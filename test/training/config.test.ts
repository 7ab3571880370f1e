import { expect, test } from "vitest";
import { PRESETS, type PresetName, type TrainingConfig, trainingConfig, UsageError } from "#index.js";
import { checked } from "#training/config.js";
import { folder, trained } from "./_small.ts";

test.each(Object.entries(PRESETS))(
  "%s is a configuration that can be, and says what it is",
  (name, { about, config }) => {
    expect(trainingConfig(name as PresetName)).toEqual(config);
    expect(about).not.toMatch(/[\n.]$/);
    expect(about.length).toBeLessThan(120);
  },
);

test("one seed draws weights and split, unless the preset or the caller has two", () => {
  const seeds = ({ seed, data_seed }: TrainingConfig) => [seed, data_seed];
  expect(seeds(trainingConfig("mainline", { seed: 3 }))).toEqual([3, 3]);
  expect(seeds(trainingConfig("mainline", { seed: 3, data_seed: 4 }))).toEqual([3, 4]);
  expect(seeds(trainingConfig("mainline", { data_seed: 4 }))).toEqual([0, 4]);
  expect(seeds(trainingConfig("transformer-lens-demo", { seed: 3 }))).toEqual([3, 598]);
});

const wrong: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [{ task: "division", p: 112 }, /task division: p must be prime .*, and 112 is not$/],
  [{ task: "dihedral", p: 113 }, /task dihedral: p must be even/],
  [{ task: "tetration" }, /^--task: must be one of addition, .*, got tetration$/],
  [{ p: 1 }, /p must be an integer from 2/],
  [{ p: 12.5 }, /p must be an integer from 2/],
  [{ fraction: 0 }, /^--fraction: must lie between 0 and 1, got 0$/],
  [{ fraction: 1 }, /^--fraction: must lie between 0 and 1, got 1$/],
  [{ fraction: -0.5 }, /^--fraction: must lie between 0 and 1/],
  [{ fraction: 1e-6 }, /^--fraction: must leave some of the 12769 pairs to train on and some to test, got 0\.000001$/],
  [{ p: 2, fraction: 0.9 }, /^--fraction: must leave some of the 4 pairs/],
  [{ heads: 3 }, /^--heads: must divide d_model \(1, 2, 4, 8, 16, 32, 64, 128\), got 3$/],
  [{ heads: 0 }, /^--heads: must be a whole number from 1, got 0$/],
  [{ d_model: 12.5 }, /^--d-model: must be a whole number from 1/],
  [{ neurons: 2 ** 22 }, /takes too much memory; lower/],
  [{ p: 9973 }, /takes too much memory; lower/],
  [{ epochs: -1 }, /^--epochs: must be a whole number from 0, got -1$/],
  [{ batch: 0.5 }, /^--batch: must be a whole number from 0/],
  [{ evaluate_every: 0 }, /^--evaluate-every: must be a whole number from 1/],
  [{ seed: 0.5 }, /^--seed: must be a whole number/],
  [{ split: "numpy-permutation", data_seed: -1 }, /^--data-seed: must be from 0 to 4294967295/],
  [{ learning_rate: 0 }, /^--learning-rate: must be over 0, got 0$/],
  [{ beta1: 1 }, /^--beta1: must lie from 0 to below 1, got 1$/],
  [{ weight_decay: -1 }, /^--weight-decay: must be 0 or more/],
  [{ weight_decay: Number.NaN }, /^--weight-decay: must be finite, got NaN$/],
  [{ family: "cnn" }, /^--family: must be one of transformer, mlp, blocks, got cnn$/],
  [{ split: "sklearn" }, /^--split: must be one of cpython-shuffle, torch-randperm, /],
  [
    { activation: "cubic" },
    /^--activation: must be one of relu, gelu, gelu_tanh, silu, square, tanh, identity, got cubic$/,
  ],
  [{ meeting: "product" }, /^--meeting: must be one of neurons, sum, concatenate/],
  [{ optimiser: "lion" }, /^--optimiser: must be one of adam, adamw, muon, sgd/],
  [{ loss_dtype: "float16" }, /^--loss-dtype: must be one of float64, float32/],
  [{ biases: "yes" }, /^--biases: must be a boolean, got yes$/],
  [{ learningRate: 1 }, /^--learningRate: is not a setting; choose of family, /],
];
test.each(wrong)("%j is refused with what it can be", async (changes, message) => {
  const make = () => trainingConfig("mainline", changes as Partial<TrainingConfig>);
  expect(make).toThrow(UsageError);
  expect(make).toThrow(message);
  const config = { ...PRESETS.mainline.config, ...changes } as TrainingConfig;
  await expect(trained(folder(), config)).rejects.toThrow(message);
});

test.each(["unknown", "constructor", ""])("preset %j is refused with those there are", (name) => {
  expect(() => trainingConfig(name as PresetName)).toThrow(/is not a preset; choose mainline, .*, no-weight-decay$/);
});

test("what only the other family has may be anything that it can have there", () => {
  expect(checked({ ...PRESETS["mlp-quadratic"].config, heads: 3 }).heads).toBe(3);
});
