import { beforeAll, describe, expect, test } from "vitest";
import type { Model } from "#networks/model.js";
import { cosineFits } from "#quantities/cosine-fits.js";
import { KEY_RULES, type KeyRule, keyFrequencies, passing } from "#quantities/key-frequencies.js";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { type Spectrum, spectrumGini } from "#quantities/spectrum.js";
import { accuracies, losses } from "#quantities/split-losses.js";
import { embeddingSpectra, logitMapSpectrum } from "#quantities/weight-spectra.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network, Run } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { type ExpectedSpectrum, type ExpectedTiny, expected } from "../_expected.ts";

/** Spectra of stored float32 weights, in float64 on both sides. */
const FLOAT64 = 1e-12;
/** Cosines over 29³ logits that a float32 forward pass rounds. */
const FLOAT32 = 1e-6;
/** A logit that is off by 2e-5 changes a small loss by that share. */
const LOSS = 5e-5;

const { p, checkpoints, split } = expected("tiny");

let run: Run;
let network: Network;
let form: CyclicForm;
beforeAll(async () => {
  run = await openRun("fixtures/tiny");
  network = run.network as Network;
  form = cyclicForm(network.task) as CyclicForm;
});
const modelOf = ({ epoch }: ExpectedTiny): Model => {
  const checkpoint = run.checkpoints.find((one) => one.epoch === epoch);
  if (!checkpoint) throw new Error(`there is no epoch ${epoch}`);
  return modelAt(run, checkpoint);
};

test("the run is addition mod 29, split as stored", () => {
  expect([network.task.name, network.task.p]).toEqual(["addition", p]);
  const members = [...(network.split?.member ?? [])];
  expect([1, 0].map((part) => members.filter((one) => one === part).length)).toEqual([
    split.train_size,
    split.test_size,
  ]);
});

describe.each(checkpoints)("at $file", (row) => {
  test("the spectra of W_E and W_L, and their Gini coefficients", () => {
    const [{ spectrum }] = embeddingSpectra(modelOf(row), form);
    expectSpectrum(spectrum, row.embedding);
    expectSpectrum(logitMapSpectrum(modelOf(row), form), row.logit_map);
  });

  test.each(KEY_RULES)("the frequencies that pass the rule %s, and the keys where they are sparse", (rule) => {
    const theirs = row.keys.rules[rule.replace("-", "_") as keyof ExpectedTiny["keys"]["rules"]];
    const ours = passing(modelOf(row), form, rule).flatMap((pass, i) => (pass ? [i + 1] : []));
    const chance = rule === "neuron" ? chosenByChance(modelOf(row)) : [];
    const certain = (keys: readonly number[]) => keys.filter((k) => !chance.includes(k));
    expect(certain(ours)).toEqual(certain(theirs));
    if (chance.length > 0) return;
    const { keys, none } = keyFrequencies(modelOf(row), network.task, rule as KeyRule);
    const sparse = theirs.length > 0 && theirs.length <= (p - 1) / 4;
    expect(keys).toEqual(sparse ? theirs : []);
    expect(none === undefined).toBe(sparse);
  });

  test("the cosine similarities of the logits", () => {
    const ours = cosineFits(modelOf(row), form).centredSimilarity;
    expect(ours.length).toBe(row.keys.cosine_similarity.length);
    for (const [i, value] of row.keys.cosine_similarity.entries()) {
      expect(Math.abs(ours[i] - value), `k = ${i + 1}`).toBeLessThan(FLOAT32);
    }
  });

  test("how many neurons follow which frequency, and how many are dead", () => {
    const { frequency, share } = neuronFrequencies(modelOf(row), form);
    const counts = Array.from({ length: (p - 1) / 2 }, (_, i) => frequency.filter((k) => k === i + 1).length);
    const apart = counts.map((count, i) => Math.abs(count - (row.keys.neurons_per_frequency[i + 1] ?? 0)));
    expect(apart.reduce((sum, x) => sum + x, 0)).toBeLessThanOrEqual(2 * tied(share));
    expect(frequency.filter((k) => k > 0).length).toBe(row.keys.neurons_alive);
    expect(share.filter((value) => value >= 0.85).length).toBe(row.keys["neurons_share_at_least_0.85"]);
  });

  test("losses and accuracies over the split", () => {
    const answers = losses(modelOf(row), network);
    const all = losses(modelOf(row), network, { over: "all", dtype: "float64" });
    const right = accuracies(modelOf(row), network);
    for (const part of ["train", "test", "all"] as const) {
      const { loss, loss_all_logits, accuracy } = row[part] as Required<ExpectedTiny["all"]>;
      expect(Math.abs(Number(answers[part]) / loss - 1), part).toBeLessThan(LOSS);
      expect(Math.abs(Number(all[part]) / loss_all_logits - 1), part).toBeLessThan(LOSS);
      expect(right[part], part).toBeCloseTo(accuracy, 12);
    }
  });
});

test("without a split there are losses over all pairs only", () => {
  const unknown = { ...network, split: undefined };
  const { train, test: tested, all } = losses(modelOf(checkpoints[0]), unknown);
  expect([train, tested]).toEqual([null, null]);
  expect(Math.abs(all / checkpoints[0].all.loss - 1)).toBeLessThan(LOSS);
});

/**
 * How many neurons are alive at one pair alone: such a spike has 8 of its p² − 1 components in every frequency, so that
 * rounding decides which is the largest.
 */
function tied(share: Float64Array): number {
  return share.filter((value) => Math.abs(value - 8 / (p ** 2 - 1)) < FLOAT32).length;
}

/** Frequencies that only such neurons chose, here or there. */
function chosenByChance(model: Model): readonly number[] {
  const { frequency, share } = neuronFrequencies(model, form);
  if (tied(share) === 0) return [];
  const spike = (i: number) => tied(share.subarray(i, i + 1)) > 0;
  const chosen = new Set(frequency.filter((_, i) => !spike(i)));
  return Array.from({ length: (p - 1) / 2 }, (_, i) => i + 1).filter((k) => !chosen.has(k));
}

function expectSpectrum(ours: Spectrum, theirs: ExpectedSpectrum): void {
  for (const [i, norm] of theirs.frequency.entries()) {
    expect(Math.abs(ours.norm[i] - norm), `k = ${i + 1}`).toBeLessThan(FLOAT64);
    expect(Math.abs(ours.cos[i] - theirs.cos[i]), `cos ${i + 1}`).toBeLessThan(FLOAT64);
    expect(Math.abs(ours.sin[i] - theirs.sin[i]), `sin ${i + 1}`).toBeLessThan(FLOAT64);
  }
  const { perComponent, perFrequency } = spectrumGini(ours, p);
  expect(Math.abs(perComponent - theirs.gini_component)).toBeLessThan(FLOAT64);
  expect(Math.abs(perFrequency - theirs.gini_frequency)).toBeLessThan(FLOAT64);
}
