import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import { type Holder, holderOf } from "../runs/_lock.ts";
import { written } from "../runs/_write.ts";
import type { Cell } from "./cells.ts";
import { LOCKS, type SweepPlan } from "./plan.ts";

/** How a cell ended: with all its epochs, when it had seen enough, with a loss that does not come back, or by an error. */
export const ENDS = ["finished", "enough", "diverged", "failed"] as const;
export type End = (typeof ENDS)[number];

/** What is recorded of a cell that has ended. */
export interface Outcome {
  readonly id: string;
  readonly end: End;
  /** The last one trained to; null of a cell that diverged or failed. */
  readonly epoch: number | null;
  /** Why it diverged or failed. */
  readonly reason: string | null;
  /** That its last process took, from where it began or went on. */
  readonly seconds: number;
  /** Σw² of the last epoch; null of a cell that diverged or failed, undefined in records of versions that had none. */
  readonly sum_of_squares?: number | null;
  /** Of a cell that goes on from another run: why its optimiser began anew; null where it did not. */
  readonly anew?: string | null;
}

/** What is recorded of a cell; undefined where it has not ended. Throws a RunError where the record is damaged. */
export function outcomeOf(plan: SweepPlan, cell: Cell): Outcome | undefined {
  const file = outcomeFile(plan, cell);
  if (!existsSync(file)) return undefined;
  let outcome: Outcome;
  try {
    outcome = Object(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new RunError(file, `cannot be read: ${(cause as Error).message}`, "remove it: the run goes on", { cause });
  }
  return outcome.id === cell.id ? outcome : undefined;
}

/** Whether a cell need not be run again: what failed may do better, what diverged diverges again. */
export function isDone(outcome: Outcome | undefined): outcome is Outcome & { readonly end: Exclude<End, "failed"> } {
  return outcome !== undefined && outcome.end !== "failed";
}

export function writeOutcome(plan: SweepPlan, cell: Cell, outcome: Outcome): void {
  attempt(plan.folder, () => written(outcomeFile(plan, cell), `${JSON.stringify(outcome)}\n`));
}

export function outcomeFile({ folder }: SweepPlan, { name }: Cell): string {
  return join(folder, "cells", `${name}.json`);
}

export function lockFile({ folder }: SweepPlan, { name }: Cell): string {
  return join(folder, LOCKS, `${name}.json`);
}

/** Who has runs of a sweep in hand, and how far each is. */
export function heldOf({ folder }: SweepPlan): readonly Holder[] {
  const locks = join(folder, LOCKS);
  // Hidden are those that are being written.
  const names = readdirSync(locks).filter((name) => !name.startsWith("."));
  return names.flatMap((name) => holderOf(join(locks, name)) ?? []);
}
