import { expect, test } from "vitest";
import { tensor } from "#numerics/tensor.js";
import { approximateCosets, isArc, shuffledCosets } from "#quantities/depth/approximate-cosets.js";
import { layerSums } from "#quantities/depth/simple-neurons.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { normal } from "../../_networks.ts";

const set = (n: number, members: readonly number[]) => Array.from({ length: n }, (_, r) => members.includes(r));

test("an arc is a progression whose step times k is 1", () => {
  // Of k = 3 mod 11 the step is 4.
  expect(isArc(set(11, [2, 6, 10, 3]), 3)).toBe(true);
  expect(isArc(set(11, [2, 6, 3]), 3)).toBe(false);
  expect(isArc(set(11, [2, 3, 4, 5]), 3)).toBe(false);
  expect(isArc(set(11, [2, 3, 4, 5]), 1)).toBe(true);
});

test("neither nothing nor all is one", () => {
  expect(isArc(set(7, []), 2)).toBe(false);
  expect(isArc(set(7, [0, 1, 2, 3, 4, 5, 6]), 2)).toBe(false);
});

test("where k and n share a factor it is a union of cosets", () => {
  // Of k = 3 mod 12 the residues mod 4 count.
  expect(isArc(set(12, [0, 4, 8, 1, 5, 9]), 3)).toBe(true);
  expect(isArc(set(12, [0, 4, 8]), 3)).toBe(true);
  expect(isArc(set(12, [0, 4]), 3)).toBe(false);
  expect(isArc(set(12, [0, 2, 4, 6, 8, 10]), 6)).toBe(true);
});

const p = 29;
const form = cyclicForm(task("addition", p)) as CyclicForm;
const layer = (width: number, value: (a: number, b: number, neuron: number) => number) =>
  layerSums(
    tensor(
      ["pair", "neuron"],
      [p * p, width],
      Float32Array.from({ length: p * p * width }, (_, i) =>
        value(Math.floor(i / width / p), Math.floor(i / width) % p, i % width),
      ),
    ),
    form,
    p,
  );
const share = (values: Float64Array) => values.reduce((x, y) => x + y, 0) / values.length;

test("simple neurons and waves of the sum all concentrate, and none with the residues renamed", () => {
  const w = (k: number) => (2 * Math.PI * k) / p;
  const simple = layer(10, (a, b, i) => Math.cos(w(i + 1) * a + i) + 0.8 * Math.cos(w(i + 1) * b + 2 * i));
  const sums = layer(10, (a, b, i) => Math.cos(w(i + 1) * (a + b) + i));
  for (const one of [simple, sums]) {
    expect(share(approximateCosets(one, form))).toBe(1);
    expect(share(shuffledCosets(one, form, 0))).toBe(0);
  }
});

test("functions drawn at random do not", () => {
  const draw = normal(2);
  const [ofA, ofB] = [0, 1].map(() => Array.from({ length: p * 40 }, () => draw(1)));
  expect(
    share(
      approximateCosets(
        layer(40, (a, b, i) => ofA[a * 40 + i] + ofB[b * 40 + i]),
        form,
      ),
    ),
  ).toBe(0);
});

test("of a constant neuron it is not known", () => {
  expect(
    approximateCosets(
      layer(1, () => 3),
      form,
    )[0],
  ).toBeNaN();
});
