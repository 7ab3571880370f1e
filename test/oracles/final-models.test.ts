import { describe, expect, test } from "vitest";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { ABSENT, AGREED, DATA, measured, meets, meetsLoss, oracle, WHERE } from "./_shared.ts";

/** Spectra and norms of float32 weights, summed in float64 on both sides. */
const EXACT = 1e-6;
/** Of float32 weights, in float64. */
const GINI = 1e-8;

/** This run's last logged losses are older than its weights: train loss by an update, test loss by up to ten. */
const LOW_PRECISION = { "nanda/low_precision_mod_addition.pth": 0.062 };

const models = oracle("final-models.json");

describe.skipIf(ABSENT)(`public final models ${WHERE}`, () => {
  test.each(Object.keys(models))("%s", async (path) => {
    const expected = models[path];
    const run = await openRun(`${DATA}/${path}`);
    const { loss, spectra, totals, keys } = await measured(run);
    expect(loss).toHaveLength(1);
    const [row] = loss;
    for (const part of ["all", "train", "test"] as const) {
      meetsLoss(row?.[`${part}_loss`], expected[`${part}_loss`], `${path} ${part} loss`);
      // One pair more or less right would be 1e-4 of them.
      meets(row?.[`${part}_accuracy`], expected[`${part}_acc`], EXACT, `${path} ${part} accuracy`);
    }
    // Each stores the two losses that it ended with.
    const apart = Math.max(
      ...[row.train_difference, row.test_difference].map((error) => Math.abs(error ?? Number.NaN)),
    );
    expect(apart).toBeLessThanOrEqual({ [path]: AGREED, ...LOW_PRECISION }[path] as number);
    meets(totals[0]?.sum_of_squares, expected.sum_sq_weights, EXACT, `${path} sum of squares`);
    for (const matrix of ["W_E", "W_L"]) {
      const spectrum = spectra.find((one) => one.matrix === matrix);
      meets(
        spectrum?.gini_per_frequency,
        expected[`gini_${matrix}_freqnorm`],
        GINI,
        `${path} Gini ${matrix} frequency`,
      );
      const component = matrix === "W_E" ? "gini_W_E_comp(1..p-1)" : "gini_W_L_comp";
      meets(spectrum?.gini_per_component, expected[component], GINI, `${path} Gini ${matrix} component`);
    }
    expect(keys["logit-map"]).toEqual(expected["W_L >=.25max"]);
    expect(keys.embedding).toEqual(expected["W_E max/4 per-component"]);
    expect(keys.neuron).toEqual(expected.neuron_unique_all);
    const { task } = run.network as Network;
    const { frequency, share } = neuronFrequencies(modelAt(run, run.checkpoints[0]), cyclicForm(task) as CyclicForm);
    const clusters: Record<string, number> = {};
    for (const [i, k] of frequency.entries()) if (share[i] >= 0.85) clusters[k] = (clusters[k] ?? 0) + 1;
    expect(clusters).toEqual(expected["neuron_clusters>=.85"]);
  });
});
