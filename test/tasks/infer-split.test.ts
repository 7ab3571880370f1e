import { describe, expect, test } from "vitest";
import { mersenneTwister } from "#numerics/mersenne-twister.js";
import { inferredSplit } from "#tasks/_infer-split.js";
import { task } from "#tasks/_make.js";
import { SCHEMES } from "#tasks/_schemes.js";
import { TRAIN } from "#tasks/_split.js";

const p = 23;
const words = mersenneTwister(0);
const uniform = () => words.next() / 2 ** 32;
const drawn = SCHEMES["cpython-shuffle"](p, 0, 0.3);

/** Losses within a factor e of `train` for the training pairs, of `test` for the others. */
const memorised = (train: number, test: number, member: Uint8Array = drawn.member) =>
  Float64Array.from(member, (value) => (value === TRAIN ? train : test) * Math.exp(uniform() - 0.5));

test("the pairs below the widest gap were trained on", () => {
  const inferred = inferredSplit(memorised(1e-6, 10));
  expect(inferred?.split.member).toEqual(drawn.member);
  expect(inferred?.split.kind).toBe("inferred");
  expect(inferred?.gap).toBeGreaterThan(1e6);
  expect(inferred?.split.origin).toMatch(/^inferred: the 158 pairs with the smallest loss, \d+× below the next$/);
});

test("the gap is the ratio at it", () => {
  const losses = Float64Array.from(drawn.member, (value) => (value === TRAIN ? 0.125 : 1));
  expect(inferredSplit(losses)?.gap).toBe(8);
  expect(inferredSplit(losses)?.split.origin).toContain("8.0× below the next");
});

test("training losses of exactly 0 leave a finite gap", () => {
  const losses = Float64Array.from(drawn.member, (value, s) => (value === TRAIN ? (s % 2) * 1e-30 : 1 + (s % 7)));
  expect(inferredSplit(losses)).toMatchObject({ split: { member: drawn.member }, gap: 2 ** 23 });
});

test("pairs without an answer are in neither part", () => {
  const { answers } = task("division", p);
  const divided = SCHEMES["numpy-permutation"](p, 0, 0.5, { answers });
  const losses = memorised(1e-3, 5, divided.member).map((loss, s) => ((answers[s] as number) < 0 ? Number.NaN : loss));
  expect(inferredSplit(losses)?.split.member).toEqual(divided.member);
});

describe("no split is inferred", () => {
  test("from losses of one kind", () => expect(inferredSplit(memorised(1, 1))).toBeUndefined());

  test("across a gap that is not wide", () => {
    const losses = Float64Array.from(drawn.member, (value) => (value === TRAIN ? 0.4 : 1));
    expect(inferredSplit(losses)).toBeUndefined();
  });

  test("from a gap in the tails", () => {
    const losses = Float64Array.from({ length: p * p }, (_, s) => (s < 0.04 * p * p ? 1e-6 : 1));
    expect(inferredSplit(losses)).toBeUndefined();
    expect(inferredSplit(losses.map((loss) => 1 / loss))).toBeUndefined();
  });

  test("from few pairs", () => {
    const { member } = SCHEMES["cpython-shuffle"](11, 0, 0.3);
    expect(inferredSplit(memorised(1e-6, 10, member))).toBeUndefined();
  });

  test("from a network that cannot tell (a, b) from (b, a)", () => {
    const losses = memorised(1e-6, 10);
    const symmetric = losses.map((loss, s) => Math.min(loss, losses[(s % p) * p + Math.floor(s / p)] as number));
    expect(inferredSplit(symmetric)).toBeUndefined();
  });
});
