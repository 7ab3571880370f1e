import { checkArguments } from "../arguments.ts";
import { holderOf } from "../runs/_lock.ts";
import { type Cell, inWords } from "./cells.ts";
import { isDone, lockFile, type Outcome, outcomeOf } from "./outcome.ts";
import type { SweepPlan } from "./plan.ts";

/** How far one run of a sweep is. */
export interface CellStatus {
  readonly index: number;
  readonly name: string;
  readonly state: Outcome["end"] | "running" | "waiting";
  /** The last one known; null where none is. */
  readonly epoch: number | null;
  /** Who has it in hand, or why it ended. */
  readonly note: string;
}

/** How far each run of a plan is: what is recorded of it, else who holds its lock. */
export function sweepStatus(plan: SweepPlan): readonly CellStatus[] {
  checkArguments("sweepStatus", { plan });
  return plan.cells.map((cell) => {
    const { index, name } = cell;
    const outcome = outcomeOf(plan, cell);
    if (isDone(outcome)) return { index, name, state: outcome.end, epoch: outcome.epoch, note: outcome.reason ?? "" };
    const holder = holderOf(lockFile(plan, cell));
    if (holder)
      return { index, name, state: "running", epoch: holder.epoch, note: `${holder.host}, process ${holder.pid}` };
    return { index, name, state: outcome?.end ?? "waiting", epoch: null, note: outcome?.reason ?? "" };
  });
}

/** The cells that have not ended; what another process has in hand is among them. */
export function missingCells(plan: SweepPlan): readonly Cell[] {
  checkArguments("missingCells", { plan });
  return plan.cells.filter((cell) => !isDone(outcomeOf(plan, cell)));
}

/** A cell as a line of people's: its place, and what sets it apart. */
export function cellInWords({ index, varied }: Cell): string {
  return `run ${index}${Object.keys(varied).length > 0 ? ` (${inWords(varied)})` : ""}`;
}
