import { expect, test } from "vitest";
import { mersenneTwister } from "#numerics/mersenne-twister.js";

const first = (seed: number | readonly number[], count: number) => {
  const words = mersenneTwister(seed);
  return Array.from({ length: count }, () => words.next());
};

test("words of init_by_array are those of the authors' mt19937ar.out", () => {
  expect(first([0x123, 0x234, 0x345, 0x456], 5)).toEqual([1067595299, 955945823, 477289528, 4107218783, 4228976476]);
});

test("words of init_genrand are those of the C++ standard's mt19937", () => {
  const words = first(5489, 10_000);
  expect(words.slice(0, 3)).toEqual([3499211612, 581869302, 3890346734]);
  expect(words.at(-1)).toBe(4123659995);
});

test("a number's low 32 bits are its seed", () => {
  expect(first(2 ** 32 + 7, 3)).toEqual(first(7, 3));
  expect(first(8, 3)).not.toEqual(first(7, 3));
});
