import { describe, expect, test } from "vitest";
import { openRun } from "#runs/open.js";
import { ABSENT, DATA, measured, meets, meetsLoss, oracle, WHERE } from "./_shared.ts";

/** Spectra and norms of float32 weights, summed in float64 on both sides. */
const EXACT = 1e-6;

const models = oracle("final-models.json");

describe.skipIf(ABSENT)(`public final models ${WHERE}`, () => {
  test.each(Object.keys(models))("%s", async (path) => {
    const expected = models[path];
    const { loss, spectra, totals, keys } = await measured(await openRun(`${DATA}/${path}`));
    expect(loss).toHaveLength(1);
    const [row] = loss;
    for (const part of ["all", "train", "test"] as const) {
      meetsLoss(row?.[`${part}_loss`], expected[`${part}_loss`], `${path} ${part} loss`);
      // One pair more or less right would be 1e-4 of them.
      meets(row?.[`${part}_accuracy`], expected[`${part}_acc`], EXACT, `${path} ${part} accuracy`);
    }
    meets(totals[0]?.sum_of_squares, expected.sum_sq_weights, EXACT, `${path} sum of squares`);
    for (const matrix of ["W_E", "W_L"]) {
      const spectrum = spectra.find((one) => one.matrix === matrix);
      meets(
        spectrum?.gini_per_frequency,
        expected[`gini_${matrix}_freqnorm`],
        EXACT,
        `${path} Gini ${matrix} frequency`,
      );
      const component = matrix === "W_E" ? "gini_W_E_comp(1..p-1)" : "gini_W_L_comp";
      meets(spectrum?.gini_per_component, expected[component], EXACT, `${path} Gini ${matrix} component`);
    }
    expect(keys["logit-map"]).toEqual(expected["W_L >=.25max"]);
    expect(keys.embedding).toEqual(expected["W_E max/4 per-component"]);
    expect(keys.neuron).toEqual(expected.neuron_unique_all);
  });
});
