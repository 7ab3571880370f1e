import { FormatError, GrokError, LayoutError } from "../errors.ts";
import type { Facts } from "../layouts/_facts.ts";
import type { Reading, StateDict } from "../layouts/_layout.ts";
import { logitsOf } from "../networks/forward.ts";
import { correctPairs, meanOver } from "../networks/pair-losses.ts";
import { allFinite } from "../numerics/vectors.ts";
import { type Split, TRAIN } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import { askedAgain, askedOnce } from "../tensors/evaluate.ts";
import { agreement, agreementAt, agreementOverall, momentsBefore, REPRODUCED } from "./_agreement.ts";
import { brokenWeights, withoutBrokenWeights } from "./_broken-weights.ts";
import { type Candidate, DECIDING, errorOf } from "./_candidate.ts";
import { type Conclusions, told } from "./_evidence.ts";
import type { DatedSnapshot, Gathered } from "./_gathered.ts";
import { storedAtEnd } from "./_history.ts";
import { inferredFromCheckpoints } from "./_inferred-split.ts";
import { foundSplit, knownSplit } from "./_split-of.ts";
import { refuseLarge, workWithin } from "./_too-large.ts";
import { keptModel, releaseOthers, storedModel } from "./model-at.ts";

/** What the tensors, the task and the split were found to be. */
export interface Resolution extends Conclusions {
  readonly reading: Reading;
  readonly task: Task;
  readonly split: Split | undefined;
}

/** How the tensors may be read. */
interface Possible {
  readonly state: StateDict;
  readonly readings: readonly Reading[];
  readonly reread: Reread;
  readonly onSearch: ((words: string) => void) | undefined;
}

/** Of a folder of checkpoints the weights of another one, under a reading. */
export type Reread = (snapshot: DatedSnapshot, reading: Reading) => Reading["weights"];

/** A task is evident when the network gets this many times more pairs right than for any other task … */
const CLEAR_LEAD = 2;
/** … and this many times more than by chance. */
const ABOVE_CHANCE = 3;

/** Losses reproduced this well are no chance: readings after that one are not tried. */
const CERTAIN = 1e-3;
/**
 * Candidates for which every seed is tried where none reproduces the losses without: as many as there are pairs in this
 * number, two at least. One takes a second at p = 113.
 */
const PAIRS_SEARCHED = 30_000;
const LEAST_SEARCHED = 2;
const MOST_SEARCHED = 12;
/** Readings tried before the best of them is varied, of the usual and of the unusual: half a second each at p = 113. */
const MAX_TRIED = 64;
/** How often the best reading is varied, one answer to an open question at a time. */
const MAX_ROUNDS = 4;
/** Readings that differ by less than this share of all pairs right are as good. */
const NOTICEABLE = 0.01;
/** A network that gets this share of all pairs right is read rightly. */
const LEARNT = 0.99;
/** Logits of all readings that are kept together at most, a quarter of a gigabyte. */
const MOST_KEPT = 2 ** 26;
/** Candidates whose losses are held against those of other checkpoints where the last one's do not decide. */
const MAX_COMPARED = 16;

/**
 * Decides between readings, tasks and splits by what the checkpoints do: the candidate that reproduces the stored losses, at
 * the last checkpoint and at others; else, of a known split, the likeliest that gets the training pairs right; else the one
 * whose answers are right. Says what decided, what stays a guess, and what speaks against it.
 */
export function resolution(
  where: string,
  possible: Possible,
  tasks: (p: number) => readonly Task[],
  facts: Facts,
  gathered: Gathered,
): Resolution {
  const decide = () => decided(where, possible, tasks, facts, gathered);
  // Each reading is a graph of its own, of which one will be asked for again.
  return possible.readings.length === 1 ? decide() : askedOnce(decide);
}

function decided(
  where: string,
  { state, readings, reread, onSearch }: Possible,
  tasks: (p: number) => readonly Task[],
  facts: Facts,
  gathered: Gathered,
): Resolution {
  const failures: string[] = [];
  const found: Candidate[] = [];
  const tried = new Set<Reading>();
  const spend = workWithin(where);
  const searchedFor = new Set<Candidate>();
  /** Whether weights are no numbers: they give none under any reading. */
  let broken: boolean | undefined;
  const tryAll = (some: readonly Reading[]) => {
    for (const reading of some) {
      if (broken || leastError(found) <= CERTAIN) return;
      try {
        spend(reading);
        tried.add(reading);
        onSearch?.(`trying readings of the tensors: ${tried.size} of ${readings.length} that are possible`);
        refuseLarge(reading);
        const own = tasks(reading.architecture.p);
        found.push(...candidates(reading, tried.size === 1, own, facts, gathered, readings.length));
        broken ??= !found[0].finite && brokenWeights(reading) !== undefined;
      } catch (error) {
        // A fault of ours, or damage to the file, is not the reading's; that its shapes do not fit one another is.
        const isOfShapes = error instanceof RangeError;
        if (!(error instanceof GrokError || isOfShapes) || error instanceof FormatError) throw error;
        if (readings.length === 1 && !isOfShapes) throw error;
        failures.push(`${reading.choices.join(", ")}: ${(error as Error).message}`);
      }
    }
    search(found, searchedFor, facts, gathered, { onSearch, reread });
  };
  const judged = hasStoredLosses(gathered);
  // Stored losses speak against what was tried, or no answer is right more often than by chance.
  const unsettled = () => (judged ? leastError(found) > DECIDING : !found.some(({ evident }) => evident));
  tryAll(readings.filter(({ fallback }) => !fallback).slice(0, MAX_TRIED));
  // A codebase's own input is left for another only where stored losses speak against it.
  const others = readings.filter(({ fallback, options }) => fallback && (judged || options));
  if (!broken && unsettled()) tryAll(others.slice(0, MAX_TRIED));
  for (let round = 0; !broken && round < MAX_ROUNDS && found.length > 0; round++) {
    const best = bestOf(found);
    // A reading that is wrong in one small thing is near: only the right one is exact, unless it was logged a little off.
    if (judged ? leastError(found) <= CERTAIN : best.accuracy >= LEARNT) break;
    const near = readings.filter((reading) => !tried.has(reading) && areNeighbours(reading, best.reading));
    tryAll(near);
    if (near.length === 0 || bestOf(found) === best) break;
  }
  if (found.length === 0) {
    throw new LayoutError(where, `no reading of its tensors can be run: ${failures[0]}`, "see --layout and --map");
  }
  const weighed = leastError(found) > CERTAIN ? atOtherCheckpoints(found, gathered, reread) : found;
  const best = bestOf(weighed);
  const { test_loss } = storedAtEnd(gathered);
  const counts = { tried: tried.size, all: readings.length, stored: judged, heldOut: test_loss !== undefined };
  return { reading: best.reading, task: best.task, split: best.split, ...told(best, counts, state) };
}

function bestOf(found: readonly Candidate[]): Candidate {
  return found.reduce((a, b) => (better(b, a) ? b : a));
}

/** Whether two readings answer all open questions alike but one. */
function areNeighbours({ options: a }: Reading, { options: b }: Reading): boolean {
  if (!a || !b) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => a[key] !== b[key]).length === 1;
}

function leastError(found: readonly Candidate[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...found.map(errorOf));
}

function hasStoredLosses(gathered: Gathered): boolean {
  const { train_loss, test_loss, all_loss } = storedAtEnd(gathered);
  return train_loss !== undefined || test_loss !== undefined || all_loss !== undefined;
}

/**
 * Gives candidates the split of a seed that gives the stored losses, where no split that is known does. What is found for one
 * is held against all: the pairs that were trained on are the run's, whatever the reading.
 */
function search(
  found: Candidate[],
  searchedFor: Set<Candidate>,
  facts: Facts,
  gathered: Gathered,
  { onSearch, reread }: { readonly onSearch: ((words: string) => void) | undefined; readonly reread: Reread },
): void {
  if (!hasStoredLosses(gathered)) return;
  const known = found.flatMap(({ split, task }) => (split ? [{ split, task }] : []));
  for (const [i, candidate] of found.entries()) {
    const own = known.find(({ task }) => task.p === candidate.task.p && task.name === candidate.task.name);
    if (own && !candidate.split) found[i] = withSplit(candidate, own.split, gathered);
  }
  if (found.some((candidate) => candidate.split && errorOf(candidate) <= DECIDING)) return;
  const without = found.filter(({ split, finite }) => !split && finite).toSorted((x, y) => y.accuracy - x.accuracy);
  if (without.length === 0) return;
  const { p } = without[0].reading.architecture;
  const count = Math.min(MOST_SEARCHED, Math.max(LEAST_SEARCHED, Math.floor(PAIRS_SEARCHED / p ** 2)));
  for (const candidate of without.slice(0, count).filter((one) => !searchedFor.has(one))) {
    searchedFor.add(candidate);
    onSearch?.("trying seeds for the split that gives the stored losses");
    const split = foundSplit({ ...candidate, logits: logitsOfCandidate(candidate) }, facts, gathered);
    if (!split || !holdsBefore(candidate, split, gathered, reread)) continue;
    found[found.indexOf(candidate)] = withSplit(candidate, split, gathered);
    search(found, searchedFor, facts, gathered, { onSearch, reread });
    return;
  }
}

/** Whether a split gives the stored losses of earlier checkpoints, too: of one loss many splits come near by chance. */
function holdsBefore({ reading, task }: Candidate, split: Split, gathered: Gathered, reread: Reread): boolean {
  const errors = momentsBefore(gathered).flatMap(
    (moment) => agreementAt(reading, reread(moment, reading), task, split, gathered, moment)?.error ?? [],
  );
  return errors.every((error) => error <= REPRODUCED);
}

function withSplit(candidate: Candidate, split: Split, gathered: Gathered): Candidate {
  const { reading, task } = candidate;
  const fit = agreement(logitsOfCandidate(candidate), reading.architecture, task, split, gathered);
  return { ...candidate, split, agreement: fit };
}

function logitsOfCandidate({ logits, reading: { architecture, weights } }: Candidate) {
  return logits ?? logitsOf(storedModel(architecture, weights));
}

/** The most promising candidates with their losses held against those of other checkpoints too, and the others as they are. */
function atOtherCheckpoints(found: readonly Candidate[], gathered: Gathered, reread: Reread): readonly Candidate[] {
  const moments = momentsBefore(gathered);
  const all = found.some(({ agreement }) => agreement) ? found : withInferredSplits(found, gathered, reread);
  const asked = new Set(
    all
      .filter(({ agreement }) => agreement)
      .toSorted((a, b) => errorOf(a) - errorOf(b))
      .slice(0, MAX_COMPARED),
  );
  return all.map((candidate) => {
    if (!asked.has(candidate)) return candidate;
    const { reading, task, split, agreement } = candidate;
    const others = moments.flatMap(
      (moment) => agreementAt(reading, reread(moment, reading), task, split, gathered, moment) ?? [],
    );
    return { ...candidate, agreement: agreementOverall([...(agreement ? [agreement] : []), ...others]) };
  });
}

/** The candidates, the most accurate with the split that the memorisation era betrays, which lets stored losses decide. */
function withInferredSplits(found: readonly Candidate[], gathered: Gathered, reread: Reread): readonly Candidate[] {
  if (!hasStoredLosses(gathered) || found.length < 2) return found;
  const asked = new Set(found.toSorted((a, b) => b.accuracy - a.accuracy).slice(0, MAX_COMPARED));
  return found.map((candidate) => {
    const { reading, task } = candidate;
    const eras = () => gathered.snapshots.map((snapshot) => ({ weights: reread(snapshot, reading) }));
    const split = asked.has(candidate) ? inferredFromCheckpoints(reading.architecture, task, eras()) : undefined;
    return split ? withSplit(candidate, split, gathered) : candidate;
  });
}

/** The tasks that the network may have learnt under this reading: the evident one, or all. */
function candidates(
  reading: Reading,
  isFirst: boolean,
  tasks: readonly Task[],
  facts: Facts,
  gathered: Gathered,
  readings: number,
): readonly Candidate[] {
  const { architecture, weights } = reading;
  const model = storedModel(architecture, weights);
  // The first is nearly always the right one: what it computes is kept, as analyses would compute it. That of two may not fit.
  if (isFirst) keptModel(weights, model);
  else releaseOthers(weights);
  const logits = isFirst ? askedAgain(() => logitsOf(model)) : logitsOf(model);
  // Of several readings no activations are kept: together they may not fit into memory.
  const kept = readings * logits.data.length <= MOST_KEPT ? { logits } : {};
  const finite = allFinite(logits.data);
  const rankedBy = (answers: typeof logits) =>
    tasks
      .map((task) => ({ task, accuracy: meanOver(correctPairs(answers, architecture, task), task) }))
      .toSorted((a, b) => b.accuracy - a.accuracy);
  const isEvident = ([first, second]: ReturnType<typeof rankedBy>) =>
    first.accuracy >= ABOVE_CHANCE / architecture.p && !(first.accuracy < CLEAR_LEAD * second?.accuracy);
  // A weight that is no number hides what the others have learnt, where they are enough to tell.
  const others = finite ? undefined : rankedBy(logitsOf(withoutBrokenWeights(model)));
  const ranked = others && isEvident(others) ? others : rankedBy(logits);
  const evident = isEvident(ranked);
  const [first] = ranked;
  return (evident ? [first] : ranked).map(({ task, accuracy }) => {
    const split = knownSplit({ reading, task, logits }, facts, gathered);
    const fit = agreement(logits, architecture, task, split, gathered);
    const stored = split?.kind === "stored" && split.member.includes(TRAIN);
    const trained = stored ? meanOver(correctPairs(logits, architecture, task), task, split, TRAIN) : undefined;
    return { reading, task, accuracy, evident, finite, ...kept, split, agreement: fit, trained };
  });
}

function better(a: Candidate, b: Candidate): boolean {
  const [errorA, errorB] = [errorOf(a), errorOf(b)];
  // A stored loss decides before any accuracy. Where neither gives it, the nearer is no righter for that.
  const least = Math.min(errorA, errorB);
  const comparable = least <= DECIDING || (least <= REPRODUCED && a.agreement && b.agreement);
  if (comparable && errorA !== errorB) return errorA < errorB;
  // Of those that get the training pairs right, as training ends, the usual one; else the one nearer to it.
  if (a.trained !== undefined && b.trained !== undefined) {
    if (Math.min(a.trained, b.trained) >= LEARNT) return false;
    if (a.trained !== b.trained) return a.trained > b.trained;
  }
  // Found later, it is the less usual: a few pairs more or less tell nothing.
  if (Math.abs(a.accuracy - b.accuracy) > NOTICEABLE) return a.accuracy > b.accuracy;
  return a.split !== undefined && b.split === undefined;
}
