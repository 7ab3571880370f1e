import { GrokError, LayoutError } from "../errors.ts";
import type { Facts } from "../layouts/_facts.ts";
import type { Reading } from "../layouts/_layout.ts";
import { logitsOf } from "../networks/forward.ts";
import { correctPairs, meanOver } from "../networks/pair-losses.ts";
import type { Split } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";
import { type Agreement, agreement, REPRODUCED } from "./_agreement.ts";
import type { Gathered } from "./_gathered.ts";
import { foundSplit, knownSplit } from "./_split-of.ts";
import { keptModel, storedModel } from "./model-at.ts";

/** What the tensors, the task and the split were found to be. */
export interface Resolution {
  readonly reading: Reading;
  readonly task: Task;
  readonly split: Split | undefined;
  readonly evidence: readonly string[];
  readonly doubts: readonly string[];
}

/** A task is evident when the network gets this many times more pairs right than for any other task … */
const CLEAR_LEAD = 2;
/** … and this many times more than by chance. */
const ABOVE_CHANCE = 3;

/** Losses reproduced this well are no chance: readings after that one are not tried. */
const CERTAIN = 1e-3;
/** Losses this near decide between readings and between tasks: a wrong one comes as near by chance where both are large. */
const DECIDING = 0.02;
/** Candidates for which every seed is tried where none reproduces the losses without: each takes a second at p = 113. */
const MAX_SEARCHED = 2;

/** One reading with one task, and how it does at the last checkpoint. */
interface Candidate {
  readonly reading: Reading;
  readonly task: Task;
  /** Share of all answered pairs that the network gets right. */
  readonly accuracy: number;
  /** Whether no other task is near that accuracy under this reading. */
  readonly evident: boolean;
  readonly finite: boolean;
  readonly split: Split | undefined;
  readonly agreement: Agreement | undefined;
}

/**
 * Decides between readings, tasks and splits by what the last checkpoint does: the candidate that reproduces the stored
 * losses, else the one whose answers are right. Says what decided, and what stays a guess.
 */
export function resolution(
  where: string,
  readings: readonly Reading[],
  tasks: (p: number) => readonly Task[],
  facts: Facts,
  gathered: Gathered,
): Resolution {
  const failures: string[] = [];
  const found: Candidate[] = [];
  for (const reading of readings) {
    try {
      found.push(...candidates(reading, tasks(reading.architecture.p), facts, gathered, readings.length === 1));
    } catch (error) {
      // A fault of ours is no fault of the file's.
      if (readings.length === 1 || !(error instanceof GrokError)) throw error;
      failures.push(`${reading.choices.join(", ")}: ${(error as Error).message}`);
    }
    if (found.some((candidate) => errorOf(candidate) <= CERTAIN)) break;
  }
  if (found.length === 0) {
    throw new LayoutError(where, `no reading of its tensors can be run: ${failures[0]}`, "see --layout and --map");
  }
  if (found.every((candidate) => !candidate.split || errorOf(candidate) > DECIDING)) {
    const accurate = found.toSorted((a, b) => b.accuracy - a.accuracy).filter(({ split }) => !split);
    found.push(...accurate.slice(0, MAX_SEARCHED).map((candidate) => searched(candidate, facts, gathered)));
  }
  const best = found.reduce((a, b) => (better(b, a) ? b : a));
  return { reading: best.reading, task: best.task, split: best.split, ...told(best, found) };
}

/** The tasks that the network may have learnt under this reading: the evident one, or all. */
function candidates(
  reading: Reading,
  tasks: readonly Task[],
  facts: Facts,
  gathered: Gathered,
  only: boolean,
): readonly Candidate[] {
  const { architecture, weights } = reading;
  const model = storedModel(architecture, weights);
  const logits = logitsOf(model);
  // Of several readings none is kept: their activations together may not fit into memory.
  if (only) keptModel(weights, model);
  const finite = logits.data.every(Number.isFinite);
  const ranked = tasks
    .map((task) => ({ task, accuracy: meanOver(correctPairs(logits, architecture, task), task) }))
    .toSorted((a, b) => b.accuracy - a.accuracy);
  const [first, second] = ranked;
  const evident = first.accuracy >= ABOVE_CHANCE / architecture.p && !(first.accuracy < CLEAR_LEAD * second?.accuracy);
  return (evident ? [first] : ranked).map(({ task, accuracy }) => {
    const split = knownSplit({ reading, task, logits }, facts, gathered);
    const fit = agreement(logits, architecture, task, split, gathered);
    return { reading, task, accuracy, evident, finite, split, agreement: fit };
  });
}

/** The candidate with the split of the seed that gives the stored losses, if there is one. */
function searched(candidate: Candidate, facts: Facts, gathered: Gathered): Candidate {
  const { reading, task } = candidate;
  const logits = logitsOf(storedModel(reading.architecture, reading.weights));
  const split = foundSplit({ reading, task, logits }, facts, gathered);
  return split
    ? { ...candidate, split, agreement: agreement(logits, reading.architecture, task, split, gathered) }
    : candidate;
}

function better(a: Candidate, b: Candidate): boolean {
  const [errorA, errorB] = [errorOf(a), errorOf(b)];
  if (Math.min(errorA, errorB) <= DECIDING && errorA !== errorB) return errorA < errorB;
  if (a.accuracy !== b.accuracy) return a.accuracy > b.accuracy;
  return a.split !== undefined && b.split === undefined;
}

function errorOf({ agreement }: Pick<Candidate, "agreement">): number {
  return agreement?.error ?? Number.POSITIVE_INFINITY;
}

/** What decided, in words; and what a reader should doubt. */
function told(best: Candidate, found: readonly Candidate[]): Pick<Resolution, "evidence" | "doubts"> {
  const { reading, task, accuracy, split, agreement } = best;
  const evidence = [...reading.choices];
  const doubts: string[] = [];
  const reproduced = errorOf(best) <= REPRODUCED;
  const right = `${(100 * accuracy).toPrecision(3)} % of all pairs right at the last checkpoint`;
  if (best.evident) evidence.push(`task ${task.formula}: ${right}`);
  else if (errorOf(best) <= DECIDING) evidence.push(`task ${task.formula}: it reproduces the stored losses`);
  else doubts.push(`task ${task.formula} is assumed: ${right}, no better than by chance; --task states it`);
  if (agreement)
    (reproduced ? evidence : doubts).push(
      `${reproduced ? "" : "the stored losses are not reproduced: "}${agreement.words}`,
    );
  if (!best.finite) doubts.push("the last checkpoint has logits that are not finite");
  const readings = new Set(found.map((candidate) => candidate.reading)).size;
  if (readings > 1 && !(errorOf(best) <= DECIDING))
    doubts.push(`of ${readings} readings of the tensors the most accurate is taken: no stored loss decides`);
  if (split) evidence.push(`split ${split.origin}`);
  if (split?.kind === "drawn" && !agreement)
    doubts.push("the split is drawn from the seed that the run states, and no stored loss confirms it");
  return { evidence, doubts };
}
