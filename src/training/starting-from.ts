import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkArguments } from "../arguments.ts";
import { type BackendName, startBackend } from "../engine/backend.ts";
import { RunError } from "../errors.ts";
import { RESUME } from "../layouts/_own-run.ts";
import type { Model } from "../networks/model.ts";
import { modelAt } from "../runs/model-at.ts";
import { openRun } from "../runs/open.ts";
import type { Checkpoint, Run } from "../runs/run.ts";
import { configOf, isOurs } from "./_config-of.ts";
import { stateFile } from "./_folder.ts";
import { fromWords } from "./_from-words.ts";
import { type ParameterPlan, partsOf } from "./_parameters.ts";
import { trainingPlan } from "./_plan.ts";
import { readState, type TrainingState } from "./_state.ts";
import { checked, type TrainingConfig } from "./config.ts";

/** What a run begins with that goes on from a checkpoint, and all that determines it. */
export interface Beginning {
  readonly config: TrainingConfig;
  readonly state: TrainingState;
  /** Why the optimiser begins anew, its moments 0; undefined where it goes on with those that it had. */
  readonly anew: string | undefined;
  /** Of how another trainer trained it what is not read, nor given: these are the mainline's. */
  readonly assumed: readonly (keyof TrainingConfig)[];
}

/** Settings of training, which other people's checkpoints call as they like, or do not say. */
const OF_TRAINING = [
  ...["optimiser", "learning_rate", "weight_decay", "beta1", "beta2", "epsilon", "warm_up", "batch"],
  ...["loss", "loss_dtype"],
] as readonly (keyof TrainingConfig)[];

/**
 * Training that goes on from a checkpoint with some settings changed: of a run of ours with the settings it had, of any other
 * that can be read with its network, task and split, and the mainline's settings for the rest, as `assumed` says. `from` is a
 * path, with `@epoch` for another checkpoint than the last. The moments of the optimiser go on too where the folder has them
 * for that epoch and neither the optimiser nor the backend is another. Throws a GrokError that says what cannot be trained.
 */
export async function startingFrom(
  from: string,
  changes: Partial<TrainingConfig> = {},
  settings: { readonly backend?: BackendName } = {},
): Promise<Beginning> {
  checkArguments("startingFrom", { path: from, changes, settings });
  const backend = await startBackend(settings.backend);
  const { path, epoch } = placeOf(from);
  const run = await openRun(path);
  const checkpoint = checkpointAt(run, epoch);
  const model = modelAt(run, checkpoint);
  const before = configOf(run, model, changes);
  const { parameters } = trainingPlan(checked({ ...before, epochs: Math.max(before.epochs, checkpoint.epoch) }));
  const weights = flatWeights(run, model, parameters);
  const config = checked({
    ...before,
    ...changes,
    from: fromWords({ weights, epoch: checkpoint.epoch }),
    from_epoch: checkpoint.epoch,
  });
  const changed = trainingPlan(config).parameters.slots.find(({ name, rows, columns }, i) => {
    const slot = parameters.slots[i];
    return slot?.name !== name || slot.rows !== rows || slot.columns !== columns;
  });
  if (changed)
    throw new RunError(
      path,
      `has no ${changed.name} of the shape that the network asked for has`,
      "leave its sizes as they are",
    );
  const kept = momentsOf(path, checkpoint.epoch, { parameters, backend, same: before.optimiser === config.optimiser });
  const assumed = isOurs(run) ? [] : OF_TRAINING.filter((name) => changes[name] === undefined);
  if (typeof kept !== "string") return { config, state: { ...kept, weights }, anew: undefined, assumed };
  const none = () => new Float32Array(parameters.size);
  const state = { epoch: checkpoint.epoch, step: 0, weights, moments: { first: none(), second: none() } };
  return { config, state, anew: kept, assumed };
}

/** A path, and the epoch that stands behind it. */
function placeOf(from: string): { readonly path: string; readonly epoch: number | undefined } {
  const [, path, epoch] = /^(.+)@(\d+)$/.exec(from) ?? [];
  return path === undefined || existsSync(from) ? { path: from, epoch: undefined } : { path, epoch: Number(epoch) };
}

function checkpointAt(run: Run, epoch: number | undefined): Checkpoint {
  const found = epoch === undefined ? run.checkpoints.at(-1) : run.checkpoints.find((one) => one.epoch === epoch);
  if (found) return found;
  if (run.checkpoints.length === 0) throw new RunError(run.path, "holds no weights to go on from", "name checkpoints");
  const epochs = run.checkpoints.map((one) => one.epoch);
  throw new RunError(run.path, `has no checkpoint of epoch ${epoch}`, `it has ${epochs.join(", ")}`);
}

/** The weights of a model as training has them. Throws a RunError where it has others than the network that is trained. */
function flatWeights(run: Run, { parameters }: Model, plan: ParameterPlan): Float32Array {
  const flat = new Float32Array(plan.size);
  const parts = partsOf(plan, flat);
  const wanted = new Set(plan.slots.map(({ weight }) => weight.name));
  const stray = parameters.names.find((name) => !wanted.has(name));
  if (stray !== undefined)
    throw new RunError(
      run.path,
      `has ${stray}, which no network that is trained here has`,
      "train it where it was made",
    );
  for (const { name, weight } of plan.slots) {
    const found = parameters.get(weight.name);
    if (!found || found.shape.join() !== weight.shape.join())
      throw new RunError(
        run.path,
        `has ${found ? `[${found.shape.join(", ")}] as` : "no"} ${weight.name}, not [${weight.shape.join(", ")}]`,
        "train it where it was made",
      );
    parts[name].set(weight.axes.length === 3 && weight.axes[2] === "d_head" ? besideOneAnother(found) : found.data);
  }
  return flat;
}

/** W [head, d_model, d_head] with the heads side by side, [d_model, head·d_head]. */
function besideOneAnother({ data, shape }: NonNullable<ReturnType<Model["parameters"]["get"]>>): Float32Array {
  const [heads, d_model, d_head] = shape;
  const out = new Float32Array(data.length);
  for (let h = 0; h < heads; h++) {
    for (let d = 0; d < d_model; d++) {
      for (let k = 0; k < d_head; k++) out[d * heads * d_head + h * d_head + k] = data[(h * d_model + d) * d_head + k];
    }
  }
  return out;
}

/** What a run folder keeps of the optimiser at an epoch; else why there is nothing to go on with. */
function momentsOf(
  path: string,
  epoch: number,
  {
    parameters,
    backend,
    same,
  }: { readonly parameters: ParameterPlan; readonly backend: string; readonly same: boolean },
): TrainingState | string {
  const kept = stateFile(path, epoch);
  const file = existsSync(kept) ? kept : join(path, RESUME);
  if (!(statSync(path).isDirectory() && existsSync(file))) return "no checkpoint keeps its moments";
  if (!same) return "the optimiser is another";
  try {
    const state = readState(file, parameters, backend);
    return state.epoch === epoch ? state : `they are kept of epoch ${state.epoch} alone`;
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return error.message;
  }
}
