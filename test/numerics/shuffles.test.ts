import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numpyPermutation } from "#numerics/numpy-random.js";
import { pythonShuffle } from "#numerics/python-random.js";
import { randperm } from "#numerics/torch-random.js";

/* The expected values are printed by this Python (CPython 3.11, torch 1.13, numpy 1.24):
def digest(v):
    x = 0
    for i in v: x = (x * 31 + int(i)) & 0xffffffff
    return x
for n in (10, 12769):
    for s in (0, 1, 42, -3, 2**32, 2**40 + 7): x = list(range(n)); random.seed(s); random.shuffle(x)
    for s in (0, 7, 2**32 + 7, -1): torch.manual_seed(s); x = torch.randperm(n)
    for s in (0, 1, 2**32 - 1): x = numpy.random.RandomState(s).permutation(n)      # n = 10, 9409
*/
const digest = (order: Int32Array) => order.reduce((sum, i) => (Math.imul(sum, 31) + i) >>> 0, 0);

test.each([
  [0, [7, 8, 1, 5, 3, 4, 2, 0, 9, 6], 1686829698],
  [1, [6, 8, 9, 7, 5, 3, 0, 4, 1, 2], 3348653840],
  [42, [7, 3, 2, 8, 5, 6, 9, 4, 0, 1], 945085902],
  [-3, [1, 5, 6, 0, 9, 4, 7, 2, 8, 3], 972285498],
  [2 ** 32, [8, 9, 3, 2, 4, 7, 0, 6, 5, 1], 1968465556],
  [2 ** 40 + 7, [0, 5, 2, 3, 6, 1, 8, 4, 7, 9], 3798964882],
])("random.shuffle after random.seed(%i) is CPython's", (seed, ten, digestOf12769) => {
  expect([...pythonShuffle(seed, 10)]).toEqual(ten);
  expect(digest(pythonShuffle(seed, 12769))).toBe(digestOf12769);
});

test.each([
  [0, [4, 1, 7, 5, 3, 9, 0, 8, 6, 2], 2950635204],
  [7, [5, 0, 3, 4, 1, 7, 9, 6, 8, 2], 1326803548],
  [2 ** 32 + 7, [5, 0, 3, 4, 1, 7, 9, 6, 8, 2], 1326803548],
  [-1, [1, 4, 6, 2, 0, 5, 8, 7, 9, 3], 2022606560],
])("randperm after manual_seed(%i) is torch's", (seed, ten, digestOf12769) => {
  expect([...randperm(seed, 10)]).toEqual(ten);
  expect(digest(randperm(seed, 12769))).toBe(digestOf12769);
});

test.each([
  [0, [2, 8, 4, 9, 1, 6, 7, 3, 0, 5], 1405941658],
  [1, [2, 9, 6, 4, 0, 3, 1, 7, 8, 5], 669410888],
  [2 ** 32 - 1, [6, 9, 5, 1, 8, 0, 7, 4, 2, 3], 3277535954],
])("RandomState(%i).permutation is numpy's", (seed, ten, digestOf9409) => {
  expect([...numpyPermutation(seed, 10)]).toEqual(ten);
  expect(digest(numpyPermutation(seed, 9409))).toBe(digestOf9409);
});

test.each([-1, 2 ** 32])("numpy takes no seed %i", (seed) => {
  const refusal = `numpy takes seeds from 0 to 2^32 - 1, got ${seed}`;
  expect(() => numpyPermutation(seed, 3)).toThrow(new RangeError(refusal));
});

test.each([
  ["pythonShuffle", pythonShuffle],
  ["randperm", randperm],
  ["numpyPermutation", numpyPermutation],
])("%s holds every index once", (_, order) => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(300), (seed, n) => {
      expect([...order(seed, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

const oracle = "../shared/oracles/rng.json";
describe.skipIf(!existsSync(oracle))(`${oracle} (skipped where it is absent)`, () => {
  const values: Record<string, number[] & [number, number][]> = existsSync(oracle)
    ? JSON.parse(readFileSync(oracle, "utf8"))
    : {};

  test("randperm", () => {
    expect([...randperm(598, 12769).slice(0, 16)]).toEqual(values.seed598_randperm_12769_head);
    expect([...randperm(0, 100)]).toEqual(values.seed0_randperm_100);
  });

  test.each([0, 1, 42])("random.shuffle of the pairs of p = 113, seed %i", (seed) => {
    const pairs = Array.from(pythonShuffle(seed, 113 ** 2), (s) => [Math.floor(s / 113), s % 113]);
    expect(pairs.slice(0, 8)).toEqual(values[`python_shuffle_seed${seed}_head`]);
    expect(pairs.slice(-4)).toEqual(values[`python_shuffle_seed${seed}_tail`]);
  });
});
