import { UsageError } from "../errors.ts";
import { numpyPermutation } from "../numerics/numpy-random.ts";
import { pythonShuffle } from "../numerics/python-random.ts";
import { randperm } from "../numerics/torch-random.ts";
import type { Split } from "./_split.ts";
import { splitFromOrder } from "./_splits.ts";

export interface SchemeOptions {
  /** The task's answers: pairs without one were never listed. Without them every pair has one. */
  readonly answers?: Int32Array;
  /**
   * The pair indices as the training script listed them before it shuffled; lexicographic unless given. openai/grok, for
   * one, lists division by (c, b), with a = c·b.
   */
  readonly listed?: Int32Array;
}

/** The split of the p² pairs that a training script draws from a seed and the fraction it trains on. */
export type Scheme = (p: number, seed: number, fraction: number, options?: SchemeOptions) => Split;

/** Each way of drawing a split that published training code has. */
export const SCHEMES: {
  readonly [name in "cpython-shuffle" | "torch-randperm" | "universality" | "numpy-permutation"]: Scheme;
} = {
  /** `random.seed(s); random.shuffle(pairs)`, the first int(fraction · n): Nanda et al. 2023. */
  "cpython-shuffle": scheme("CPython random.shuffle", pythonShuffle, Math.trunc),
  /** `torch.manual_seed(s); torch.randperm(n)` on a CPU, the first int(fraction · n): TransformerLens's demo. */
  "torch-randperm": scheme("torch.randperm on a CPU", randperm, Math.trunc),
  /** The same, but seed 0 leaves the pairs in order: Chughtai et al. 2023. */
  universality: (p, seed, fraction, options) =>
    seed === 0
      ? scheme("pairs in order", inOrder, Math.trunc)(p, seed, fraction, options)
      : scheme("torch.randperm on a CPU", randperm, Math.trunc)(p, seed, fraction, options),
  /** `numpy.random.RandomState(s).shuffle(pairs)`, the first round(fraction · n): Power et al. 2022. */
  "numpy-permutation": scheme("numpy RandomState.shuffle", numpyPermutation, pythonRound),
};

function scheme(
  words: string,
  permutation: (seed: number, n: number) => Int32Array,
  rounded: (count: number) => number,
): Scheme {
  // Whoever tries fractions asks for one permutation many times in a row.
  let last: { readonly seed: number; readonly n: number; readonly order: Int32Array } | undefined;
  const permuted = (seed: number, n: number) => {
    last = last?.seed === seed && last.n === n ? last : { seed, n, order: permutation(seed, n) };
    return last.order;
  };
  return (p, seed, fraction, options = {}) => {
    if (!(fraction > 0 && fraction < 1)) {
      throw new UsageError("split", `the fraction to train on lies between 0 and 1, got ${fraction}`);
    }
    if (!Number.isSafeInteger(seed)) throw new UsageError("split", `a seed is an integer, got ${seed}`);
    const listed = options.listed ?? answered(p, options.answers);
    const n = listed.length;
    const trainCount = rounded(fraction * n);
    const order = permuted(seed, n).map((i) => listed[i] as number);
    return splitFromOrder(order, trainCount, p * p, `${words}, seed ${seed}, first ${trainCount} of ${n} pairs`);
  };
}

function answered(p: number, answers: Int32Array | undefined): Int32Array {
  return inOrder(0, p * p).filter((s) => (answers?.[s] ?? 0) >= 0);
}

function inOrder(_seed: number, n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

/** Python's `round`: halves go to the even neighbour. */
function pythonRound(x: number): number {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}
