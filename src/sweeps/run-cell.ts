import { resolve } from "node:path";
import { checkArguments } from "../arguments.ts";
import type { BackendName } from "../engine/backend.ts";
import { DivergedError, GrokError } from "../errors.ts";
import { takeLock } from "../runs/_lock.ts";
import { type Beginning, startingFrom } from "../training/starting-from.ts";
import { trainRun } from "../training/train-run.ts";
import type { Cell } from "./cells.ts";
import { isDone, lockFile, type Outcome, outcomeOf, writeOutcome } from "./outcome.ts";
import { runFolderOf, type SweepPlan } from "./plan.ts";
import { enough } from "./until.ts";

/**
 * Runs one cell of a plan in this thread, from its last checkpoint where it has one, and records how it ended; nothing
 * where it has ended, or where another process has it in hand ("held"). Whenever it is killed, the next time it goes on to
 * the same bytes. A loss that diverges, or an error that a user can act on, is recorded and does not throw.
 */
export async function runCell(plan: SweepPlan, cell: Cell, backend?: BackendName): Promise<Outcome | "held"> {
  checkArguments("runCell", { plan, cell });
  const before = outcomeOf(plan, cell);
  if (isDone(before)) return before;
  const lock = takeLock(lockFile(plan, cell));
  if (!lock) return "held";
  const start = performance.now();
  let anew: string | null = null;
  const ended = (
    end: Outcome["end"],
    epoch: number | null,
    reason: string | null,
    sum_of_squares: number | null = null,
  ): Outcome => {
    const seconds = Math.round(performance.now() - start) / 1000;
    const outcome = { id: cell.id, end, epoch, reason, seconds, sum_of_squares, anew };
    writeOutcome(plan, cell, outcome);
    return outcome;
  };
  try {
    // It may have ended between the look and the lock.
    const now = outcomeOf(plan, cell);
    if (isDone(now)) return now;
    const begun = await begin(plan, cell, backend);
    anew = begun?.anew ?? null;
    const {
      last,
      enough: early,
      sumOfSquares,
    } = await trainRun(runFolderOf(plan, cell), begun?.config ?? cell.config, {
      resume: true,
      ...(begun ? { from: begun.state } : {}),
      threads: 1,
      checkpoints: plan.checkpoints,
      onEpoch: ({ epoch }) => lock.beat(epoch),
      ...(plan.until ? { until: enough(plan.until) } : {}),
      ...(backend ? { backend } : {}),
    });
    return ended(early ? "enough" : "finished", last.epoch, null, sumOfSquares);
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    // Whoever took it over says how it ends.
    if (!lock.isHeld()) return "held";
    return ended(error instanceof DivergedError ? "diverged" : "failed", null, error.message);
  } finally {
    lock.release();
  }
}

/** What a cell begins with that goes on from another run. */
async function begin(
  { folder }: SweepPlan,
  { from, config }: Cell,
  backend?: BackendName,
): Promise<Beginning | undefined> {
  if (!from) return undefined;
  return startingFrom(`${resolve(folder, from.run)}@${from.epoch}`, config, backend ? { backend } : {});
}
