import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Model } from "#networks/model.js";
import { passing } from "#quantities/key-frequencies.js";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { spectrumGini } from "#quantities/spectrum.js";
import { accuracies, losses } from "#quantities/split-losses.js";
import { embeddingSpectra, logitMapSpectrum } from "#quantities/weight-spectra.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";

/** Of a loss of 1e-7, of logits near 20 that float32 rounds. */
const LOSS = 2e-4;
const FLOAT64 = 1e-9;

/** What PyTorch computed of public final models, in float64. */
const oracle = "../shared/oracles/final-models.json";
const models: Readonly<Record<string, any>> = existsSync(oracle) ? JSON.parse(readFileSync(oracle, "utf8")) : {};
const known = Object.entries(models).filter(([path]) => existsSync(`../shared/data/${path}`));

describe.skipIf(known.length === 0)(`${oracle} (skipped where it is absent)`, () => {
  describe.each(known)("%s", (path, theirs) => {
    let model: Model;
    let network: Network;
    let form: CyclicForm;
    beforeAll(async () => {
      const run = await openRun(`../shared/data/${path}`);
      network = run.network as Network;
      model = modelAt(run, run.checkpoints[run.checkpoints.length - 1]);
      form = cyclicForm(network.task) as CyclicForm;
    });

    test("losses and accuracies", () => {
      const [loss, right] = [losses(model, network), accuracies(model, network)];
      for (const part of ["all", "train", "test"] as const) {
        if (part !== "all" && !network.split) continue;
        expect(Math.abs(Number(loss[part]) / theirs[`${part}_loss`] - 1), part).toBeLessThan(LOSS);
        expect(right[part], part).toBeCloseTo(theirs[`${part}_acc`], 12);
      }
    });

    test.each([
      ["logit-map", "W_L >=.25max"],
      ["embedding", "W_E max/4 per-component"],
      ["neuron", "neuron_unique_all"],
    ] as const)("the frequencies that pass the rule %s", (rule, name) => {
      expect(passing(model, form, rule).flatMap((pass, i) => (pass ? [i + 1] : []))).toEqual(theirs[name]);
    });

    test("the clusters of neurons", () => {
      const { frequency, share } = neuronFrequencies(model, form);
      const clusters: Record<string, number> = {};
      for (const [i, k] of frequency.entries()) if (share[i] >= 0.85) clusters[k] = (clusters[k] ?? 0) + 1;
      expect(clusters).toEqual(theirs["neuron_clusters>=.85"]);
    });

    test("the Gini coefficients of W_E and W_L", () => {
      const [W_E] = embeddingSpectra(model, form);
      for (const [name, spectrum] of [
        ["W_E", W_E.spectrum],
        ["W_L", logitMapSpectrum(model, form)],
      ] as const) {
        const { perComponent, perFrequency } = spectrumGini(spectrum, form.n);
        const component = theirs[`gini_${name}_comp(1..p-1)`] ?? theirs[`gini_${name}_comp`];
        expect(Math.abs(perFrequency - theirs[`gini_${name}_freqnorm`]), name).toBeLessThan(FLOAT64);
        expect(Math.abs(perComponent - component), name).toBeLessThan(FLOAT64);
      }
    });
  });
});
