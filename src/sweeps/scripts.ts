import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { ranges } from "./array-ranges.ts";
import type { SweepPlan } from "./plan.ts";

/** A word as a shell reads it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A folder's path for a script. Throws a UsageError where it would begin a line of its own there, which a shell would run. */
function lineOf(folder: string): string {
  const at = resolve(folder);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(at))
    throw new UsageError(at, "has a control character in its name, which no script of ours holds", "rename the folder");
  return at;
}

/** One command a line, a run each, in the order of the plan; each can be given again. Throws a UsageError as `slurmScript` does. */
export function manifest({ folder, cells }: SweepPlan, command: string): string {
  const at = quoted(lineOf(folder));
  return cells.map(({ index }) => `${command} sweep run ${at} --index ${index}\n`).join("");
}

/** What a job of a Slurm array is to have. */
export interface SlurmSettings {
  /** How the program is called on a node, e.g. "npx grok-analyze". */
  readonly command: string;
  /** Options of sbatch, without the dashes before them, e.g. "partition=cpu". */
  readonly sbatch: readonly string[];
  /** Tasks at once; as many as Slurm gives unless told otherwise. */
  readonly atOnce?: number;
}

/** A Slurm job array of one core for each of these runs, whose numbers are those of the plan, from 0. Throws a UsageError for a folder that no script can name. */
export function slurmScript({ folder }: SweepPlan, indices: readonly number[], settings: SlurmSettings): string {
  const { command, sbatch, atOnce } = settings;
  const at = lineOf(folder);
  return [
    "#!/bin/sh",
    "#SBATCH --job-name=grok-sweep",
    `#SBATCH --array=${ranges(indices)}${atOnce === undefined ? "" : `%${atOnce}`}`,
    "#SBATCH --cpus-per-task=1",
    `#SBATCH --output=${quoted(`${at}/slurm-%A_%a.out`)}`,
    ...sbatch.map((option) => `#SBATCH --${option}`),
    `exec ${command} sweep run ${quoted(at)}`,
    "",
  ].join("\n");
}
