import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { type Model, weight } from "#networks/model.js";
import { cosineFits } from "#quantities/cosine-fits.js";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { type Spectrum, spectrumGini } from "#quantities/spectrum.js";
import { embeddingSpectra, logitMapSpectrum } from "#quantities/weight-spectra.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, planted, randomTransformer } from "../_networks.ts";
import { naiveCosineFits, naiveGini, naiveNorms, naiveShares } from "./_naive.ts";

/** Both are float64 over the same float32 activations. */
const FLOAT64 = 1e-9;

beforeAll(async () => {
  await startBackend();
});

const CASES = [
  ["addition", 7, 0],
  ["addition", 8, 0],
  ["subtraction", 9, 2],
  ["multiplication", 11, 0],
  ["division", 7, 3],
] as const;

describe.each(CASES)("%s mod %i, answers from token %i on: as written out over whole cubes", (name, p, firstToken) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;
  const sequence = ["a", "b", firstToken + p] as const;
  const model = randomTransformer({ ...MAINLINE, p, firstToken, sequence, activation: "gelu" }, { biases: true });

  test("what the logits have of each frequency's cosine", () => {
    const [ours, theirs] = [cosineFits(model, form), naiveCosineFits(model, form)];
    for (const quantity of ["coefficient", "similarity", "centredSimilarity", "varianceShare"] as const)
      expectEach(ours[quantity], theirs[quantity], quantity);
  });

  test("each neuron's frequency and its share", () => {
    const { frequency, share } = neuronFrequencies(model, form);
    const shares = naiveShares(model, form);
    expectEach(
      share,
      shares.map((row) => Math.max(...row)),
    );
    expect([...frequency]).toEqual(shares.map((row) => row.indexOf(Math.max(...row)) + 1));
  });

  test("the spectrum of the embedding", () => {
    const W_E = weight(model, "W_E");
    const rows = Array.from(form.order, (residue) => {
      const start = (firstToken + residue) * W_E.shape[1];
      return Array.from(W_E.data.subarray(start, start + W_E.shape[1]));
    });
    const [{ name: matrix, spectrum }, ...others] = embeddingSpectra(model, form);
    expect([matrix, others.length]).toEqual(["W_E", 0]);
    expectSpectrum(spectrum, rows);
  });

  test("the spectrum of the neuron-logit map", () => {
    expectSpectrum(logitMapSpectrum(model, form), logitMapRows(model, form, firstToken));
  });
});

test("an MLP's embeddings are two, and its neuron-logit map is W_U", () => {
  const form = cyclicForm(task("addition", 9)) as CyclicForm;
  const model = planted(9, form, [2]);
  expect(embeddingSpectra(model, form).map(({ name }) => name)).toEqual(["W_x", "W_y"]);
  const { data, shape } = weight(model, "W_U");
  expectSpectrum(
    logitMapSpectrum(model, form),
    Array.from({ length: 9 }, (_, c) => Array.from({ length: shape[0] }, (_, neuron) => data[neuron * 9 + c])),
  );
});

/** W_out W_U of the last block [place of the answer][neuron], by two loops. */
function logitMapRows(model: Model, form: CyclicForm, firstToken: number): number[][] {
  const [W_out, W_U] = [weight(model, "W_out", 0), weight(model, "W_U")];
  const [neurons, d_model] = W_out.shape;
  return Array.from(form.order, (residue) =>
    Array.from({ length: neurons }, (_, neuron) => {
      let sum = 0;
      for (let d = 0; d < d_model; d++) {
        sum += W_out.data[neuron * d_model + d] * W_U.data[d * W_U.shape[1] + firstToken + residue];
      }
      return sum;
    }),
  );
}

function expectSpectrum(spectrum: Spectrum, rows: readonly (readonly number[])[]): void {
  const waves = naiveNorms(rows).slice(1);
  for (const { k, part, norm } of waves) {
    expect(Math.abs(spectrum[part as "cos" | "sin"][k - 1] - norm), `${part} ${k}`).toBeLessThan(FLOAT64);
  }
  const norms = Array.from(spectrum.norm, (_, i) =>
    Math.sqrt(waves.filter(({ k }) => k === i + 1).reduce((sum, { norm }) => sum + norm ** 2, 0)),
  );
  expectEach(spectrum.norm, norms);
  const gini = spectrumGini(spectrum, rows.length);
  expect(Math.abs(gini.perComponent - naiveGini(waves.map(({ norm }) => norm)))).toBeLessThan(FLOAT64);
  expect(Math.abs(gini.perFrequency - naiveGini(norms))).toBeLessThan(FLOAT64);
}

function expectEach(ours: ArrayLike<number>, theirs: readonly number[], what = ""): void {
  expect(ours.length).toBe(theirs.length);
  for (const [i, value] of theirs.entries()) expect(Math.abs(ours[i] - value), `${what} at ${i}`).toBeLessThan(FLOAT64);
}
