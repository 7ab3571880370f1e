import fc from "fast-check";
import { expect, test } from "vitest";
import { RunError, UsageError } from "#errors.js";
import { task } from "#tasks/_make.js";
import { SCHEMES } from "#tasks/_schemes.js";
import { NEITHER, type Split, TEST, TRAIN } from "#tasks/_split.js";
import { counts, splitFromIndices, splitFromPairs } from "#tasks/_splits.js";

const trained = (split: Split) => [...split.member.keys()].filter((s) => split.member[s] === TRAIN);

/* The sums of the training pairs' indices are printed by this Python (p = 113, or 97 for numpy):
pairs = list(range(p * p)); random.seed(0); random.shuffle(pairs); print(sum(pairs[:int(0.3 * p * p)]))
torch.manual_seed(598); print(torch.randperm(p * p)[:int(0.3 * p * p)].sum())
pairs = list(range(p * p)); numpy.random.RandomState(0).shuffle(pairs); print(sum(pairs[:round(0.5 * p * p)])) */
test.each([
  ["cpython-shuffle", 113, 0, 0.3, 24672933, "CPython random.shuffle, seed 0, first 3830 of 12769 pairs"],
  ["torch-randperm", 113, 598, 0.3, 24375818, "torch.randperm on a CPU, seed 598, first 3830 of 12769 pairs"],
  ["universality", 113, 598, 0.3, 24375818, "torch.randperm on a CPU, seed 598, first 3830 of 12769 pairs"],
  ["universality", 113, 0, 0.3, (3829 * 3830) / 2, "pairs in order, seed 0, first 3830 of 12769 pairs"],
  ["numpy-permutation", 97, 0, 0.5, 22222316, "numpy RandomState.shuffle, seed 0, first 4704 of 9409 pairs"],
] as const)("%s draws its split of p = %i, seed %i", (name, p, seed, fraction, sum, origin) => {
  const split = SCHEMES[name](p, seed, fraction);
  expect(split).toMatchObject({ origin, kind: "drawn" });
  expect(trained(split).reduce((total, s) => total + s, 0)).toBe(sum);
});

test.each(Object.entries(SCHEMES))("%s puts every answered pair in one part, by the fraction", (_, scheme) => {
  const { answers } = task("division", 13);
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, fraction) => {
      const split = scheme(13, seed, fraction, { answers });
      const { train, test: tested } = counts(split);
      expect(train + tested).toBe(13 * 12);
      expect(Math.abs(train - fraction * 13 * 12)).toBeLessThan(1);
      expect([...split.member.keys()].filter((s) => split.member[s] === NEITHER)).toEqual(
        [...answers.keys()].filter((s) => s % 13 === 0),
      );
    }),
  );
});

test("pairs listed in another order are shuffled in that order", () => {
  const listed = Int32Array.of(8, 7, 6, 5, 4, 3, 2, 1, 0);
  const plain = trained(SCHEMES["torch-randperm"](3, 1, 0.5));
  expect(trained(SCHEMES["torch-randperm"](3, 1, 0.5, { listed }))).toEqual(plain.map((s) => 8 - s).sort());
});

test.each([
  [0, 0],
  [0, 1],
  [0, 30],
  [0.5, 0.3],
])("no split is drawn with seed %d and fraction %d", (seed, fraction) => {
  expect(() => SCHEMES["cpython-shuffle"](5, seed, fraction)).toThrow(UsageError);
});

test("stored pairs are a split, and all others are tested on unless the run says which", () => {
  const pairs = [
    [0, 1],
    [1, 1],
  ] as const;
  expect(splitFromPairs(2, pairs, undefined, "stored in init.pth")).toEqual({
    member: Uint8Array.of(TEST, TRAIN, TEST, TRAIN),
    origin: "stored in init.pth",
    kind: "stored",
  });
  expect(splitFromPairs(2, pairs, [[0, 0]], "x").member).toEqual(Uint8Array.of(TEST, TRAIN, NEITHER, TRAIN));
  expect(splitFromIndices(2, [1, 3], [0], "x").member).toEqual(Uint8Array.of(TEST, TRAIN, NEITHER, TRAIN));
});

test("a pair without an answer is not tested on", () => {
  const { answers } = task("division", 3);
  const split = splitFromIndices(3, Int32Array.of(1, 2), undefined, "x", answers);
  expect([...split.member]).toEqual([NEITHER, TRAIN, TRAIN, NEITHER, TEST, TEST, NEITHER, TEST, TEST]);
  expect(counts(split)).toEqual({ train: 2, test: 4 });
});

test("what a run stored is the split that was drawn", () => {
  const drawn = SCHEMES["cpython-shuffle"](11, 3, 0.4);
  const pairs = trained(drawn).map((s) => [Math.floor(s / 11), s % 11] as const);
  expect(splitFromPairs(11, pairs, undefined, "x").member).toEqual(drawn.member);
});

test.each([
  [[[0, 3]], undefined, "x: train pair 0: a and b are integers from 0 to 2, got (0, 3)"],
  [
    [
      [0, 1],
      [-1, 1],
    ],
    undefined,
    "x: train pair 1: a and b are integers from 0 to 2, got (-1, 1)",
  ],
  [
    [
      [0, 1],
      [2, 1],
      [0, 1],
    ],
    undefined,
    "x: train pair 2: already listed under train: (0, 1)",
  ],
  [
    [[0, 1]],
    [
      [2, 2],
      [0, 1],
    ],
    "x: test pair 1: already listed under train: (0, 1)",
  ],
  [
    [[0, 1]],
    [
      [2, 2],
      [2, 2],
    ],
    "x: test pair 1: already listed under test: (2, 2)",
  ],
] as [[number, number][], [number, number][] | undefined, string][])(
  "stored pairs %j, %j are refused",
  (train, tests, message) => {
    expect(() => splitFromPairs(3, train, tests, "x")).toThrow(RunError);
    expect(() => splitFromPairs(3, train, tests, "x")).toThrow(message);
  },
);

test.each([9, -1, 0.5])("a stored index %d is refused", (s) => {
  expect(() => splitFromIndices(3, [0, s], undefined, "x")).toThrow(
    `x: train pair 1: a pair's index is an integer from 0 to 8, got ${s}`,
  );
});
