import { describe, expect, test } from "vitest";
import { mersenneTwister } from "#numerics/mersenne-twister.js";
import { isRuledOut, LEAST_TAIL, powerLawTail } from "#quantities/singular-values/power-law-tail.js";
import { normal } from "../../_networks.ts";

/** Draws of p(x) ∝ x^−α from 1 on, by the inverse of its distribution function. */
function pareto(alpha: number, count: number, seed: number): Float64Array {
  const { next } = mersenneTwister(seed);
  return Float64Array.from({ length: count }, () => ((next() + 0.5) / 2 ** 32) ** (1 / (1 - alpha)));
}

describe.each([1.5, 2.5, 4])("a sample of a power law with α = %d", (alpha) => {
  test("has that α within three standard errors, in most of its values, and is not ruled out", () => {
    const tail = powerLawTail(pareto(alpha, 1000, 1));
    if (!tail) throw new Error("no tail");
    expect(Math.abs(tail.alpha - alpha)).toBeLessThan(3 * tail.error);
    expect(tail.values).toBeGreaterThan(100);
    expect(isRuledOut(tail)).toBe(false);
  });

  test("is rejected at most once in twenty times", () => {
    const rejected = Array.from({ length: 60 }, (_, i) => powerLawTail(pareto(alpha, 100, i))).filter(
      (tail) => tail && isRuledOut(tail),
    );
    expect(rejected.length).toBeLessThanOrEqual(3);
  });

  test("does not depend on the unit of its values", () => {
    const sample = pareto(alpha, 200, 2);
    const [one, other] = [powerLawTail(sample), powerLawTail(sample.map((x) => 1e-6 * x))];
    expect(other?.values).toBe(one?.values);
    expect(Math.abs((other?.alpha ?? 0) - (one?.alpha ?? 0))).toBeLessThan(1e-8);
  });
});

test("a tail that begins above other values is found where it begins", () => {
  const { next } = mersenneTwister(3);
  const below = Float64Array.from({ length: 500 }, () => next() / 2 ** 32);
  const tail = powerLawTail(Float64Array.of(...below, ...pareto(2, 500, 4)));
  expect(tail?.from).toBeGreaterThan(0.9);
  expect(tail?.from).toBeLessThan(1.5);
  expect(Math.abs((tail?.alpha ?? 0) - 2)).toBeLessThan(0.2);
});

test("values spread evenly over a range are ruled out where all are fitted", () => {
  const even = Float64Array.from({ length: 200 }, (_, i) => 1 + i / 200);
  const alpha = 1 + 200 / even.reduce((sum, x) => sum + Math.log(x), 0);
  const distance = Math.max(...even.map((x, i) => Math.abs(i / 200 - (1 - x ** (1 - alpha)))));
  expect(isRuledOut({ distance, values: 200 })).toBe(true);
});

test("of too few values, of equal ones, of zeros and of none there is no tail", () => {
  const draw = normal(5);
  expect(powerLawTail(Array.from({ length: LEAST_TAIL - 1 }, () => Math.abs(draw(1))))).toBeUndefined();
  expect(powerLawTail(Array<number>(50).fill(3))).toBeUndefined();
  expect(powerLawTail(new Float64Array(50))).toBeUndefined();
  expect(powerLawTail([])).toBeUndefined();
});
