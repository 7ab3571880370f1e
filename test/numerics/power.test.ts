import { expect, test } from "vitest";
import { power } from "#numerics/power.js";

test("whole powers of ten are the numbers that are written so", () => {
  for (let k = -22; k <= 22; k++) expect(power(10, k)).toBe(Number(`1e${k}`));
});

test("base ** exponent to 1e-15 of itself, where a power is neither huge nor tiny", () => {
  for (const base of [0.3, 0.98, 0.999, 1, 1.7, 10, 113])
    for (const exponent of [-2, -1.5, -1, -0.25, 0, 1 / 3, 0.5, 1, 1.75, 2, 3, 7])
      expect(Math.abs(power(base, exponent) / base ** exponent - 1)).toBeLessThan(4e-15);
});

test("signs, and what no real number is", () => {
  expect(power(-2, 3)).toBe(-8);
  expect(power(-2, -2)).toBe(0.25);
  expect(power(0, 0)).toBe(1);
  expect(power(0, -1)).toBe(Number.POSITIVE_INFINITY);
  expect(power(0, 0.5)).toBe(0);
  expect(power(-2, 0.5)).toBeNaN();
  expect(power(0.98, 1e6)).toBe(0);
});
