import { mersenneTwister, type WordStream } from "./mersenne-twister.ts";

/**
 * The permutation of 0 … n−1 that `numpy.random.RandomState(seed).permutation(n)` returns, and the order in which its
 * `shuffle` leaves a list: for i = n−1 … 1, swap x[i] with x[j], j uniform in [0, i]. It is the legacy generator, also
 * behind `numpy.random.seed`; `default_rng` draws otherwise. A RangeError for a seed that numpy does not take.
 */
export function numpyPermutation(seed: number, n: number): Int32Array {
  if (!(seed >= 0 && seed < 2 ** 32)) throw new RangeError(`numpy takes seeds from 0 to 2^32 - 1, got ${seed}`);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const words = mersenneTwister(seed);
  for (let i = n - 1; i > 0; i--) {
    const j = upTo(i, words);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}

/** `random_interval`: the low bits of each word, as many as `largest` has, until they are at most it. */
function upTo(largest: number, words: WordStream): number {
  const mask = 0xffffffff >>> Math.clz32(largest);
  for (;;) {
    const drawn = (words.next() & mask) >>> 0;
    if (drawn <= largest) return drawn;
  }
}
