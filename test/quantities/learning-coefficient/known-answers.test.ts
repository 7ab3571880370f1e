import { describe, expect, test } from "vitest";
import { type LlcSettings, llcEstimate } from "#quantities/learning-coefficient/estimate.js";
import type { Landscape } from "#quantities/learning-coefficient/sgld.js";
import { partlyQuartic, quadratic, reducedRank, reducedRankCoefficient, type Shape } from "./_problems.ts";

/** nβ of a thousand samples. */
const N_BETA = 1000 / Math.log(1000);
const CALIBRATED: LlcSettings = {
  stepSize: 2e-4,
  localisation: 1,
  nBeta: N_BETA,
  burnIn: 300,
  draws: 1500,
  chains: 4,
  seed: 0,
};
const estimate = (problem: Landscape, settings: Partial<LlcSettings> = {}) =>
  llcEstimate(() => problem, { ...CALIBRATED, ...settings });
const spread = (d: number) => quadratic(Array.from({ length: d }, (_, i) => 1 + (2 * i) / (d - 1)));

test.each([10, 50, 200])("a regular minimum in %i dimensions has λ = d/2 within 3 %%", (d) => {
  const found = estimate(spread(d), d === 10 ? { draws: 6000 } : {});
  expect(found.refusal).toBeNull();
  expect(Math.abs((found.llc as number) / (d / 2) - 1)).toBeLessThan(0.03);
  expect(found.ofChains).toHaveLength(4);
});

test("the closed form of reduced-rank regression has its cases, and agrees with itself where they meet", () => {
  expect(reducedRankCoefficient([2, 3, 10, 1])).toBe(6.5);
  expect(reducedRankCoefficient([10, 3, 2, 1])).toBe(6.5);
  expect(reducedRankCoefficient([3, 12, 3, 1])).toBe(4.5);
  expect(reducedRankCoefficient([5, 3, 5, 1])).toBe(8);
  // One hidden unit, no truth: ‖a‖²‖b‖² has m/2 in m + m dimensions.
  expect(reducedRankCoefficient([4, 1, 4, 0])).toBe(2);
  // As many hidden units as the truth has ranks: regular but for the scaling of each with the others.
  expect(reducedRankCoefficient([5, 2, 4, 2])).toBe((2 * (5 + 4 - 2)) / 2);
});

test.each<Shape>([
  [2, 3, 10, 1],
  [3, 12, 3, 1],
  [5, 3, 5, 1],
])("reduced-rank regression of %i inputs, %i hidden units, %i outputs, rank %i is within 5 %%", (...shape) => {
  const settings = { stepSize: 4e-6, localisation: 10, nBeta: 1e4, burnIn: 10_000, draws: 45_000, chains: 2 };
  const found = estimate(reducedRank(shape), settings);
  expect(found.refusal).toBeNull();
  expect(Math.abs((found.llc as number) / reducedRankCoefficient(shape) - 1)).toBeLessThan(0.05);
  // Far below half the number of weights, which a regular minimum would have.
  expect(found.llc as number).toBeLessThan(0.6 * (reducedRank(shape).start.length / 2));
});

describe("degenerate directions", () => {
  test("flat ones count nothing", () => {
    const found = estimate(quadratic([...Array.from({ length: 20 }, () => 1), ...Array.from({ length: 80 }, () => 0)]));
    expect(Math.abs((found.llc as number) / 10 - 1)).toBeLessThan(0.06);
  });

  test("quartic ones count half as much as quadratic ones", () => {
    const found = estimate(partlyQuartic(40, 40), {
      localisation: 0.1,
      stepSize: 5e-4,
      burnIn: 3000,
      draws: 6000,
      chains: 2,
    });
    expect(Math.abs((found.llc as number) / (20 + 10) - 1)).toBeLessThan(0.06);
  });
});

describe("what is not calibrated is refused", () => {
  test("a step too large diverges", () => {
    expect(estimate(spread(50), { stepSize: 0.02 })).toMatchObject({ llc: null, refusal: "diverged", raw: Number.NaN });
  });

  test("a step that leaves all that w* has learnt behind has diverged, finite or not", () => {
    const found = llcEstimate(() => spread(50), { ...CALIBRATED, localisation: 0 }, { ceiling: 0.1 });
    expect(found).toMatchObject({ llc: null, refusal: "diverged" });
    expect(found.raw).toBeGreaterThan(20);
  });

  test("a step too small has not settled", () => {
    const found = estimate(spread(50), { stepSize: 1e-6 });
    expect(found).toMatchObject({ llc: null, refusal: "not-settled" });
    expect(found.drift).toBeGreaterThan(0.1);
    expect(found.rHat).toBeGreaterThan(1.2);
  });

  test("a point that is no minimum is said to be none", () => {
    const problem = quadratic([1, 1, 1, 1]);
    const start = Float64Array.of(1, 1, 1, 1);
    const found = estimate({ ...problem, start, loss: 2 });
    expect(found).toMatchObject({ llc: null, refusal: "not-a-minimum" });
    expect(found.descent).toBeGreaterThan(100);
    expect(found.raw).toBeLessThan(0);
  });

  test("a point no better than a guess is untrained", () => {
    const found = llcEstimate(() => ({ ...spread(10), loss: 1 }), { ...CALIBRATED, draws: 50 }, { ceiling: 1 });
    expect(found).toMatchObject({ llc: null, refusal: "untrained" });
  });
});

test("the same seed draws the same, another does not", () => {
  const short = { draws: 50, burnIn: 10 };
  expect(estimate(spread(10), short)).toEqual(estimate(spread(10), short));
  expect(estimate(spread(10), { ...short, seed: 9 }).raw).not.toBe(estimate(spread(10), short).raw);
});
