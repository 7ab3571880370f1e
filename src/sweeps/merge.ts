import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkArguments } from "../arguments.ts";
import { RunError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import { holderOf } from "../runs/_lock.ts";
import { makeFolder, written } from "../runs/_write.ts";
import { isDone, lockFile, outcomeOf, writeOutcome } from "./outcome.ts";
import { makeFolders, PLAN, readPlan, runFolderOf, type SweepPlan } from "./plan.ts";

/** What merging did. */
export interface Merged {
  readonly copied: number;
  /** That were there already. */
  readonly had: number;
  readonly missing: number;
}

/**
 * Copies into a sweep's folder the runs that have ended in other folders of the same plan, such as the shards of several
 * machines; of a run that several have, the first. Throws a RunError where a folder's plan is another, or a process has a
 * run in hand.
 */
export function mergeSweeps(into: string, from: readonly string[]): Merged {
  checkArguments("mergeSweeps", { folder: into, paths: from });
  const plans = from.map(readPlan);
  const [first] = plans;
  const isThere = existsSync(join(into, PLAN));
  const target: SweepPlan = isThere ? readPlan(into) : { ...first, folder: into };
  for (const plan of plans) {
    const same = (key: "until" | "checkpoints") => JSON.stringify(plan[key]) === JSON.stringify(target[key]);
    const ids = new Set(target.cells.map(({ id, name }) => `${id} ${name}`));
    if (!same("until") || !same("checkpoints") || plan.cells.some(({ id, name }) => !ids.has(`${id} ${name}`)))
      throw new RunError(plan.folder, `is of another plan than ${target.folder}`, "merge folders of one plan");
  }
  if (!isThere)
    attempt(into, () => {
      makeFolders(into);
      written(join(into, PLAN), readFileSync(join(first.folder, PLAN)));
    });
  let [copied, had, missing] = [0, 0, 0];
  for (const cell of target.cells) {
    if (isDone(outcomeOf(target, cell))) {
      had++;
      continue;
    }
    const has = plans.find((plan) => isDone(outcomeOf(plan, cell)));
    if (!has) {
      missing++;
      continue;
    }
    const holder = holderOf(lockFile(target, cell));
    if (holder)
      throw new RunError(
        runFolderOf(target, cell),
        `is in hand of ${holder.host}, process ${holder.pid}`,
        "merge when it has ended",
      );
    attempt(into, () => {
      const [from, to] = [runFolderOf(has, cell), runFolderOf(target, cell)];
      // A run that is half-way there would leave its checkpoints among those of the one that ended.
      rmSync(to, { recursive: true, force: true });
      if (existsSync(from)) copyFolder(from, to);
    });
    // Last: a run counts as ended only when all of it is there.
    const outcome = outcomeOf(has, cell);
    if (outcome) writeOutcome(target, cell, outcome);
    copied++;
  }
  return { copied, had, missing };
}

function copyFolder(from: string, to: string): void {
  makeFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.isFile()) copyFileSync(source, target);
  }
}
