import { expect, test } from "vitest";
import { product } from "#compiled/product.js";

const values = (count: number) => Float64Array.from({ length: count }, (_, i) => Math.sin(i * i + 1));

test.each([
  [1, 1, 1],
  [2, 3, 8],
  [5, 7, 9],
  [4, 1, 16],
  [3, 40, 23],
  [113, 2, 113],
])("%i × %i × %i is what the definition says", (rows, inner, columns) => {
  const [a, b] = [values(rows * inner), values(inner * columns)];
  const found = product(a, b, inner, columns);
  expect(found).toHaveLength(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[k * columns + j];
      expect(Math.abs(found[i * columns + j] - sum)).toBeLessThan(1e-14);
    }
  }
});

test("what an earlier, larger product left behind has no part in it, were it NaN", () => {
  product(new Float64Array(40 * 40).fill(Number.NaN), new Float64Array(40 * 40).fill(Number.NaN), 40, 40);
  expect([...product(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6), 1, 3)]).toEqual([
    4, 5, 6, 8, 10, 12, 12, 15, 18,
  ]);
});

test("a product too large to be worked on at once is that of its rows", () => {
  const [rows, inner, columns] = [2101, 1000, 3];
  const [a, b] = [values(rows * inner), values(inner * columns)];
  const found = product(a, b, inner, columns);
  for (const row of [0, 1, 2071, 2072, 2079, 2080, 2081, 2082, 2083, 2100]) {
    const alone = product(a.subarray(row * inner, (row + 1) * inner), b, inner, columns);
    expect([...found.subarray(row * columns, (row + 1) * columns)]).toEqual([...alone]);
  }
});

test("a sum too long to be worked on at once is that of its parts", () => {
  const inner = 100_000;
  const a = Float64Array.from({ length: 3 * inner }, (_, i) => (i % 7) - 3);
  const b = Float64Array.from({ length: 9 * inner }, (_, i) => (i % 11) - 5);
  const expected = Array.from({ length: 27 }, (_, at) => {
    const [i, j] = [Math.floor(at / 9), at % 9];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[k * 9 + j];
    return sum;
  });
  expect([...product(a, b, inner, 9)]).toEqual(expected);
});

test("float32 and lists are taken as well, and what is no number stays none", () => {
  expect([...product(new Float32Array([0.5, 2]), Float64Array.of(3, 4), 2, 1)]).toEqual([9.5]);
  expect([...product([1, Number.NaN, 0, 1], Float64Array.of(1, 1), 2, 1)]).toEqual([Number.NaN, 1]);
});
