import { describe, expect, test } from "vitest";
import { pythonShuffle } from "#numerics/python-random.js";
import { CONTROL_DRAWS, controlFrequencies } from "#quantities/control-frequencies.js";

const KEYS: readonly (readonly [keys: readonly number[], most: number])[] = [
  [[14, 35, 41, 42, 52], 56],
  [[3, 11, 13], 14],
  [[56], 56],
  [[1, 2, 3, 4, 5, 6, 7], 14],
  [[2], 2],
];

describe.each(KEYS)("controls of the keys %j of 1 … %i", (keys, most) => {
  const draws = controlFrequencies(keys, most);

  test("are ten sets of as many other frequencies", () => {
    expect(draws).toHaveLength(CONTROL_DRAWS);
    for (const draw of draws) {
      expect(new Set(draw).size).toBe(keys.length);
      for (const k of draw) {
        expect(Number.isInteger(k) && k >= 1 && k <= most, `${k}`).toBe(true);
        expect(keys).not.toContain(k);
      }
      expect(draw).toEqual(draw.toSorted((a, b) => a - b));
    }
  });

  test("are the same every time, in whatever order the keys are", () => {
    expect(controlFrequencies(keys, most)).toEqual(draws);
    expect(controlFrequencies(keys.toReversed(), most)).toEqual(draws);
  });

  test("are the first of the others as CPython shuffles them with the seeds 0 … 9", () => {
    const others = Array.from({ length: most }, (_, i) => i + 1).filter((k) => !keys.includes(k));
    const shuffled = (seed: number) => [...pythonShuffle(seed, others.length)].map((i) => others[i]);
    for (const [seed, draw] of draws.entries()) {
      expect(new Set(draw)).toEqual(new Set(shuffled(seed).slice(0, keys.length)));
    }
  });
});

test("are what CPython itself gives", () => {
  // others = [k for k in range(1, 57) if k not in (14, 35, 41, 42, 52)]
  // for s in 0, 9: random.seed(s); x = list(others); random.shuffle(x); print(sorted(x[:5]))
  const draws = controlFrequencies([14, 35, 41, 42, 52], 56);
  expect(draws[0]).toEqual([13, 29, 45, 46, 47]);
  expect(draws[9]).toEqual([17, 33, 36, 50, 53]);
});

test("differ from draw to draw where there is a choice", () => {
  const draws = controlFrequencies([14, 35, 41, 42, 52], 56);
  expect(new Set(draws.map((draw) => draw.join())).size).toBe(CONTROL_DRAWS);
});

test("of every frequency that is left there is one set", () => {
  expect(controlFrequencies([1, 3], 4)).toEqual(Array(CONTROL_DRAWS).fill([2, 4]));
});

test.each<[keys: readonly number[], most: number]>([
  [[], 56],
  [[1, 2, 3], 5],
  [[1], 1],
  [[1, 2, 3, 4], 4],
])("there are none of the keys %j of 1 … %i: too few are left, or nothing to hold against them", (keys, most) => {
  expect(controlFrequencies(keys, most)).toEqual([]);
});
