import { UsageError } from "../errors.ts";
import { memo } from "../numerics/memo.ts";
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

const torch = scheme("torch.randperm on a CPU", randperm, Math.trunc);
const unshuffled = scheme("pairs in order", inOrder, Math.trunc);

/** Each way of drawing a split that published training code has. */
export const SCHEMES: {
  readonly [name in "cpython-shuffle" | "torch-randperm" | "universality" | "numpy-permutation"]: Scheme;
} = {
  /** `random.seed(s); random.shuffle(pairs)`, the first int(fraction · n): Nanda et al. 2023. */
  "cpython-shuffle": scheme("CPython random.shuffle", pythonShuffle, Math.trunc),
  /** `torch.manual_seed(s); torch.randperm(n)` on a CPU, the first int(fraction · n): TransformerLens's demo. */
  "torch-randperm": torch,
  /** The same, but seed 0 leaves the pairs in order: Chughtai et al. 2023. */
  universality: (p, seed, fraction, options) => (seed === 0 ? unshuffled : torch)(p, seed, fraction, options),
  /** `numpy.random.RandomState(s).shuffle(pairs)`, the first round(fraction · n): Power et al. 2022. */
  "numpy-permutation": scheme("numpy RandomState.shuffle", numpyPermutation, pythonRound),
};

function scheme(
  words: string,
  permutation: (seed: number, n: number) => Int32Array,
  rounded: (count: number) => number,
): Scheme {
  // Where splits are searched for, each seed is asked for several fractions, one after the other.
  let last: { readonly seed: number; readonly listed: Int32Array; readonly order: Int32Array } | undefined;
  const shuffled = (seed: number, listed: Int32Array): Int32Array => {
    if (last?.seed === seed && last.listed === listed) return last.order;
    const order = permutation(seed, listed.length).map((i) => listed[i] as number);
    last = { seed, listed, order };
    return order;
  };
  return (p, seed, fraction, options = {}) => {
    if (!(fraction > 0 && fraction < 1)) {
      throw new UsageError("split", `the fraction to train on lies between 0 and 1, got ${fraction}`);
    }
    if (!Number.isSafeInteger(seed)) throw new UsageError("split", `a seed is an integer, got ${seed}`);
    const listed = options.listed ?? (options.answers ? answered(options.answers) : inOrder(0, p * p));
    const n = listed.length;
    const trainCount = rounded(fraction * n);
    return splitFromOrder(
      shuffled(seed, listed),
      trainCount,
      p * p,
      `${words}, seed ${seed}, first ${trainCount} of ${n} pairs`,
    );
  };
}

/** The pairs that have an answer, in order. */
const answered = memo((answers: Int32Array) => inOrder(0, answers.length).filter((s) => answers[s] >= 0));

function inOrder(_seed: number, n: number): Int32Array {
  return new Int32Array(n).map((_, i) => i);
}

/** Python's `round`: halves go to the even neighbour. */
function pythonRound(x: number): number {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}
