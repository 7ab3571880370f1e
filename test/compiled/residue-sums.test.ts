import { describe, expect, test } from "vitest";
import { summingByResidue } from "#compiled/residue-sums.js";

/** Relative to the largest, of a sum of so few values. */
const FLOAT64 = 1e-13;

/** Elements of a group of five among seven inputs, and where each input stands. */
const ORDER = [3, 1, 6, 2, 5];
const P = 7;
const n = ORDER.length;
const PLACES = Int32Array.from({ length: P }, (_, x) => ORDER.indexOf(x));

describe.each([
  ["float32", Float32Array],
  ["float64", Float64Array],
])("%s values", (_, Values) => {
  describe.each([1, 7, 8, 9, 20])("of %i columns", (width) => {
    const [offset, stride] = [2, width + 3];
    const values = new Values(P * P * stride).map((_, i) => 1000 * Math.sin(1 + i * i));
    const level = Float32Array.from({ length: width }, (_, c) => 10 * Math.cos(c));

    /** Each of the sums, from the values one by one. */
    const oneByOne = (level?: Float32Array) => {
      const table = () => new Float64Array(n * width);
      const sums = { a: table(), b: table(), plus: table(), minus: table(), squares: new Float64Array(width) };
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          for (let c = 0; c < width; c++) {
            const x = values[(ORDER[i] * P + ORDER[j]) * stride + offset + c] - (level?.[c] ?? 0);
            sums.a[i * width + c] += x;
            sums.b[j * width + c] += x;
            sums.plus[((i + j) % n) * width + c] += x;
            sums.minus[((i - j + n) % n) * width + c] += x;
            sums.squares[c] += x * x;
          }
        }
      }
      return sums;
    };

    test.each([undefined, level])("summed over the pairs of each residue, less a level: %o", (taken) => {
      const { add, sums } = summingByResidue(n, { stride, offset, width }, PLACES, taken);
      // As they come, the last row alone.
      const last = (P - 1) * P * stride;
      add(values.subarray(0, last), PLACES.subarray(0, P - 1));
      add(values.subarray(last), PLACES.subarray(P - 1));
      const found = sums();
      for (const [name, expected] of Object.entries(oneByOne(taken))) {
        const ours = name === "squares" ? found.squares : found[name as Exclude<keyof typeof found, "squares">].data;
        expect(ours).toHaveLength(expected.length);
        const most = expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
        for (const [i, x] of expected.entries()) expect(Math.abs(ours[i] - x)).toBeLessThan(FLOAT64 * most);
      }
    });
  });
});

test("of values that all are their level nothing is left, exactly", () => {
  const level = Float32Array.of(0.1, -3e7, 1e-30);
  const { add, sums } = summingByResidue(
    P,
    { stride: 3, offset: 0, width: 3 },
    Int32Array.of(0, 1, 2, 3, 4, 5, 6),
    level,
  );
  add(
    Float32Array.from({ length: P * P * 3 }, (_, i) => level[i % 3]),
    [0, 1, 2, 3, 4, 5, 6],
  );
  const { squares, ...others } = sums();
  for (const values of [squares, ...Object.values(others).map(({ data }) => data)])
    expect(values.every((x) => x === 0)).toBe(true);
});
