import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";

/** The variable in which a scheduler tells a task of an array its number, and the least that it gives. */
export const ARRAY_VARIABLES = {
  /** Slurm: as `--array` says, so that 0 can be the first. */
  SLURM_ARRAY_TASK_ID: 0,
  /** PBS Professional and OpenPBS: as `-J` says. */
  PBS_ARRAY_INDEX: 0,
  /** IBM LSF: from 1; 0 of a job that is no array. */
  LSB_JOBINDEX: 1,
  /** Grid Engine: from 1; "undefined" of a job that is no array. */
  SGE_TASK_ID: 1,
  /** Kubernetes, of an indexed Job: from 0. */
  JOB_COMPLETION_INDEX: 0,
} as const;
export type ArrayVariable = keyof typeof ARRAY_VARIABLES;

/** Which task of an array this process is. */
export interface ArrayIndex {
  /** From 0, whatever the scheduler begins at. */
  readonly index: number;
  readonly variable: ArrayVariable;
}

/**
 * The place of this process in a scheduler's array, from 0: of Slurm, PBS and Kubernetes the number itself, of LSF and Grid
 * Engine, whose arrays begin at 1, one less. Undefined where the process is in no array. Throws a UsageError where the number
 * is none, or where two schedulers give different ones, with the `remedy`.
 */
export function arrayIndex(
  env: Readonly<Record<string, string | undefined>>,
  remedy = "give --index",
): ArrayIndex | undefined {
  checkArguments("arrayIndex", { env });
  const found = (Object.keys(ARRAY_VARIABLES) as ArrayVariable[]).flatMap((variable): ArrayIndex[] => {
    const word = env[variable];
    const first = ARRAY_VARIABLES[variable];
    if (word === undefined || word === "" || word === "undefined" || (first === 1 && word === "0")) return [];
    if (!/^\d+$/.test(word))
      throw new UsageError(variable, `must be a whole number from ${first}, got ${word}`, remedy);
    return [{ index: Number(word) - first, variable }];
  });
  const [one] = found;
  const other = found.find(({ index }) => index !== one.index);
  if (other)
    throw new UsageError(
      one.variable,
      `is place ${one.index}, counted from 0, but ${other.variable} is place ${other.index}`,
      remedy,
    );
  return one;
}
