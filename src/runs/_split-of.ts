import { RunError } from "../errors.ts";
import type { Facts } from "../layouts/_facts.ts";
import type { DrawnSplit, Reading } from "../layouts/_layout.ts";
import type { PairList } from "../layouts/_stored-split.ts";
import type { Activations } from "../networks/forward.ts";
import { correctPairs, lossesOfPairs, meanOver } from "../networks/pair-losses.ts";
import { memo } from "../numerics/memo.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { quotientOrder, splitFromIndices, splitFromPairs } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import { outOfReach, REPRODUCED } from "./_agreement.ts";
import type { Gathered } from "./_gathered.ts";
import { storedAtEnd } from "./_history.ts";
import { type Share, statedSeeds, statedShare } from "./_stated-split.ts";

/** Seeds tried where the run states none: people use small ones. */
const SEEDS_TRIED = 100;
/** Pairs that may be shuffled for each fraction, which takes seconds: for large p fewer seeds are tried, and the origin says how many. */
const MAX_SHUFFLED = 2e7;
/**
 * A seed that reproduces the stored losses is the one if every other seed is this many times farther off. Of many splits the
 * nearest leads the next by a factor f with a chance of 1/f where one loss is compared, of 1/f² where two are; and that in
 * every order of the pairs and for every reading that is searched, some dozens.
 */
const FOUND_LEAD = 40;
const FOUND_LEAD_BY_ONE = 10_000;
/** The same for the few splits of a seed that is stated, or that the layout's code has. */
const STATED_LEAD = 5;
/** A network that gets this share of its training pairs right has learnt them … */
const LEARNT = 0.99;
/** … and one that falls short of it by this much has not: they are other ones. */
const SHORT = 0.05;
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
    const split = storedSplit(task, gathered.split.train, gathered.split.test, `stored in ${gathered.split.file}`);
    return theRightWayRound(split, seen, gathered);
  }
  const stated = statedShare(facts);
  const usual = reading.split && { ...reading.split, share: stated ?? (() => reading.split?.fraction as number) };
  if (usual?.fixed) return drawn(task, usual, usual.seed, usual.share);
  const [first, ...others] = statedSeeds(facts);
  if (first === undefined) return undefined;
  const misfit = misfitFunction(seen, gathered);
  const likeliest = usual && drawn(task, usual, first, usual.share);
  const share = stated ?? usual?.share;
  if (share === undefined) return undefined;
  if (likeliest && !misfit) return learntOne(likeliest, seen, first, share);
  if (likeliest && misfit && misfit(likeliest) <= REPRODUCED) return likeliest;
  // Another stated seed, and another way to draw from one, count where the stored losses speak for them.
  if (!misfit) return undefined;
  const tried = [first, ...others]
    .flatMap((seed) => ANY_SCHEME.map((scheme) => drawn(task, scheme, seed, share)))
    .map((split) => ({ split, error: misfit(split) }))
    .toSorted((a, b) => a.error - b.error);
  return tried[0].error <= REPRODUCED && !(tried[1].error < STATED_LEAD * tried[0].error) ? tried[0].split : undefined;
}

/** Of the splits that a seed gives the likeliest, unless its training pairs are not learnt and those of one other are. */
function learntOne(likeliest: Split, { reading, task, logits }: Seen, seed: number, share: Share): Split {
  const right = correctPairs(logits, reading.architecture, task);
  const isLearnt = (split: Split) => meanOver(right, task, split, TRAIN) >= LEARNT;
  if (isLearnt(likeliest)) return likeliest;
  const others = ANY_SCHEME.map((scheme) => drawn(task, scheme, seed, share)).filter(isLearnt);
  return others.length === 1
    ? { ...others[0], origin: `${others[0].origin}: of all ways to draw them the one whose training pairs are learnt` }
    : likeliest;
}

/** A stored split, or the one with b and a exchanged, which scripts that list b first store, where that is clearly right. */
function theRightWayRound(split: Split, seen: Seen, gathered: Gathered): Split {
  const { reading, task, logits } = seen;
  const { p } = task;
  const exchanged: Split = {
    ...split,
    member: split.member.map((_, s) => split.member[(s % p) * p + Math.floor(s / p)]),
    origin: `${split.origin}, b before a`,
  };
  if (Buffer.compare(split.member, exchanged.member) === 0) return split;
  const misfit = misfitFunction(seen, gathered);
  if (misfit) {
    const [there, here] = [misfit(exchanged), misfit(split)];
    return there <= REPRODUCED && STATED_LEAD * there <= here ? exchanged : split;
  }
  const right = correctPairs(logits, reading.architecture, task);
  const learnt = (one: Split) => meanOver(right, task, one, TRAIN);
  return learnt(split) < LEARNT - SHORT && learnt(exchanged) >= LEARNT ? exchanged : split;
}

/** The split of the one seed whose train and test losses are the stored ones; undefined if none or several are. */
export function foundSplit(seen: Seen, facts: Facts, gathered: Gathered): Split | undefined {
  const { reading, task } = seen;
  const misfit = misfitFunction(seen, gathered);
  if (!misfit || outOfReach(seen.logits, reading.architecture, task, storedAtEnd(gathered))) return undefined;
  const stated = { seeds: statedSeeds(facts), share: statedShare(facts) };
  const implied = impliedFraction(seen, gathered);
  // What a layout says of its code comes first, and is not always so: others write the same tensors.
  const schemes = reading.split
    ? [reading.split, ...ANY_SCHEME.filter(({ scheme }) => scheme !== reading.split?.scheme)]
    : ANY_SCHEME;
  const orders = enumerations(task);
  const most = Math.floor(MAX_SHUFFLED / (task.answers.length * schemes.length * orders.length));
  const seedsTried = Math.min(SEEDS_TRIED, most);
  for (const order of orders) {
    const bySeed = schemes.flatMap((scheme) => {
      const guessed = implied === undefined ? [scheme.fraction, ...USUAL_FRACTIONS] : [scheme.fraction, implied];
      const usable = [...new Set(guessed)]
        .filter((f) => f > 0 && f < 1)
        .map(
          (f): Share =>
            () =>
              f,
        );
      const shares = stated.share === undefined ? usable : [stated.share];
      const seeds = new Set([...stated.seeds, scheme.seed, ...Array(seedsTried).keys()]);
      return [...seeds].map((seed) => ({
        splits: shares.map((share) => drawn(task, scheme, seed, share, order)),
        expected: stated.seeds.includes(seed) || (scheme === reading.split && seed === scheme.seed),
      }));
    });
    const lead = storedAtEnd(gathered).test_loss === undefined ? FOUND_LEAD_BY_ONE : FOUND_LEAD;
    const found = reproducing(bySeed, misfit, lead);
    if (found) return found;
  }
  return undefined;
}

/** The orders in which scripts list the pairs before they shuffle them, the usual first: a in the outer loop. */
function enumerations(task: Task): readonly (Enumeration | undefined)[] {
  const { p, answers } = task;
  const pairs = (pair: (i: number, j: number) => number, from = 0) =>
    Int32Array.from(
      Array.from({ length: (p - from) ** 2 }, (_, s) =>
        pair(from + Math.floor(s / (p - from)), from + (s % (p - from))),
      ).filter((s) => answers[s] >= 0),
    );
  const orders: Enumeration[] = [
    { words: "listed with b in the outer loop", listed: pairs((b, a) => a * p + b) },
    { words: "without 0", listed: pairs((a, b) => a * p + b, 1) },
  ];
  if (task.name === "division") orders.push({ words: "listed by quotient and divisor", listed: byQuotient(task) });
  return [undefined, ...orders];
}

const byQuotient = memo((task: Task) => quotientOrder(task));

/** The pairs in the order in which a script lists them. */
interface Enumeration {
  readonly words: string;
  readonly listed: Int32Array;
}

/** Fractions that people train on, where the losses of the rest are not stored to tell. */
const USUAL_FRACTIONS = [0.8, 0.7, 0.5, 0.6, 0.4, 0.3, 0.9, 0.75, 0.25, 0.2];

function storedSplit(task: Task, storedTrain: PairList, storedTest: PairList | undefined, origin: string): Split {
  const first = (storedTrain.as === "pairs" && storedTrain.row?.firstToken) || 0;
  const train = ofResidues(task.p, storedTrain, first);
  const test = storedTest && ofResidues(task.p, storedTest, first);
  if (train.as === "pairs" && (test === undefined || test.as === "pairs")) {
    return splitFromPairs(task.p, train.pairs, test?.pairs, origin, task.answers);
  }
  const indices = (list: PairList) =>
    list.as === "indices"
      ? list.indices
      : list.as === "mask"
        ? maskedPairs(task, list.mask, origin)
        : list.pairs.map(([a, b]) => a * task.p + b);
  return splitFromIndices(task.p, indices(train), test && indices(test), origin, task.answers);
}

/** Pairs of tokens as residues: those from the first one on, with b in a vocabulary of its own, p … 2p − 1, or not. */
function ofResidues(p: number, list: PairList, first: number): PairList {
  if (list.as !== "pairs") return list;
  const own = list.pairs.every(([, b]) => b - first >= p && b - first < 2 * p) ? p : 0;
  return { as: "pairs", pairs: list.pairs.map(([a, b]) => [a - first, b - first - own] as const) };
}

/** The pairs that a mask is true of: over all p², or over those alone that have an answer. */
function maskedPairs({ p, answers }: Task, mask: readonly boolean[], origin: string): readonly number[] {
  const listed = [...answers.keys()].filter((s) => mask.length === answers.length || answers[s] >= 0);
  if (mask.length !== listed.length)
    throw new RunError(
      origin,
      `a mask of ${mask.length} values, and there are ${listed.length} pairs of ${p} residues`,
      "give a mask over all pairs (a, b), a in the outer loop",
    );
  return listed.filter((_, i) => mask[i]);
}

function drawn(
  task: Task,
  { scheme }: Pick<DrawnSplit, "scheme">,
  seed: number,
  share: Share,
  order?: Enumeration,
): Split {
  // openai/grok, whose scheme this is, lists the pairs of a division by quotient and divisor.
  const own = scheme === "numpy-permutation" && task.name === "division" ? byQuotient(task) : undefined;
  const listed = order?.listed ?? own;
  const pairs = listed?.length ?? task.answers.reduce((count, answer) => count + (answer >= 0 ? 1 : 0), 0);
  const split = SCHEMES[scheme](task.p, seed, share(pairs), { answers: task.answers, ...(listed ? { listed } : {}) });
  return order ? { ...split, origin: `${split.origin} ${order.words}` } : split;
}

/** How far a split's train and test losses are from the stored ones, as a share; undefined without a stored train loss. */
function misfitFunction({ reading, task, logits }: Seen, gathered: Gathered): ((split: Split) => number) | undefined {
  const { train_loss, test_loss } = storedAtEnd(gathered);
  if (train_loss === undefined) return undefined;
  // Trainers log over the answers, or over every logit.
  const [answers, all] = (["answers", "all"] as const).map((over) =>
    lossesOfPairs(logits, reading.architecture, task, { over, dtype: "float64" }),
  );
  const conventions = answers.every((loss, s) => loss === all[s]) ? [answers] : [answers, all];
  return (split) => Math.min(...conventions.map((losses) => misfit(losses, split, train_loss, test_loss)));
}

function misfit(losses: Float64Array, { member }: Split, train_loss: number, test_loss: number | undefined): number {
  const total = [0, 0, 0];
  const count = [0, 0, 0];
  for (let s = 0; s < losses.length; s++) {
    total[member[s]] += losses[s];
    count[member[s]]++;
  }
  const error = (part: number, stored: number) => Math.abs(total[part] / count[part] / stored - 1);
  return Math.max(error(TRAIN, train_loss), test_loss === undefined ? 0 : error(TEST, test_loss));
}

/** f of all = f · train + (1 − f) · test, to the nearest twentieth, which is how people state it. */
function impliedFraction({ reading, task, logits }: Seen, gathered: Gathered): number | undefined {
  const { train_loss = Number.NaN, test_loss } = storedAtEnd(gathered);
  if (test_loss === undefined) return undefined;
  const all = meanOver(lossesOfPairs(logits, reading.architecture, task), task);
  return Math.round((20 * (test_loss - all)) / (test_loss - train_loss)) / 20;
}

/** Of the splits of many seeds the one that reproduces the stored losses, if it alone does. */
function reproducing(
  bySeed: readonly { readonly splits: readonly Split[]; readonly expected: boolean }[],
  misfit: (split: Split) => number,
  lead: number,
): Split | undefined {
  const tried = bySeed.flatMap(({ splits, expected }) => {
    const ranked = splits
      .map((split) => ({ split, expected, error: misfit(split) }))
      .toSorted((a, b) => a.error - b.error);
    return ranked.slice(0, 1);
  });
  const ranked = tried.toSorted((a, b) => a.error - b.error);
  const [best] = ranked;
  // Two schemes may be one for most seeds: their splits are no rivals.
  const next = ranked.find(({ split }) => Buffer.compare(split.member, best.split.member) !== 0);
  if (!(best?.error <= REPRODUCED) || !next || next.error < (best.expected ? STATED_LEAD : lead) * best.error)
    return undefined;
  const share = `${(100 * best.error).toPrecision(2)} %`;
  const origin = `${best.split.origin}: of ${tried.length} seeds the one that gives the stored losses, to ${share}`;
  return { ...best.split, kind: "found", origin };
}
