import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frequencyCount, type RealSpectrum, realTransform } from "#numerics/fourier.js";
import { basis } from "../_basis.ts";
import { normal } from "../_networks.ts";

/** Every small length, odd and even; then primes, their neighbours and a power of two, as runs have. */
const SIZES = [...Array.from({ length: 39 }, (_, i) => i + 2), 59, 97, 112, 113, 128];
/** Of values of size 1: a few roundings for each of the log₂ n steps. */
const FLOAT64 = 1e-13;

const noise = (n: number, seed = n) => {
  const draw = normal(seed);
  return Float64Array.from({ length: n }, () => draw(1));
};
const flat = ({ constant, cos, sin }: RealSpectrum) => [constant, ...cos, ...sin];

describe.each(SIZES)("the transform of %i values", (n) => {
  const transform = (values: ArrayLike<number>) => realTransform(n)(values);
  const waves = basis(n);

  test("is the product with the basis matrix", () => {
    const values = noise(n);
    const { constant, cos, sin } = transform(values);
    expect([cos.length, sin.length]).toEqual([frequencyCount(n), frequencyCount(n)]);
    for (const { k, part, values: wave } of waves) {
      const ours = part === "constant" ? constant : (part === "cos" ? cos : sin)[k - 1];
      const product = wave.reduce((sum, value, x) => sum + value * values[x], 0);
      if (!(Math.abs(ours - product) < FLOAT64 * n)) expect.fail(`${part} ${k}: ${ours}, not ${product}`);
    }
  });

  test("keeps the norm (Parseval), and has no sine at n/2", () => {
    const values = noise(n, n + 1);
    const spectrum = transform(values);
    const squares = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(squares(flat(spectrum)) / squares(values) - 1)).toBeLessThan(FLOAT64 * n);
    if (n % 2 === 0) expect(spectrum.sin[n / 2 - 1]).toBe(0);
  });

  test("of one pure wave is one line of height 1", () => {
    const transformed = realTransform(n);
    for (const { k, part, values } of waves) {
      const { constant, cos, sin } = transformed(values);
      const line = { constant: 0, cos: new Float64Array(cos.length), sin: new Float64Array(sin.length) };
      if (part === "constant") line.constant = 1;
      else line[part][k - 1] = 1;
      const known = flat(line);
      const difference = Math.max(...flat({ constant, cos, sin }).map((value, i) => Math.abs(value - known[i])));
      if (!(difference < FLOAT64 * n)) expect.fail(`${part} ${k}: off by ${difference}`);
    }
  });
});

test("the transform is linear", () => {
  const n = 23;
  const transform = realTransform(n);
  const vector = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n, maxLength: n });
  const scalar = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(vector, vector, scalar, (x, y, a) => {
      const mixed = flat(transform(x.map((value, i) => a * value + y[i])));
      const [ofX, ofY] = [flat(transform(x)), flat(transform(y))];
      // Values reach 110, and sums over them 500.
      for (const [i, value] of mixed.entries()) expect(Math.abs(value - (a * ofX[i] + ofY[i]))).toBeLessThan(1e-11);
    }),
  );
});

test("a start and a stride pick one line of a matrix", () => {
  const [rows, columns] = [11, 5];
  const matrix = noise(rows * columns);
  const transform = realTransform(rows);
  for (let j = 0; j < columns; j++) {
    const column = Array.from({ length: rows }, (_, i) => matrix[i * columns + j]);
    expect(transform(matrix, j, columns)).toEqual(transform(column));
  }
});

test("a value that is not finite leaves no number in the spectrum", () => {
  const values = noise(13);
  values[5] = Number.NaN;
  expect(flat(realTransform(13)(values)).every(Number.isNaN)).toBe(true);
});
