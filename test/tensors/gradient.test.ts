import { describe, expect, test } from "vitest";
import { evaluate, valuesOf } from "#tensors/evaluate.js";
import type { Expression } from "#tensors/expression.js";
import { gradients } from "#tensors/gradient.js";
import * as op from "#tensors/operations.js";
import { ordered } from "#tensors/order.js";
import { CASES, numbers } from "./_cases.ts";

const STEP = 1e-5;
const WITHOUT = ["step", "max", "argmax", "maximum"];

/** A number that every value of x has its own share in. */
function weighed(x: Expression): Expression {
  const size = x.shape.reduce((product, n) => product * n, 1);
  return op.sum(op.multiply(op.reshape(x, [size]), op.constant(numbers(size, 7))), [0]);
}

function leaves(x: Expression): readonly Expression[] {
  return ordered([x]).filter(({ operation, dtype }) => operation === "constant" && dtype === "float64");
}

/** (f(x + εv) − f(x − εv)) / 2ε for the direction v of `numbers`. */
function slope(make: () => Expression, which: number): number {
  const moved = (sign: number) => {
    const x = make();
    const leaf = leaves(x)[which];
    const direction = numbers(leaf.values?.length ?? 0, 5);
    for (const [i, v] of direction.entries()) (leaf.values as Float64Array)[i] += sign * STEP * v;
    return valuesOf(x)[0];
  };
  return (moved(1) - moved(-1)) / (2 * STEP);
}

const along = (g: ArrayLike<number>) => {
  const v = numbers(g.length, 5);
  return v.reduce((sum, one, i) => sum + one * g[i], 0);
};

describe("the gradient of each operation is the slope of what it gives", () => {
  test.each(Object.entries(CASES).filter(([name]) => !WITHOUT.includes(name) && !name.includes("float32")))(
    "%s",
    (_, make) => {
      const f = () => weighed(make("float64"));
      const x = f();
      // The last is the weights of `weighed`.
      for (const [i, leaf] of leaves(x).slice(0, -1).entries()) {
        const [g] = gradients(x, [leaf]);
        expect(g.shape).toEqual(leaf.shape);
        const [found, expected] = [along(valuesOf(g)), slope(f, i)];
        expect(Math.abs(found - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)));
      }
    },
  );
});

test.each([
  [
    "side by side",
    [
      [0, 2],
      [2, 5],
    ],
  ],
  [
    "side by side, the last first",
    [
      [2, 5],
      [0, 2],
    ],
  ],
  [
    "three of them, not all",
    [
      [1, 2],
      [3, 4],
      [2, 3],
    ],
  ],
  [
    "apart",
    [
      [0, 1],
      [3, 5],
    ],
  ],
  [
    "that overlap",
    [
      [0, 3],
      [2, 5],
    ],
  ],
  [
    "twice the same",
    [
      [1, 3],
      [1, 3],
    ],
  ],
])("of slices %s, each value has the weights of those that it is in", (_, slices) => {
  const x = op.constant(numbers(10, 1), [2, 5]);
  const weights = slices.map(([from, to], i) => numbers(2 * (to - from), 20 + i));
  const parts = slices.map(([from, to], i) =>
    op.sum(op.multiply(op.slice(x, 1, from, to), op.constant(weights[i], [2, to - from])), [0, 1]),
  );
  const expected = new Float64Array(10);
  for (const [i, [from, to]] of slices.entries()) {
    for (let row = 0; row < 2; row++)
      for (let at = from; at < to; at++) expected[row * 5 + at] += weights[i][row * (to - from) + at - from];
  }
  const [g] = gradients(parts.reduce(op.add), [x]);
  expect([...valuesOf(g)]).toEqual([...expected]);
});

// Of a plain sum each value has the same weight, which need not be repeated to be multiplied.
test.each([
  ["one shape", [2, 3], [2, 3]],
  ["a row beside", [2, 3], [3]],
  ["a column before", [2, 1], [2, 3]],
])("of the sum of products and quotients, %s", (_, left, right) => {
  const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
  const x = op.constant(numbers(size(left), 1), left);
  const y = op.constant(
    numbers(size(right), 2).map((v) => v + 3),
    right,
  );
  const at = (shape: readonly number[], row: number, column: number) =>
    shape.length === 1 ? column : row * shape[1] + (shape[1] === 1 ? 0 : column);
  for (const [of, dx, dy] of [
    [op.multiply, (_: number, y: number) => y, (x: number) => x],
    [op.divide, (_: number, y: number) => 1 / y, (x: number, y: number) => -x / y ** 2],
  ] as const) {
    const expected = [new Float64Array(size(left)), new Float64Array(size(right))];
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < 3; column++) {
        const [i, j] = [at(left, row, column), at(right, row, column)];
        const [a, b] = [(x.values as Float64Array)[i], (y.values as Float64Array)[j]];
        expected[0][i] += dx(a, b);
        expected[1][j] += dy(a, b);
      }
    }
    for (const [i, g] of gradients(op.sum(of(x, y), [0, 1]), [x, y]).entries()) {
      const found = valuesOf(g);
      for (const [k, value] of expected[i].entries()) expect(found[k]).toBeCloseTo(value, 12);
    }
  }
});

test("a gradient can be differentiated again: Hessian times vector", () => {
  // f = Σ e^{xy} over x [2], y: ∂²f/∂x² = y² e^{xy}.
  const x = op.constant(Float64Array.of(0.3, -0.7));
  const y = op.constant(Float64Array.of(1.5));
  const v = Float64Array.of(2, -3);
  const [g] = gradients(op.sum(op.exp(op.multiply(x, y)), [0]), [x]);
  const [Hv] = gradients(op.sum(op.multiply(g, op.constant(v)), [0]), [x]);
  const { found } = evaluate({ found: Hv });
  for (const [i, one] of [0.3, -0.7].entries()) expect(found[i]).toBeCloseTo(1.5 ** 2 * Math.exp(1.5 * one) * v[i], 12);
});

test("what a value does not depend on has a gradient of zeros", () => {
  const [x, y] = [op.constant(Float64Array.of(1, 2)), op.constant(Float64Array.of(3))];
  expect([...valuesOf(gradients(op.sum(x, [0]), [y])[0])]).toEqual([0]);
});
