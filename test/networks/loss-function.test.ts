import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { gradients, hessianVector, lossFunction } from "#networks/gradients.js";
import type { Model } from "#networks/model.js";
import { blockFixture, relativeError } from "./_block-fixtures.ts";

beforeAll(async () => {
  await startBackend();
});

/** The second difference of float64 losses near 1, and what the fourth derivative leaves. */
const DIFFERENCE = 1e-4;

const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);

// Every block's gradient and Hessian-vector product goes through the same function in blocks.test.ts.
describe.each(["mainline", "signs-first", "concatenated"].map(blockFixture))(
  "$name as a function of its weights",
  ({ model, triples, loss, weights }) => {
    const L = lossFunction(model, triples);
    const joined = (pick: (one: (typeof weights)[string]) => readonly number[]) =>
      Float64Array.from(model.parameters.names.flatMap((name) => pick(weights[name])));
    const v = joined((one) => one.direction);

    test("its own weights, its loss and its gradient are PyTorch's", () => {
      expect(relativeError(L.weights, Array.from(joined((one) => one.data)))).toBeLessThan(1e-7);
      expect(L.loss()).toBeCloseTo(loss, 9);
      expect(relativeError(L.gradient().gradient, Array.from(joined((one) => one.gradient)))).toBeLessThan(1e-9);
    });

    test("several directions by one graph: H is linear, symmetric, and PyTorch's", () => {
      const g = L.gradient().gradient;
      const [Hv, Hg] = [L.hessianVector(v), L.hessianVector(g)];
      expect(relativeError(Hv, Array.from(joined((one) => one.hessianVector)), 1e-6)).toBeLessThan(1e-6);
      expect(dot(v, Hg)).toBeCloseTo(dot(g, Hv), 9);
      const both = L.hessianVector(v.map((x, i) => 2 * x - g[i]));
      expect(
        relativeError(
          both,
          Array.from(Hv, (x, i) => 2 * x - Hg[i]),
        ),
      ).toBeLessThan(1e-9);
    });

    test("at other weights it is that network's", () => {
      const moved = L.at(L.weights.map((w, i) => w + 1e-2 * v[i]));
      const parts = moved.parts(moved.weights);
      const other: Model = { ...model, parameters: { names: model.parameters.names, get: (name) => parts[name] } };
      const { loss, of } = gradients(other, triples);
      expect(moved.loss()).toBe(loss);
      expect(moved.gradient()).toEqual({ loss, gradient: lossFunction(other, triples).gradient().gradient });
      expect(moved.parts(moved.gradient().gradient)).toEqual(of);
      // Back where it was, nothing is left of the other point.
      expect(L.loss()).toBe(lossFunction(model, triples).loss());
    });
  },
);

const { model, triples } = blockFixture("concatenated");

test("derivatives are those of the loss", () => {
  const L = lossFunction(model, triples, { over: "all" });
  const step = 1e-3;
  const v = L.weights.map((_, i) => Math.sin(i + 1));
  const along = (t: number) => L.at(L.weights.map((w, i) => w + t * v[i])).loss();
  const slope = dot(L.gradient().gradient, v);
  const bend = dot(L.hessianVector(v), v);
  expect((along(step) - along(-step)) / (2 * step)).toBeCloseTo(slope, 4);
  expect(Math.abs((along(step) - 2 * L.loss() + along(-step)) / step ** 2 / bend - 1)).toBeLessThan(DIFFERENCE);
});

test("weights in the dtype of the settings are not copied, and those of another number are refused", () => {
  const single = lossFunction(model, triples, { dtype: "float32" });
  expect(single.gradient().gradient).toBeInstanceOf(Float32Array);
  expect(single.hessianVector(single.weights)).toBeInstanceOf(Float32Array);
  const moving = single.weights.slice();
  const there = single.at(moving);
  const before = there.loss();
  moving.fill(0);
  expect(there.loss()).not.toBe(before);
  expect(() => single.at([1])).toThrow(RangeError);
  expect(() => single.hessianVector([1])).toThrow(RangeError);
  expect(() => hessianVector(model, triples, { W_odd: { data: new Float32Array(1) } })).toThrow(/"W_odd" is no weight/);
});
