import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { checkArguments } from "../arguments.ts";
import type { BackendName } from "../engine/backend.ts";
import { processPool } from "../node/processes.ts";
import { attempt } from "../results/_attempt.ts";
import { removeAbandoned } from "../runs/_write.ts";
import type { CellsOf } from "./_cell-worker.ts";
import type { Cell } from "./cells.ts";
import { isDone, type Outcome, outcomeOf, writeOutcome } from "./outcome.ts";
import { FOLDERS, type SweepPlan } from "./plan.ts";

export interface RunCellsSettings {
  /** Processes at once, each of one thread; as many as there are cores unless told otherwise. */
  readonly jobs?: number;
  readonly backend?: BackendName;
  /** Of each cell as it ends, or is found to be another's. */
  readonly onEnd?: (cell: Cell, outcome: Outcome | "held") => void;
  /** Ends all processes at once; nothing is lost but what came after the last checkpoints. */
  readonly signal?: AbortSignal;
}

/** Seconds that what another process has in hand is waited for: as long as one takes to notice that its parent was killed. */
const GRACE = 3;

/**
 * Runs the cells of a plan that have not ended, several processes of one thread at once: on two cores two such runs took
 * half the time that one after the other took with two threads each. Returns the outcome of each cell of the plan;
 * undefined where another process has it in hand, or `signal` came before it ended. One that fails stops no other.
 */
export async function runCells(
  plan: SweepPlan,
  settings: RunCellsSettings = {},
): Promise<readonly (Outcome | undefined)[]> {
  checkArguments("runCells", { plan, settings });
  const { jobs = availableParallelism(), backend, onEnd, signal } = settings;
  const left = plan.cells.filter((cell) => !isDone(outcomeOf(plan, cell)));
  clear(plan);
  if (left.length > 0 && !signal?.aborted) {
    const filename = fileURLToPath(new URL("./_cell-worker.js", import.meta.url));
    const data: CellsOf = { folder: plan.folder, backend };
    const pool = processPool<CellsOf, number, Outcome | "held">(Math.min(jobs, left.length), filename, data);
    const stop = () => void pool.close();
    signal?.addEventListener("abort", stop, { once: true });
    const run = async (cell: Cell): Promise<Outcome | "held" | undefined> => {
      try {
        return await pool.run(cell.index);
      } catch (error) {
        if (signal?.aborted) return undefined;
        // A process that ended, as for want of memory: the cell is tried again the next time.
        const { message } = error as Error;
        const outcome: Outcome = { id: cell.id, end: "failed", epoch: null, reason: message, seconds: 0 };
        writeOutcome(plan, cell, outcome);
        return outcome;
      }
    };
    try {
      await Promise.all(
        left.map(async (cell) => {
          let outcome = await run(cell);
          for (let waited = 0; outcome === "held" && waited < GRACE && !signal?.aborted; waited++) {
            await setTimeout(1000);
            outcome = await run(cell);
          }
          if (outcome) onEnd?.(cell, outcome);
        }),
      );
    } finally {
      signal?.removeEventListener("abort", stop);
      await pool.close();
      clear(plan);
    }
  }
  return plan.cells.map((cell) => outcomeOf(plan, cell));
}

/** Removes what killed processes left half written. */
function clear({ folder }: SweepPlan): void {
  attempt(folder, () => {
    for (const part of FOLDERS) removeAbandoned(join(folder, part));
  });
}
