import { describe, expect, test } from "vitest";
import { hypergeometricTail } from "#numerics/hypergeometric.js";
import { wilsonInterval } from "#numerics/wilson-interval.js";

test.each([
  // By the formula in Python.
  [0, 10, 0, 0.277533],
  [5, 10, 0.236593, 0.763407],
  [10, 10, 0.722467, 1],
  [205, 508, 0.361759, 0.446776],
] as const)("%i of %i", (hits, trials, low, high) => {
  const found = wilsonInterval(hits, trials);
  expect(found[0]).toBeCloseTo(low, 5);
  expect(found[1]).toBeCloseTo(high, 5);
});

test("of no trials there is no interval", () => {
  expect(wilsonInterval(0, 0)).toEqual([Number.NaN, Number.NaN]);
});

describe("so many or more marked ones among those drawn", () => {
  test("as counted over all ways to draw 3 of 7 of which 2 are marked", () => {
    const all = [0, 1, 2, 3, 4, 5, 6];
    const draws = all.flatMap((x) => all.flatMap((y) => all.filter((z) => x < y && y < z).map((z) => [x, y, z])));
    for (let hits = 0; hits <= 4; hits++) {
      const share = draws.filter((draw) => draw.filter((x) => x < 2).length >= hits).length / draws.length;
      expect(hypergeometricTail(hits, 7, 2, 3)).toBeCloseTo(share, 12);
    }
  });

  test("marked and drawn may be exchanged, and together be more than there are", () => {
    for (let hits = 0; hits <= 6; hits++) {
      for (const [all, marked, drawn] of [
        [7, 3, 2],
        [7, 5, 4],
        [9, 1, 9],
      ])
        expect(hypergeometricTail(hits, all, marked, drawn)).toBeCloseTo(
          hypergeometricTail(hits, all, drawn, marked),
          12,
        );
    }
    // At least 2 of 4 are marked, and C(5, 2) C(2, 2) of C(7, 4) ways have no more.
    expect(hypergeometricTail(2, 7, 5, 4)).toBeCloseTo(1, 12);
    expect(hypergeometricTail(3, 7, 5, 4)).toBeCloseTo(1 - 10 / 35, 12);
    expect(hypergeometricTail(5, 7, 5, 4)).toBe(0);
  });

  test("all five of 56 by chance are one way of 3 819 816", () => {
    expect(hypergeometricTail(5, 56, 5, 5) * 3_819_816).toBeCloseTo(1, 9);
  });
});
