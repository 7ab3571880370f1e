import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { tensor } from "#numerics/tensor.js";
import { probeAnswers, probePairs } from "#quantities/depth/linear-probe.js";
import { task } from "#tasks/_make.js";
import { normal } from "../../_networks.ts";

beforeAll(async () => {
  await startBackend();
});

const p = 17;
const addition = task("addition", p);
const pairs = probePairs(addition, [0]);

const activation = (width: number, value: (a: number, b: number, i: number) => number) =>
  tensor(
    ["pair", "d_model"],
    [p * p, width],
    Float32Array.from({ length: p * p * width }, (_, i) =>
      value(Math.floor(i / width / p), Math.floor(i / width) % p, i % width),
    ),
  );
const accuracies = (of: ReturnType<typeof activation>) => {
  const { answers, control } = probeAnswers(of, addition, pairs);
  const share = (given: Int32Array, right: Int32Array) =>
    given.reduce((sum, c, i) => sum + (c === right[pairs.held[i]] ? 1 : 0), 0) / given.length;
  return { accuracy: share(answers, addition.answers), control: share(control, pairs.shuffled) };
};
/** Twice chance, and some, of 145 pairs. */
const NEAR_CHANCE = 0.15;

describe("the pairs", () => {
  test("a pair and its mirror are on one side, each pair on one, all on some", () => {
    const fitted = new Set(pairs.fitted);
    for (const s of pairs.held) {
      expect(fitted.has(s)).toBe(false);
      expect(fitted.has((s % p) * p + Math.floor(s / p))).toBe(false);
    }
    expect(pairs.fitted.length + pairs.held.length).toBe(p * p);
    expect(Math.abs(pairs.fitted.length - pairs.held.length)).toBeLessThan(2 * p);
  });

  test("pairs without an answer are on none, and the shuffle keeps how often each answer is", () => {
    const division = task("division", 7);
    const { fitted, held, shuffled } = probePairs(division, [3]);
    for (const s of [...fitted, ...held]) expect(division.answers[s]).toBeGreaterThanOrEqual(0);
    expect(shuffled.slice().sort()).toEqual(division.answers.slice().sort());
  });

  test("other seeds give others", () => {
    expect(probePairs(addition, [1]).fitted).not.toEqual(pairs.fitted);
  });
});

test("waves of a + b are read off, whatever else is there and however large", () => {
  const draw = normal(4);
  const noise = Array.from({ length: p * p * 4 }, () => draw(30));
  const found = accuracies(
    activation(8, (a, b, i) => {
      if (i >= 4) return noise[(a * p + b) * 4 + i - 4];
      const angle = ((2 * Math.PI) / p) * [3, 5][i >> 1] * (a + b);
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    }),
  );
  expect(found.accuracy).toBe(1);
  expect(found.control).toBeLessThan(NEAR_CHANCE);
});

test("a and b apart are not a + b", () => {
  const draw = normal(6);
  const [ofA, ofB] = [0, 1].map(() => Array.from({ length: p * 12 }, () => draw(1)));
  const found = accuracies(activation(12, (a, b, i) => ofA[a * 12 + i] + ofB[b * 12 + i]));
  expect(found.accuracy).toBeLessThan(NEAR_CHANCE);
});

test("noise, and what is the same for every pair, say nothing", () => {
  const draw = normal(7);
  const noise = Array.from({ length: p * p * 6 }, () => draw(1));
  expect(accuracies(activation(6, (a, b, i) => noise[(a * p + b) * 6 + i])).accuracy).toBeLessThan(NEAR_CHANCE);
  expect(accuracies(activation(6, (_a, _b, i) => i)).accuracy).toBeLessThan(NEAR_CHANCE);
});

test("of an activation that is not finite, as of a network that diverged, no answer is given", () => {
  const found = probeAnswers(
    activation(4, (a) => (a === 3 ? Number.NaN : a)),
    addition,
    pairs,
  );
  for (const given of [found.answers, found.control]) expect(new Set(given)).toEqual(new Set([-1]));
});
