import { mersenneTwister, type WordStream } from "./mersenne-twister.ts";

const TWO_TO_32 = 2 ** 32;

/**
 * The order of 0 … n−1 after CPython's `random.seed(seed); random.shuffle(x)` on x = [0 … n−1]: for i = n−1 … 1, swap
 * x[i] with x[j], j uniform in [0, i]. The seed is a safe integer, whose sign CPython drops. The same since Python 3.2.
 */
export function pythonShuffle(seed: number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const words = mersenneTwister(keyOf(Math.abs(seed)));
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1, words);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}

/** The 32-bit digits of the seed, lowest first. */
function keyOf(seed: number): number[] {
  return seed < TWO_TO_32 ? [seed] : [seed % TWO_TO_32, Math.floor(seed / TWO_TO_32)];
}

/** `Random._randbelow`: the top bits of each word, as many as `limit` has, until they are below it. */
function below(limit: number, words: WordStream): number {
  const shift = Math.clz32(limit);
  for (;;) {
    const drawn = words.next() >>> shift;
    if (drawn < limit) return drawn;
  }
}
