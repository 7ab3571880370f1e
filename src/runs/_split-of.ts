import { type Facts, numberFact } from "../layouts/_facts.ts";
import type { DrawnSplit, Reading } from "../layouts/_layout.ts";
import type { PairList } from "../layouts/_stored-split.ts";
import type { Activations } from "../networks/forward.ts";
import { lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { quotientOrder, splitFromIndices, splitFromPairs } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import { REPRODUCED } from "./_agreement.ts";
import type { Gathered } from "./_gathered.ts";
import { storedAtEnd } from "./_history.ts";

/** Seeds tried where the run states none: people use small ones. */
const SEEDS_TRIED = 100;
/** A seed that reproduces the stored losses is the one if every other seed is this many times farther off. */
const FOUND_LEAD = 5;
/** Where a layout does not say how its pairs were drawn, every way is tried; `universality` is torch-randperm again. */
const ANY_SCHEME: readonly DrawnSplit[] = (Object.keys(SCHEMES) as DrawnSplit["scheme"][])
  .filter((scheme) => scheme !== "universality")
  .map((scheme) => ({ scheme, seed: 0, fraction: 0.5 }));

/** A network at the last checkpoint, seen as having learnt a task. */
interface Seen {
  readonly reading: Reading;
  readonly task: Task;
  readonly logits: Activations["logits"];
}

/**
 * Which pairs were trained on: as the run stores them; else drawn from the seed that it or its code states, unless its
 * stored losses speak against that. Undefined where neither is to be had.
 */
export function knownSplit(seen: Seen, facts: Facts, gathered: Gathered): Split | undefined {
  const { reading, task } = seen;
  if (gathered.split?.train) {
    return storedSplit(task, gathered.split.train, gathered.split.test, `stored in ${gathered.split.file}`);
  }
  if (!reading.split) return undefined;
  const { fixed, fraction } = reading.split;
  const seed = fixed ? reading.split.seed : statedSeed(facts);
  if (seed === undefined) return undefined;
  const split = drawn(task, reading.split, seed, statedFraction(facts) ?? fraction);
  const misfit = fixed ? undefined : misfitFunction(seen, gathered);
  return misfit && !(misfit(split) <= REPRODUCED) ? undefined : split;
}

/** The split of the one seed whose train and test losses are the stored ones; undefined if none or several are. */
export function foundSplit(seen: Seen, facts: Facts, gathered: Gathered): Split | undefined {
  const { reading, task } = seen;
  const misfit = misfitFunction(seen, gathered);
  if (!misfit) return undefined;
  const stated = { seed: statedSeed(facts), fraction: statedFraction(facts) };
  const implied = impliedFraction(seen, gathered);
  const schemes = reading.split ? [reading.split] : ANY_SCHEME;
  const bySeed = schemes.flatMap((scheme) => {
    const fractions = stated.fraction === undefined ? [scheme.fraction, implied] : [stated.fraction];
    const usable = [...new Set(fractions)].filter((f) => f > 0 && f < 1);
    const seeds = new Set([stated.seed ?? scheme.seed, scheme.seed, ...Array(SEEDS_TRIED).keys()]);
    return [...seeds].map((seed) => usable.map((f) => drawn(task, scheme, seed, f)));
  });
  return reproducing(bySeed, misfit);
}

function statedSeed(facts: Facts): number | undefined {
  return numberFact(facts, "data_seed", "split_seed", "seed");
}

function statedFraction(facts: Facts): number | undefined {
  return numberFact(facts, "frac_train", "train_frac", "train_fraction", "fraction", "frac");
}

function storedSplit(task: Task, train: PairList, test: PairList | undefined, origin: string): Split {
  if (train.as === "pairs" && test?.as !== "indices") {
    return splitFromPairs(task.p, train.pairs, test?.pairs, origin, task.answers);
  }
  const indices = (list: PairList) =>
    list.as === "indices" ? list.indices : list.pairs.map(([a, b]) => a * task.p + b);
  return splitFromIndices(task.p, indices(train), test && indices(test), origin, task.answers);
}

function drawn(task: Task, { scheme }: DrawnSplit, seed: number, fraction: number): Split {
  // openai/grok, whose scheme this is, lists the pairs of a division by quotient and divisor.
  const listed = scheme === "numpy-permutation" && task.name === "division" ? quotientOrder(task) : undefined;
  return SCHEMES[scheme](task.p, seed, fraction, { answers: task.answers, ...(listed ? { listed } : {}) });
}

/** How far a split's train and test losses are from the stored ones, as a share; undefined where not both are stored. */
function misfitFunction({ reading, task, logits }: Seen, gathered: Gathered): ((split: Split) => number) | undefined {
  const { train_loss, test_loss } = storedAtEnd(gathered);
  if (train_loss === undefined || test_loss === undefined) return undefined;
  const losses = lossesOfPairs(logits, reading.architecture, task);
  return ({ member }) => {
    const total = [0, 0, 0];
    const count = [0, 0, 0];
    for (let s = 0; s < losses.length; s++) {
      total[member[s]] += losses[s];
      count[member[s]]++;
    }
    const error = (part: number, stored: number) => Math.abs(total[part] / count[part] / stored - 1);
    return Math.max(error(TRAIN, train_loss), error(TEST, test_loss));
  };
}

/** f of all = f · train + (1 − f) · test, to the nearest twentieth, which is how people state it. */
function impliedFraction({ reading, task, logits }: Seen, gathered: Gathered): number {
  const { train_loss = Number.NaN, test_loss = Number.NaN } = storedAtEnd(gathered);
  const all = meanOver(lossesOfPairs(logits, reading.architecture, task), task);
  return Math.round((20 * (test_loss - all)) / (test_loss - train_loss)) / 20;
}

/** Of the splits of many seeds the one that reproduces the stored losses, if it alone does. */
function reproducing(bySeed: readonly (readonly Split[])[], misfit: (split: Split) => number): Split | undefined {
  const tried = bySeed.flatMap((splits) => {
    const ranked = splits.map((split) => ({ split, error: misfit(split) })).toSorted((a, b) => a.error - b.error);
    return ranked.slice(0, 1);
  });
  const [best, next] = tried.toSorted((a, b) => a.error - b.error);
  if (!(best?.error <= REPRODUCED) || next.error < FOUND_LEAD * best.error) return undefined;
  const share = `${(100 * best.error).toPrecision(2)} %`;
  const origin = `${best.split.origin}: of ${tried.length} seeds the one that gives the stored losses, to ${share}`;
  return { ...best.split, kind: "found", origin };
}
