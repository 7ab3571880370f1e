import { describe, expect, test } from "vitest";
import { othersOf, ratiosOf } from "#compiled/ratios.js";

/** Relative, of a sum of so few values. */
const FLOAT64 = 1e-14;

// More rows than are worked on at a time, and an odd and an even number of answers, with other logits before and behind them.
describe.each([
  [1, 1, 0],
  [2, 4, 1],
  [7, 7, 0],
  [8, 11, 2],
])("%i answers of %i logits from %i on", (width, stride, first) => {
  const count = 1100;
  const data = Float32Array.from({ length: count * stride }, (_, i) => 9 * Math.sin(i * i + 1));
  const answers = Int32Array.from({ length: count }, (_, s) => (s % 10 === 9 ? -1 : s % width));
  const logits = { data, stride, first, width, answers };

  test("as pair by pair", () => {
    const { ratios, others, right, reach } = ratiosOf(logits);
    let farthest = 0;
    for (const [s, answer] of answers.entries()) {
      const row = [...data.subarray(s * stride + first, s * stride + first + width)];
      const apart = row.map((z) => z - row[answer]);
      const expected = row.map((_, c) => (answer < 0 || c === answer ? 0 : Math.exp(apart[c])));
      for (const [c, value] of expected.entries()) {
        expect(Math.abs(ratios[s * width + c] - value)).toBeLessThanOrEqual(FLOAT64 * value);
      }
      const sum = expected.reduce((total, value) => total + value, 0);
      expect(Math.abs(others[s] - sum)).toBeLessThanOrEqual(FLOAT64 * sum);
      expect(right[s]).toBe(answer >= 0 && row.indexOf(Math.max(...row)) === answer ? 1 : 0);
      if (answer >= 0) farthest = Math.max(farthest, ...apart.map(Math.abs));
    }
    expect(reach).toBe(farthest);
  });

  test("sums are the same without their terms", () => {
    const { ratios: _, ...others } = ratiosOf(logits);
    expect(othersOf(logits)).toEqual(others);
  });
});

const ofRow = (row: readonly number[], answer: number) =>
  othersOf({
    data: Float32Array.from(row),
    stride: row.length,
    first: 0,
    width: row.length,
    answers: Int32Array.of(answer),
  });

test("of equal logits the first is the largest, as in torch", () => {
  expect(ofRow([2, 2, 1], 0).right[0]).toBe(1);
  expect(ofRow([2, 2, 1], 1).right[0]).toBe(0);
  expect(ofRow([1, 2, 2], 1).right[0]).toBe(1);
});

test.each([0, 1, 2])("a NaN at place %i is one of sum and reach, and makes nothing right", (at) => {
  const row = [3, 1, 2];
  row[at] = Number.NaN;
  for (const answer of [0, 1, 2]) {
    const { others, right, reach } = ofRow(row, answer);
    expect([others[0], right[0], reach]).toEqual([Number.NaN, 0, Number.NaN]);
  }
});

test.each([2, 1100])("a NaN in the first of %i rows is one of the reach of all", (count) => {
  const data = new Float32Array(2 * count);
  data[1] = Number.NaN;
  const answers = new Int32Array(count);
  expect(othersOf({ data, stride: 2, first: 0, width: 2, answers }).reach).toBeNaN();
});

test("infinite logits have infinite reach, and the order that they have", () => {
  const [high, low] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(ofRow([1, low, low], 0)).toMatchObject({ right: Uint8Array.of(1), reach: high });
  expect(ofRow([1, high, 0], 0)).toMatchObject({ right: Uint8Array.of(0), reach: high });
  expect(ofRow([1, high, 0], 1)).toMatchObject({ right: Uint8Array.of(1), reach: high });
  expect(ofRow([low, 0, 1], 0)).toMatchObject({ right: Uint8Array.of(0), reach: high });
});

test("logits of very different size are told by their reach", () => {
  const { others, reach } = ofRow([0, -1000, 900], 0);
  expect(reach).toBe(1000);
  // Cut off, not overflown: whoever reads the reach takes another way.
  expect(others[0]).toBeGreaterThan(1e300);
});
