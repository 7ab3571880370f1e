import { describe, expect, test } from "vitest";
import { tensor } from "#numerics/tensor.js";
import { layerSums, simpleNeurons } from "#quantities/depth/simple-neurons.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { normal } from "../../_networks.ts";

/** Cosines rounded to float32. */
const FLOAT32 = 6;

const formOf = (name: string, p: number) => cyclicForm(task(name, p)) as CyclicForm;

/** A layer of one neuron a function of the places of a and b. */
function layer(p: number, { n, order }: CyclicForm, functions: readonly ((i: number, j: number) => number)[]) {
  const data = new Float32Array(p * p * functions.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (const [k, f] of functions.entries()) data[(order[i] * p + order[j]) * functions.length + k] = f(i, j);
  return tensor(["pair", "neuron"], [p * p, functions.length], data);
}

describe.each([
  ["addition", 17],
  ["addition", 12],
  ["subtraction", 13],
  ["multiplication", 13],
])("%s mod %i", (name, p) => {
  const form = formOf(name, p);
  const w = (k: number) => (2 * Math.PI * k) / form.n;
  const fit = (f: (i: number, j: number) => number) => simpleNeurons(layerSums(layer(p, form, [f]), form, p), form);

  test("a planted simple neuron is found with its frequency, amplitudes and phases", () => {
    const found = fit((i, j) => 0.7 + 2 * Math.cos(w(3) * i + 0.4) + 0.5 * Math.cos(w(3) * j - 1.1));
    expect(found.simple[0]).toBeCloseTo(1, FLOAT32);
    expect([found.simpleFrequency[0], found.frequency[0]]).toEqual([3, 3]);
    expect(found.alpha[0]).toBeCloseTo(2, FLOAT32);
    expect(found.phaseA[0]).toBeCloseTo(0.4, FLOAT32);
    expect(found.beta[0]).toBeCloseTo(0.5, FLOAT32);
    expect(found.phaseB[0]).toBeCloseTo(-1.1, FLOAT32);
    expect(found.answer[0]).toBeCloseTo(0, FLOAT32);
  });

  test("a wave of the answer is of one frequency, and no simple neuron", () => {
    const found = fit((i, j) => Math.cos(w(2) * (i + form.sign * j)));
    expect(found.simple[0]).toBeCloseTo(0, FLOAT32);
    expect(found.single[0]).toBeCloseTo(1, FLOAT32);
    expect(found.frequency[0]).toBe(2);
    expect(found.answer[0]).toBeCloseTo(1, FLOAT32);
  });

  test("R² is that of a least-squares fit, of any neuron", () => {
    const draw = normal(5);
    const values = Array.from({ length: form.n ** 2 }, () => Math.fround(draw(1)));
    const found = fit((i, j) => values[i * form.n + j]);
    expect(found.simple[0]).toBeCloseTo(Math.max(...fitsOf(values, form.n)), 9);
  });

  test("a constant neuron has no fit", () => {
    const found = fit(() => 0.1);
    expect(found.simpleFrequency[0]).toBe(0);
    expect([found.simple[0], found.single[0], found.answer[0], found.alpha[0]]).toEqual([NaN, NaN, NaN, NaN]);
  });
});

/** R² of the four waves of each k, by inner products, one after another. */
function fitsOf(values: readonly number[], n: number): readonly number[] {
  const mean = values.reduce((x, y) => x + y, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const total = centred.reduce((sum, x) => sum + x * x, 0);
  return Array.from({ length: Math.floor(n / 2) }, (_, at) => {
    const k = at + 1;
    const waves = [Math.cos, Math.sin].flatMap((f) => [
      (i: number, _: number) => f((2 * Math.PI * k * i) / n),
      (_: number, j: number) => f((2 * Math.PI * k * j) / n),
    ]);
    const explained = waves.map((wave) => {
      const basis = centred.map((_, s) => wave(Math.floor(s / n), s % n));
      const norm = basis.reduce((sum, x) => sum + x * x, 0);
      // For even n the sine of k = n/2 is 0 but for rounding.
      return norm < 1e-9 ? 0 : basis.reduce((sum, x, s) => sum + x * centred[s], 0) ** 2 / norm;
    });
    return explained.reduce((x, y) => x + y, 0) / total;
  });
}

test("a neuron that overflowed is neither constant nor of a frequency", () => {
  const form = formOf("addition", 13);
  const sums = layerSums(layer(13, form, [(i) => (i === 2 ? Number.NaN : i), () => 3]), form, 13);
  expect([...sums.variance]).toEqual([Number.NaN, 0]);
  const { simple, simpleFrequency, frequency } = simpleNeurons(sums, form);
  expect([...simple, ...simpleFrequency, ...frequency]).toEqual([Number.NaN, Number.NaN, 0, 0, 0, 0]);
});
