import { join, relative, resolve } from "node:path";
import { checkArguments } from "../arguments.ts";
import { RunError, UsageError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { checkpointEpochs, storedConfig } from "../training/_folder.ts";
import { loggedMetrics } from "../training/_metrics.ts";
import type { PresetName } from "../training/presets.ts";
import type { Beginning } from "./beginning.ts";
import type { Learnt } from "./learning-phase.ts";
import { runFolderOf, type SweepPlan, sweepPlan } from "./plan.ts";
import { judged } from "./run-results.ts";
import { changedSettings, known, readObject, type Settings, type SweepSpec } from "./spec.ts";

/**
 * Epochs of a baseline that have a name: from which on the train set is learnt for good, and the test set, with an accuracy of
 * 95 % as the verdict has it; and the middle between the two.
 */
export const MOMENTS = ["memorised", "halfway", "generalised"] as const;
export type Moment = (typeof MOMENTS)[number];

/** A causal experiment: what comes of a run when from an epoch on something is changed in how it is trained. */
export interface Intervention {
  /** The baseline, a run a seed; seeds are the preset's own unless told otherwise. */
  readonly preset?: PresetName;
  readonly seeds?: readonly number[];
  /** Runs that `train` made, in place of such a baseline. */
  readonly run?: string | readonly string[];
  /** Of the baseline, or where it is a run there already of what goes on from it. */
  readonly settings?: Settings;
  /** When things are changed: at checkpoints of the baseline, or at the first one from a moment on. */
  readonly epochs: readonly (number | Moment)[];
  /** What is changed, by a name; beside them a control changes nothing. */
  readonly changes: Readonly<Record<string, Settings>>;
  /** When a run that goes on has seen enough. */
  readonly until?: SweepSpec["until"];
}

const KEYS = ["preset", "seeds", "run", "settings", "epochs", "changes", "until"] as const;
const CONTROL = "control";

/** The intervention in a file of JSON, or of YAML. Throws a GrokError that names what is wrong in it. */
export function readIntervention(file: string): Intervention {
  checkArguments("readIntervention", { file });
  const value = readObject(file);
  if (!isRecord(value)) throw new UsageError(file, "is no object of settings", `give ${KEYS.join(", ")}`);
  known(file, Object.keys(value), KEYS, "a key of an intervention");
  const { preset, seeds, run, epochs } = value;
  for (const [key, given] of Object.entries({ preset, seeds }))
    if (run !== undefined && given !== undefined)
      throw new UsageError(file, `has run and ${key}`, "leave one out: the baseline is the one or the other");
  const words = (all: unknown, kind: "string" | "number") =>
    Array.isArray(all) && all.length > 0 && all.every((one) => typeof one === kind);
  if (run !== undefined && typeof run !== "string" && !words(run, "string"))
    throw new UsageError(file, "run is no path, and no list of paths", 'write "run": "runs/tiny"');
  if (seeds !== undefined && !words(seeds, "number"))
    throw new UsageError(file, "seeds are no list of numbers", 'write "seeds": [0, 1, 2]');
  const remedy = `write "epochs": [200, "${MOMENTS[0]}"]: checkpoints, or ${MOMENTS.join(", ")}`;
  if (!Array.isArray(epochs) || epochs.length === 0) throw new UsageError(file, "epochs are no list", remedy);
  const stray = epochs.find((at) => !MOMENTS.some((one) => one === at) && !(Number.isSafeInteger(at) && at >= 0));
  if (stray !== undefined) throw new UsageError(file, `epochs have ${JSON.stringify(stray)}`, remedy);
  changedSettings(file, value.changes);
  if (Object.keys(Object(Object(value.changes)[CONTROL])).length > 0)
    throw new UsageError(file, `change "${CONTROL}" changes something`, "give it another name: the control is made");
  return value as unknown as Intervention;
}

/**
 * The baseline as a sweep over seeds, in baseline/ of the folder; each checkpoint keeps the moments of the optimiser, so that
 * what goes on from it begins nothing anew. Undefined where the baseline is a run there already. Throws a UsageError that
 * names a change or an epoch that cannot be.
 */
export function baselinePlan(folder: string, intervention: Intervention, where: string): SweepPlan | undefined {
  checkArguments("baselinePlan", { folder, intervention });
  const { preset, seeds, run, settings = {}, epochs, changes } = intervention;
  if (run !== undefined) return undefined;
  const base = { ...(preset === undefined ? {} : { preset }), settings };
  // Each change as if it were made from the first epoch on: so much of it can be judged before hours of training.
  sweepPlan(folder, { ...base, changes }, where);
  const grid: SweepSpec["grid"] = seeds === undefined ? {} : { seed: seeds };
  const plan = sweepPlan(join(folder, "baseline"), { ...base, grid, checkpoints: "states" }, where);
  const { checkpoint_every: every, epochs: last } = plan.cells[0].config;
  const numbers = epochs.filter((at) => typeof at === "number");
  const stray = numbers.find((at) => at > last || (every > 0 && at % every !== 0 && at !== last));
  if (stray !== undefined)
    throw new UsageError(
      where,
      `the baseline has no checkpoint of epoch ${stray}: it has one each ${every}, to ${last}`,
      `give "checkpoint_every": ${numbers.reduce(divisor)} in its settings, or other epochs`,
    );
  return plan;
}

/**
 * The intervention as a sweep: from each checkpoint of each baseline, each change and the control. Throws a RunError where
 * a baseline has no such checkpoint or moment.
 */
export function interventionPlan(folder: string, intervention: Intervention, where: string): SweepPlan {
  checkArguments("interventionPlan", { folder, intervention });
  const { run, settings, epochs, changes, until } = intervention;
  const baseline = baselinePlan(folder, intervention, where);
  const runs = baseline
    ? baseline.cells.map((cell) => runFolderOf(baseline, cell))
    : ([run].flat() as readonly string[]);
  const from = epochs.flatMap((at) => runs.map((path) => beginningAt(folder, path, at)));
  const spec: SweepSpec = {
    from,
    // A baseline of its own has them already.
    ...(baseline || settings === undefined ? {} : { settings }),
    changes: { [CONTROL]: {}, ...changes },
    ...(until === undefined ? {} : { until }),
  };
  return sweepPlan(folder, spec, where);
}

function beginningAt(folder: string, path: string, at: number | Moment): Beginning {
  const run = relative(resolve(folder), resolve(path));
  if (typeof at === "number") return { run, epoch: at };
  const config = storedConfig(path);
  if (!config) throw new RunError(path, "holds no run of train", "name its folder");
  const moment = momentOf(judged(loggedMetrics(path), config.fraction).learnt, at);
  if (moment === null)
    throw new RunError(path, `has no moment "${at}" by epoch ${config.epochs}`, "train it longer, or give epochs");
  const epoch = checkpointEpochs(path).find((one) => one >= moment);
  if (epoch === undefined) throw new RunError(path, `has no checkpoint from epoch ${moment} on`, "keep more of them");
  return { run, epoch, moment: at };
}

/** The epoch of a moment; null where a run has none. */
function momentOf({ memorised_at, generalised_at }: Learnt, moment: Moment): number | null {
  if (moment === "memorised") return memorised_at;
  if (moment === "generalised" || generalised_at === null || memorised_at === null) return generalised_at;
  return (memorised_at + generalised_at) / 2;
}

/** The greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
