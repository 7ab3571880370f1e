import { mersenneTwister } from "#numerics/mersenne-twister.js";

/** Choices that a seed decides. */
export interface Random {
  /** An integer in [0, n). */
  readonly below: (n: number) => number;
  readonly chance: (probability: number) => boolean;
  /** One of these, of which there must be one. */
  readonly pick: <T>(from: readonly T[]) => T;
  readonly bytes: (n: number) => Buffer;
}

/** The same choices for the same words, whatever was drawn for others. */
export function randomOf(...words: readonly (string | number)[]): Random {
  const key = words.flatMap((word) => (typeof word === "number" ? [word >>> 0] : [...Buffer.from(word)]));
  const { next } = mersenneTwister(key);
  const below = (n: number) => Math.floor((next() / 2 ** 32) * n);
  return {
    below,
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (from) => {
      if (from.length === 0) throw new RangeError("nothing to pick from");
      return from[below(from.length)];
    },
    bytes: (n) => Buffer.from(Uint8Array.from({ length: n }, () => below(256))),
  };
}
