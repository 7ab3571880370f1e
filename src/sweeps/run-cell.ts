import type { BackendName } from "../engine/backend.ts";
import { DivergedError, GrokError } from "../errors.ts";
import { trainRun } from "../training/train-run.ts";
import type { Cell } from "./cells.ts";
import { takeLock } from "./lock.ts";
import { isDone, lockFile, type Outcome, outcomeOf, writeOutcome } from "./outcome.ts";
import { runFolderOf, type SweepPlan } from "./plan.ts";
import { enough } from "./until.ts";

/**
 * Runs one cell of a plan in this thread, from its last checkpoint where it has one, and records how it ended; nothing
 * where it has ended, or where another process has it in hand ("held"). Whenever it is killed, the next time it goes on to
 * the same bytes. A loss that diverges, or an error that a user can act on, is recorded and does not throw.
 */
export async function runCell(plan: SweepPlan, cell: Cell, backend?: BackendName): Promise<Outcome | "held"> {
  const before = outcomeOf(plan, cell);
  if (isDone(before)) return before;
  const lock = takeLock(lockFile(plan, cell));
  if (!lock) return "held";
  const start = performance.now();
  const ended = (end: Outcome["end"], epoch: number | null, reason: string | null): Outcome => {
    const outcome = { id: cell.id, end, epoch, reason, seconds: Math.round(performance.now() - start) / 1000 };
    writeOutcome(plan, cell, outcome);
    return outcome;
  };
  try {
    // It may have ended between the look and the lock.
    const now = outcomeOf(plan, cell);
    if (isDone(now)) return now;
    const { last, enough: early } = await trainRun(runFolderOf(plan, cell), cell.config, {
      resume: true,
      threads: 1,
      checkpoints: plan.checkpoints,
      onEpoch: ({ epoch }) => lock.beat(epoch),
      ...(plan.until ? { until: enough(plan.until) } : {}),
      ...(backend ? { backend } : {}),
    });
    return ended(early ? "enough" : "finished", last.epoch, null);
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    // Whoever took it over says how it ends.
    if (!lock.isHeld()) return "held";
    return ended(error instanceof DivergedError ? "diverged" : "failed", null, error.message);
  } finally {
    lock.release();
  }
}
