import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkArguments } from "../arguments.ts";
import { RunError } from "../errors.ts";
import { attempt } from "../results/_attempt.ts";
import { makeFolder, written } from "../runs/_write.ts";
import type { CheckpointsKept } from "../training/_folder.ts";
import { version } from "../version.ts";
import { type Cell, cellsOf } from "./cells.ts";
import { checkedSpec, type SweepSpec } from "./spec.ts";
import { type Until, untilOf } from "./until.ts";

/** A sweep in its folder: sweep.json, runs/, and cells/ and locks/ which say how far each is. */
export interface SweepPlan {
  readonly folder: string;
  readonly spec: SweepSpec;
  readonly cells: readonly Cell[];
  readonly until: Until | null;
  readonly checkpoints: CheckpointsKept;
}

const FORMAT = "grok-analyze sweep";

/** The file that says what is planned. */
export const PLAN = "sweep.json";
/** The folder in it of those who have a run in hand. */
export const LOCKS = "locks";
/** What is in its folder, with that itself. */
export const FOLDERS: readonly string[] = ["", "runs", "cells", LOCKS];

/** Makes a sweep's folder, and those in it. */
export function makeFolders(folder: string): void {
  for (const part of FOLDERS) makeFolder(join(folder, part));
}

/** Where a cell's run is. */
export function runFolderOf({ folder }: SweepPlan, { name }: Cell): string {
  return join(folder, "runs", name);
}

/** The plan of a spec in a folder, not written yet. Throws a UsageError where a run cannot be. */
export function sweepPlan(folder: string, spec: SweepSpec, where = "sweep"): SweepPlan {
  checkArguments("sweepPlan", { folder, spec });
  const checkedOne = checkedSpec(where, spec);
  return {
    folder,
    spec: checkedOne,
    cells: cellsOf(where, checkedOne, folder),
    until: spec.until === undefined ? null : untilOf(spec.until),
    checkpoints: spec.checkpoints ?? "last",
  };
}

/**
 * Writes a plan into its folder, where it may be already; returns the names of the runs that were planned there and are no
 * longer. A folder's plan can grow: runs that are in both keep what they have. Throws a RunError where it holds something else, or runs that ended by other rules.
 */
export function writePlan(plan: SweepPlan): readonly string[] {
  checkArguments("writePlan", { plan });
  const { folder, spec, cells } = plan;
  const before = existsSync(fileOf(folder)) ? readPlan(folder) : undefined;
  const other = "choose another folder";
  if (before) {
    for (const key of ["until", "checkpoints"] as const) {
      const [was, is] = [before[key], plan[key]].map((value) => JSON.stringify(value));
      if (was !== is) throw new RunError(folder, `was planned with ${key} ${was}, not ${is}`, other);
    }
    const names = new Map(before.cells.map(({ id, name }) => [id, name]));
    const moved = cells.find(({ id, name }) => (names.get(id) ?? name) !== name);
    if (moved) throw new RunError(folder, `has run ${names.get(moved.id)}, which would be ${moved.name}`, other);
  }
  const runs = cells.map(({ index, id, name }) => ({ index, id, name }));
  const text = JSON.stringify({ format: FORMAT, version, ...spec, runs }, null, 2);
  attempt(folder, () => {
    makeFolders(folder);
    written(fileOf(folder), `${text}\n`);
  });
  const ids = new Set(cells.map(({ id }) => id));
  return before?.cells.filter(({ id }) => !ids.has(id)).map(({ name }) => name) ?? [];
}

/** The plan that a folder holds. Throws a RunError where it holds none, or one of other presets. */
export function readPlan(folder: string): SweepPlan {
  checkArguments("readPlan", { folder });
  const file = fileOf(folder);
  if (!existsSync(file)) throw new RunError(folder, "holds no sweep", "plan one: sweep plan SPEC -o FOLDER");
  let value: Record<string, unknown>;
  try {
    value = Object(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new RunError(file, `is not JSON: ${(cause as Error).message}`, "plan the sweep again", { cause });
  }
  const { format, version: by, runs, ...spec } = value;
  if (format !== FORMAT || !Array.isArray(runs)) throw new RunError(file, "is no plan of a sweep", "plan one");
  const plan = sweepPlan(folder, spec as SweepSpec, file);
  const same = plan.cells.length === runs.length && plan.cells.every(({ id }, i) => id === Object(runs[i]).id);
  if (!same)
    throw new RunError(
      file,
      `was planned by version ${by}, whose settings were others${spec.from ? ", or from runs that are others now" : ""}`,
      "plan it again in another folder",
    );
  return plan;
}

function fileOf(folder: string): string {
  return join(folder, PLAN);
}
