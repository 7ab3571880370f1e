import { resolve } from "node:path";
import { checkArguments } from "../arguments.ts";
import type { Curves, TrainingPhases } from "../quantities/training-phases.ts";
import { trainingPhases } from "../quantities/training-phases.ts";
import type { LearntSet } from "../quantities/verdicts/learnt-set.ts";
import type { Verdict } from "../quantities/verdicts/verdict.ts";
import { loggedMetrics, type Metrics } from "../training/_metrics.ts";
import type { Cell } from "./cells.ts";
import { type LearningPhase, type Learnt, learningPhase } from "./learning-phase.ts";
import { isDone, outcomeOf } from "./outcome.ts";
import { runFolderOf, type SweepPlan } from "./plan.ts";
import { runSize } from "./run-size.ts";
import { type CellStatus, sweepStatus } from "./status.ts";

/** What one run of a sweep came to by its last epoch; one that goes on from another has the curves of that before its own. */
export interface RunResult {
  readonly cell: Cell;
  readonly state: CellStatus["state"];
  readonly curves: Curves;
  /** Null where nothing is logged. */
  readonly verdict: Verdict | null;
  readonly phase: LearningPhase | null;
  /** The epoch from which on the train set is learnt for good (accuracy 95 %, as the verdict has it), and the test set. */
  readonly memorised_at: number | null;
  readonly generalised_at: number | null;
  /** Epochs from the one to the other; null where either is. That of `phases` is at 99 %. */
  readonly delay: number | null;
  /**
   * Whether its phase is not the last word: it has not ended, its verdict is that it began to grok or that there is too
   * little evidence. What is memorised may be generalised in a longer run too; that is said wherever a delay is shown.
   */
  readonly censored: boolean;
  readonly last_epoch: number | null;
  readonly train_loss: number | null;
  readonly test_loss: number | null;
  readonly train_accuracy: number | null;
  readonly test_accuracy: number | null;
  /** The last that is known. */
  readonly gradient_norm: number | null;
  readonly zero_loss: number | null;
  /** Σw² of the last epoch; null where it has not ended, diverged or failed. */
  readonly sum_of_squares: number | null;
  readonly parameters: number;
  readonly seconds: number | null;
  /** Why its optimiser began anew where it goes on from another run; null where it did not, or is not known. */
  readonly anew: string | null;
}

const UNDECIDED: readonly Verdict[] = ["grokking, not finished", "not enough evidence"];

/** The results of every run of a plan, in its order; of those that have not ended what they have logged. */
export function runResults(plan: SweepPlan): readonly RunResult[] {
  checkArguments("runResults", { plan });
  const states = sweepStatus(plan);
  return plan.cells.map((cell, i) => {
    const outcome = outcomeOf(plan, cell);
    const { state } = states[i];
    const seconds = isDone(outcome) ? outcome.seconds : null;
    const own = loggedMetrics(runFolderOf(plan, cell));
    const ended = { seconds, sum_of_squares: outcome?.sum_of_squares ?? null, anew: outcome?.anew ?? null };
    return runResult(cell, state, [...(own.length > 0 ? before(plan, cell) : []), ...own], ended);
  });
}

/** What the run that a cell goes on from logged before it does. */
function before({ folder }: SweepPlan, { from }: Cell): readonly Metrics[] {
  return from ? loggedMetrics(resolve(folder, from.run)).filter(({ epoch }) => epoch < from.epoch) : [];
}

/** The result of a run from what it logged, and what was logged of the run that it goes on from. */
export function runResult(
  cell: Cell,
  state: CellStatus["state"],
  metrics: readonly Metrics[],
  { seconds, sum_of_squares, anew }: Pick<RunResult, "seconds" | "sum_of_squares" | "anew">,
): RunResult {
  const { config } = cell;
  const { curves, phases, learnt } = judged(metrics, config.fraction);
  // What diverged logged no loss past its last checkpoint.
  const verdict = state === "diverged" ? "diverged" : (phases?.verdict ?? null);
  const { memorised_at, generalised_at } = learnt;
  const ended = state === "finished" || state === "enough";
  return {
    cell,
    state,
    curves,
    verdict,
    phase: phases ? learningPhase(learnt) : null,
    ...learnt,
    delay: memorised_at === null || generalised_at === null ? null : generalised_at - memorised_at,
    censored: phases !== undefined && state !== "diverged" && (!ended || isUndecided(phases, generalised_at)),
    last_epoch: metrics.at(-1)?.epoch ?? null,
    train_loss: last(metrics, "train_loss"),
    test_loss: last(metrics, "test_loss"),
    train_accuracy: last(metrics, "train_accuracy"),
    test_accuracy: last(metrics, "test_accuracy"),
    gradient_norm: last(metrics, "gradient_norm"),
    zero_loss: last(metrics, "zero_loss"),
    sum_of_squares,
    parameters: runSize(config).parameters,
    seconds,
    anew,
  };
}

/** The curves of what was logged, with their phases, and when each set was learnt for good. */
export function judged(metrics: readonly Metrics[], fraction: number) {
  const curves: Curves = {
    epochs: metrics.map(({ epoch }) => epoch),
    train_loss: metrics.map((one) => one.train_loss),
    test_loss: metrics.map((one) => one.test_loss),
    train_accuracy: metrics.map((one) => one.train_accuracy),
    test_accuracy: metrics.map((one) => one.test_accuracy),
  };
  const phases = metrics.length > 0 ? trainingPhases(curves, { fraction }) : undefined;
  const learnt: Learnt = { memorised_at: learntAt(phases?.train), generalised_at: learntAt(phases?.test) };
  return { curves, phases, learnt };
}

function learntAt(set: LearntSet | undefined): number | null {
  return set?.at && set.until === null ? set.at.epoch : null;
}

function isUndecided({ verdict }: TrainingPhases, generalised_at: number | null): boolean {
  return generalised_at === null && UNDECIDED.includes(verdict);
}

function last(metrics: readonly Metrics[], name: Exclude<keyof Metrics, "epoch">): number | null {
  return metrics.findLast((one) => one[name] !== null)?.[name] ?? null;
}
