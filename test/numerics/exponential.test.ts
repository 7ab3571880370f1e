import { expect, test } from "vitest";
import { exponential } from "#numerics/exponential.js";
import { orthonormalRows } from "#numerics/orthonormal.js";
import { normal } from "../_networks.ts";

test("e^x is that of Math.exp to 1e-13, over all of float64", () => {
  for (let x = -720; x <= 720; x += 0.0137) {
    const [value, expected] = [exponential(x), Math.exp(x)];
    const near = value === expected || (Number.isFinite(expected) && Math.abs(value - expected) <= 1e-13 * expected);
    if (!near) expect.fail(`e^${x} is ${expected}, not ${value}`);
  }
  expect([0, -800, 800, Number.NEGATIVE_INFINITY, Number.NaN].map(exponential)).toEqual([
    1,
    0,
    Number.POSITIVE_INFINITY,
    0,
    Number.NaN,
  ]);
});

test("orthonormal rows span the rows, and are as many as are independent", () => {
  const draw = normal(1);
  const [rows, columns] = [5, 9];
  const data = Float64Array.from({ length: rows * columns }, () => draw(1));
  // The third is of the first two, the fifth nothing.
  for (let j = 0; j < columns; j++) {
    data[2 * columns + j] = 3 * data[j] - data[columns + j];
    data[4 * columns + j] = 0;
  }
  // What is small beside the others counts as they do.
  for (let j = 0; j < columns; j++) data[3 * columns + j] *= 1e-14;
  const Q = orthonormalRows({ data, rows, columns });
  expect([Q.rows, Q.columns]).toEqual([3, columns]);
  const dot = (x: Float64Array, i: number, y: Float64Array, k: number) =>
    Array.from({ length: columns }, (_, j) => x[i * columns + j] * y[k * columns + j]).reduce((a, b) => a + b);
  for (let i = 0; i < Q.rows; i++) {
    for (let k = 0; k < Q.rows; k++) expect(dot(Q.data, i, Q.data, k)).toBeCloseTo(i === k ? 1 : 0, 13);
  }
  for (let i = 0; i < rows; i++) {
    const inside = Array.from({ length: Q.rows }, (_, k) => dot(data, i, Q.data, k) ** 2).reduce((a, b) => a + b);
    expect(inside).toBeCloseTo(dot(data, i, data, i), 11);
  }
});
