import { expect, test } from "vitest";
import { wavePart, waves } from "#quantities/frequency-waves.js";

test.each([12, 30])("the frequency n/2 has no sine, not even to rounding: n = %i", (n) => {
  const data = Float64Array.from({ length: 2 * n }, (_, at) => Math.cos(at * at + 1));
  const sums = { data, n, width: 2 };
  const { cos, sin } = waves(sums);
  const last = 2 * (n / 2 - 1);
  expect([...sin.subarray(last)].map(Math.abs)).toEqual([0, 0]);
  // Its cosine is (−1)^r/√n: of the wave alone one number a column is left.
  const part = wavePart(sums, [n / 2]);
  for (let r = 0; r < n; r++)
    for (const c of [0, 1]) expect(part[2 * r + c]).toBeCloseTo(((-1) ** r * cos[last + c]) / Math.sqrt(n) / n, 12);
});
