import { mersenneTwister } from "./mersenne-twister.ts";

/** How many signs a word of the generator gives. */
const BITS = 32;

/** A stream of vectors of n independent signs, each +1 or −1 with probability ½: the bits of MT19937's words, lowest first. */
export function randomSigns(seed: number): (n: number) => Float64Array {
  const { next } = mersenneTwister(seed);
  return (n) => {
    const signs = new Float64Array(n);
    for (let i = 0; i < n; i += BITS) {
      const word = next();
      const most = Math.min(BITS, n - i);
      for (let bit = 0; bit < most; bit++) signs[i + bit] = (word >>> bit) & 1 ? 1 : -1;
    }
    return signs;
  };
}
