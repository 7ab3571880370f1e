import { expect, test } from "vitest";
import { binomialTail } from "#numerics/binomial.js";

test("the tail is one less what lies below it", () => {
  // 1 − .7¹⁰, and 1 − .7¹⁰ − 10 · .3 · .7⁹
  expect(binomialTail(0, 10, 0.3)).toBe(1);
  expect(binomialTail(1, 10, 0.3)).toBeCloseTo(1 - 0.7 ** 10, 12);
  expect(binomialTail(2, 10, 0.3)).toBeCloseTo(1 - 0.7 ** 10 - 3 * 0.7 ** 9, 12);
  expect(binomialTail(11, 10, 0.3)).toBe(0);
});

test("of a coin half lies at or above the middle, of an odd number of throws", () => {
  for (const throws of [1, 31, 441]) expect(binomialTail((throws + 1) / 2, throws, 0.5)).toBeCloseTo(0.5, 10);
});

test("what never and what always happens", () => {
  expect(binomialTail(1, 5, 0)).toBe(0);
  expect(binomialTail(5, 5, 1)).toBe(1);
  expect(binomialTail(6, 5, 1)).toBe(0);
});
