import type { Facts } from "../layouts/_facts.ts";
import { numberFact } from "../layouts/_facts.ts";
import type { DrawnSplit, Reading } from "../layouts/_layout.ts";
import type { PairList } from "../layouts/_stored-split.ts";
import type { Activations } from "../models/forward.ts";
import { lossesOfPairs } from "../models/pair-losses.ts";
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
  if (gathered.split?.train) return storedSplit(task, gathered.split.train, gathered.split.test, `stored in ${gathered.split.file}`);
  if (!reading.split) return undefined;
  const seed = numberFact(facts, "data_seed", "split_seed", "seed");
  const fraction = numberFact(facts, "frac_train", "train_frac", "train_fraction", "fraction", "frac") ?? reading.split.fraction;
  const drawn = (s: number): Split => SCHEMES[reading.split?.scheme as DrawnSplit["scheme"]](task.p, s, fraction, { answers: task.answers });
  if (seed !== undefined) return drawn(seed);
  return foundSplit(seen, gathered, reading.split, drawn);
}

function storedSplit(task: Task, train: PairList, test: PairList | undefined, origin: string): Split {
  const indices = (list: PairList | undefined) => list && (list.as === "indices" ? list.indices : list.pairs.map(([a, b]) => a * task.p + b));
  return train.as === "pairs" && test?.as !== "indices"
    ? splitFromPairs(task.p, train.pairs, test?.pairs, origin, task.answers)
    : splitFromIndices(task.p, indices(train) ?? [], indices(test), origin, task.answers);
}

/** The split of the one seed that reproduces the stored train and test losses, if there is one. */
function foundSplit({ reading, task, activations }: Seen, gathered: Gathered, { seed: usual }: DrawnSplit, drawn: (seed: number) => Split): Split | undefined {
  const { train_loss, test_loss } = storedAtEnd(gathered);
  if (train_loss === undefined || test_loss === undefined) return undefined;
  const losses = lossesOfPairs(activations, reading.architecture, task);
  const seeds = [...new Set([usual, ...Array(SEEDS_TRIED).keys()])];
  const tried = seeds.map((seed) => {
    const split = drawn(seed);
    const [train, test] = means(losses, split);
    return { seed, split, error: Math.max(Math.abs(train / train_loss - 1), Math.abs(test / test_loss - 1)) };
  });
  const [best, next] = tried.toSorted((a, b) => a.error - b.error);
  if (!(best.error <= REPRODUCED) || next.error < FOUND_LEAD * best.error) return undefined;
  const share = `${(100 * best.error).toPrecision(2)} %`;
  return { ...best.split, kind: "found", origin: `${best.split.origin}: of ${seeds.length} seeds the one that gives the stored losses, to ${share}` };
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
