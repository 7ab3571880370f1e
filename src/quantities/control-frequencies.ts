import { pythonShuffle } from "../numerics/python-random.ts";

/** How many random sets a control has. */
export const CONTROL_DRAWS = 10;

/**
 * Sets of as many random frequencies from 1 … `most` as there are keys, none of them a key: what a measure of the keys is
 * held against. Draw i is CPython's `random.seed(i); random.shuffle(others)`, its first ones. None where too few are left.
 */
export function controlFrequencies(keys: readonly number[], most: number): readonly (readonly number[])[] {
  const others = Array.from({ length: most }, (_, i) => i + 1).filter((k) => !keys.includes(k));
  if (keys.length === 0 || others.length < keys.length) return [];
  return Array.from({ length: CONTROL_DRAWS }, (_, seed) =>
    [...pythonShuffle(seed, others.length).slice(0, keys.length)].map((i) => others[i]).sort((a, b) => a - b),
  );
}
