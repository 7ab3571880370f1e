import type { Facts } from "../layouts/_facts.ts";
import { numberFact } from "../layouts/_facts.ts";
import type { DrawnSplit, Reading } from "../layouts/_layout.ts";
import type { PairList } from "../layouts/_stored-split.ts";
import type { Activations } from "../models/forward.ts";
import { lossesOfPairs, meanOver } from "../models/pair-losses.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { splitFromIndices, splitFromPairs } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import { REPRODUCED } from "./_agreement.ts";
import { storedAtEnd } from "./_history.ts";
import type { Gathered } from "./_snapshots.ts";

/** Seeds tried where the run states none: people use small ones. */
const SEEDS_TRIED = 100;
/** A seed that reproduces the stored losses is the one if every other seed is this many times farther off. */
const FOUND_LEAD = 5;

interface Seen {
  readonly reading: Reading;
  readonly task: Task;
  readonly activations: Activations;
}

/**
 * Which pairs were trained on: as the run stores them; else drawn from the seed that it states; else from the seed whose
 * train and test losses are the stored ones. Undefined where none of these is to be had.
 */
export function splitOf(seen: Seen, facts: Facts, gathered: Gathered): Split | undefined {
  const { task, reading } = seen;
  if (gathered.split?.train)
    return storedSplit(task, gathered.split.train, gathered.split.test, `stored in ${gathered.split.file}`);
  if (!reading.split) return undefined;
  const seed = numberFact(facts, "data_seed", "split_seed", "seed");
  const fraction = numberFact(facts, "frac_train", "train_frac", "train_fraction", "fraction", "frac");
  const scheme = SCHEMES[reading.split.scheme];
  const drawn = (s: number, f: number): Split => scheme(task.p, s, f, { answers: task.answers });
  if (seed !== undefined) return drawn(seed, fraction ?? reading.split.fraction);
  return foundSplit(seen, gathered, reading.split, fraction, drawn);
}

function storedSplit(task: Task, train: PairList, test: PairList | undefined, origin: string): Split {
  const indices = (list: PairList | undefined) =>
    list && (list.as === "indices" ? list.indices : list.pairs.map(([a, b]) => a * task.p + b));
  return train.as === "pairs" && test?.as !== "indices"
    ? splitFromPairs(task.p, train.pairs, test?.pairs, origin, task.answers)
    : splitFromIndices(task.p, indices(train) ?? [], indices(test), origin, task.answers);
}

/** The split of the one seed that reproduces the stored train and test losses, if there is one. */
function foundSplit(
  { reading, task, activations }: Seen,
  gathered: Gathered,
  usual: DrawnSplit,
  stated: number | undefined,
  drawn: (seed: number, fraction: number) => Split,
): Split | undefined {
  const { train_loss, test_loss } = storedAtEnd(gathered);
  if (train_loss === undefined || test_loss === undefined) return undefined;
  const losses = lossesOfPairs(activations, reading.architecture, task);
  const seeds = [...new Set([usual.seed, ...Array(SEEDS_TRIED).keys()])];
  // all = f · train + (1 − f) · test gives the fraction; people state it to a twentieth.
  const implied = Math.round(20 * ((test_loss - meanOver(losses, task)) / (test_loss - train_loss))) / 20;
  const fractions = [...new Set(stated === undefined ? [usual.fraction, implied] : [stated])].filter(
    (f) => f > 0 && f < 1,
  );
  const tried = seeds.map((seed) => {
    const splits = fractions.map((fraction) => {
      const split = drawn(seed, fraction);
      const [train, test] = means(losses, split);
      return { split, error: Math.max(Math.abs(train / train_loss - 1), Math.abs(test / test_loss - 1)) };
    });
    return splits.reduce((a, b) => (b.error < a.error ? b : a));
  });
  const [best, next] = tried.toSorted((a, b) => a.error - b.error);
  if (!(best.error <= REPRODUCED) || next.error < FOUND_LEAD * best.error) return undefined;
  const share = `${(100 * best.error).toPrecision(2)} %`;
  return {
    ...best.split,
    kind: "found",
    origin: `${best.split.origin}: of ${seeds.length} seeds the one that gives the stored losses, to ${share}`,
  };
}

function means(losses: Float64Array, { member }: Split): readonly [number, number] {
  const total = [0, 0, 0];
  const count = [0, 0, 0];
  for (let s = 0; s < losses.length; s++) {
    total[member[s]] += losses[s];
    count[member[s]]++;
  }
  return [total[TRAIN] / count[TRAIN], total[TEST] / count[TEST]];
}
