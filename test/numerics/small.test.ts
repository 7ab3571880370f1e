import { expect, test } from "vitest";
import { extremes } from "#numerics/extremes.js";
import { finiteOrNull } from "#numerics/finite-or-null.js";
import { greatestCommonDivisor } from "#numerics/greatest-common-divisor.js";
import { groupedBy } from "#numerics/grouped-by.js";
import { randomSigns } from "#numerics/random-signs.js";
import { rounded } from "#numerics/rounded.js";
import { sizeOf, tensor } from "#numerics/tensor.js";

test("the extremes stand where the first of the lowest and of the highest is, between the two ends only", () => {
  expect(extremes([9, 3, 1, 5, 1, 5, -9], 1, 6)).toEqual([2, 3]);
  expect(extremes([4], 0, 1)).toEqual([0, 0]);
  expect(extremes([0, 2, 1], 0, 3)).toEqual([0, 1]);
  expect(extremes([2, 0], 0, 2)).toEqual([1, 0]);
  expect(extremes([7, 7], 0, 2)).toEqual([0, 0]);
});

test("what is no number is no extreme, and of none there is none", () => {
  expect(extremes([Number.NaN, null, 2, "1", 3], 0, 5)).toEqual([2, 4]);
  expect(extremes([Number.NaN, null, "1"], 0, 3)).toEqual([]);
  expect(extremes([1, 2], 2, 2)).toEqual([]);
});

test("only a finite number is one in JSON", () => {
  expect([0, -1.5, undefined, null, Number.NaN, Number.POSITIVE_INFINITY].map(finiteOrNull)).toEqual([
    0,
    -1.5,
    null,
    null,
    null,
    null,
  ]);
});

test("the greatest common divisor, of 0 the other", () => {
  expect(greatestCommonDivisor(12, 18)).toBe(6);
  expect(greatestCommonDivisor(113, 112)).toBe(1);
  expect(greatestCommonDivisor(7, 0)).toBe(7);
  expect(greatestCommonDivisor(0, 7)).toBe(7);
});

test("groups come in the order of their first elements, which keep theirs", () => {
  expect([...groupedBy([5, 2, 7, 4, 9], (x) => x % 2)]).toEqual([
    [1, [5, 7, 9]],
    [0, [2, 4]],
  ]);
  expect(groupedBy([], String).size).toBe(0);
});

test("as many significant digits as asked", () => {
  expect(rounded([Math.PI, -12345, 1.2e-9, 0], 3)).toEqual([3.14, -12300, 1.2e-9, 0]);
  expect(rounded(Float64Array.of(0.123456789), 5)).toEqual([0.12346]);
});

/* np.random.RandomState(5).randint(0, 2 ** 32, 3, dtype="uint32") is 953453411, 236996814, 3739766767: their bits, lowest first. */
test("signs are the generator's bits, a new word for each 32 and for each vector", () => {
  const signs = (word: number, n: number) => Array.from({ length: n }, (_, bit) => ((word >>> bit) & 1 ? 1 : -1));
  const draw = randomSigns(5);
  expect([...draw(33)]).toEqual([...signs(953453411, 32), ...signs(236996814, 1)]);
  expect([...draw(32)]).toEqual(signs(3739766767, 32));
  expect(draw(0)).toHaveLength(0);
});

test("a tensor holds as many values as its shape says, a name an axis", () => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(tensor(["row", "column"], [2, 3], data)).toEqual({ axes: ["row", "column"], shape: [2, 3], data });
  expect([sizeOf([]), sizeOf([4]), sizeOf([2, 0, 3]), sizeOf([2, 3, 5])]).toEqual([1, 4, 0, 30]);
  const refusal = "tensor [row, column] of shape [2, 2] needs 4 values, got 6";
  expect(() => tensor(["row", "column"], [2, 2], data)).toThrow(new RangeError(refusal));
  expect(() => tensor(["row"] as readonly string[], [2, 3], data)).toThrow(RangeError);
});
