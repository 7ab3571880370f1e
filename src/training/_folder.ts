import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { RunError } from "../errors.ts";
import { safetensorsBytes } from "../formats/_write-safetensors.ts";
import { checkpointName, OWN_RUN, RESUME, stateName } from "../layouts/_own-run.ts";
import { holderOf, type Lock, takeLock } from "../runs/_lock.ts";
import { isUnfinished, makeFolder, removeAbandoned, writing, written } from "../runs/_write.ts";
import { version } from "../version.ts";
import { type Metrics, metricsFile } from "./_metrics.ts";
import type { ParameterPlan } from "./_parameters.ts";
import { namedArrays, readState, stateBytes, type TrainingState } from "./_state.ts";
import { checked, type TrainingConfig } from "./config.ts";
import { withLaterSettings } from "./presets.ts";

/** The project's own run folder: run.json, metrics.csv, checkpoints/, and .resume.safetensors. */
export interface RunFolder {
  /** The state at the last checkpoint; undefined for a new run. */
  readonly resumed: TrainingState | undefined;
  /** What was logged of the epochs before it. */
  readonly past: readonly Metrics[];
  /** The train loss at the first epoch, once it is logged. */
  readonly firstLoss: () => number;
  readonly log: (metrics: Metrics) => void;
  /** Says that its process lives, and where it is. Throws a RunError where another has taken the folder over. */
  readonly beat: (epoch: number) => void;
  /** Lets another process have it. */
  readonly release: () => void;
  /** Writes the checkpoint, the lines logged so far, then what resuming needs: killed between two, they are written again. */
  readonly save: (state: TrainingState) => void;
}

/** Which checkpoints a folder keeps: all, all with the moments of the optimiser at each, or the last. */
export const CHECKPOINTS_KEPT = ["last", "all", "states"] as const;
export type CheckpointsKept = (typeof CHECKPOINTS_KEPT)[number];

/** What a folder is opened with. */
export interface RunFolderSettings {
  readonly config: TrainingConfig;
  readonly parameters: ParameterPlan;
  readonly backend: string;
  readonly resume: boolean;
  /** Which of the checkpoints stay. */
  readonly checkpoints: CheckpointsKept;
}

/** Held by the process that trains; hidden, so that nobody takes it for a file of the run. */
const LOCK = ".training.lock";
const DESCRIPTION = "run.json";
const CHECKPOINTS = "checkpoints";
/** What resuming from the checkpoint of an epoch needs, in the folder of a run that keeps `states`. */
export function stateFile(path: string, epoch: number): string {
  return join(path, stateName(epoch));
}

/** The checkpoint of an epoch in a run folder. */
export function checkpointFile(path: string, epoch: number): string {
  return join(path, CHECKPOINTS, checkpointName(epoch));
}

/** The epochs of the checkpoints in a run folder, ascending. */
export function checkpointEpochs(path: string): readonly number[] {
  const folder = join(path, CHECKPOINTS);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => Number(/^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? [])).sort((a, b) => a - b);
}

/**
 * Opens a folder for a run; `resume` continues one, or begins it where it has no checkpoint yet. Throws a RunError where
 * the folder holds something else, a run that differs, or one that another process trains; a GrokError where it cannot be
 * written. It is this process's until it is released.
 */
export function runFolder(path: string, settings: RunFolderSettings): RunFolder {
  const { config, parameters, backend, resume } = settings;
  const stateNow = () =>
    attempt(path, () => isEmpty(path)) ? undefined : continued(path, config, parameters, resume, backend);
  // A folder of something else is left as it is, without a lock in it. What somebody writes just now may be neither old nor new.
  try {
    stateNow();
  } catch (error) {
    throw holderOf(join(path, LOCK)) ? heldError(path) : error;
  }
  const lock = locked(path);
  try {
    return opened(path, settings, lock, stateNow());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The folder's lock. Throws a RunError that says who has it. */
function locked(path: string): Lock {
  attempt(path, () => makeFolder(path));
  const lock = takeLock(join(path, LOCK));
  if (lock) return lock;
  throw heldError(path);
}

function heldError(path: string): RunError {
  const holder = holderOf(join(path, LOCK));
  const who = holder ? `process ${holder.pid} on ${holder.host}, at epoch ${holder.epoch}` : "another process";
  return new RunError(path, `is being trained by ${who}`, "wait until that ends, or choose another folder");
}

function opened(
  path: string,
  { config, parameters, backend, checkpoints }: RunFolderSettings,
  lock: Lock,
  state: TrainingState | undefined,
): RunFolder {
  const words = { format: OWN_RUN, version, ...config };
  const metrics = metricsFile(path, config.from_epoch, state?.epoch);
  attempt(path, () => {
    makeFolder(path);
    written(join(path, DESCRIPTION), `${JSON.stringify(words, null, 2)}\n`);
    makeFolder(join(path, CHECKPOINTS));
    clear(path);
    clear(join(path, CHECKPOINTS));
    metrics.begin();
  });
  return {
    resumed: state,
    past: metrics.past,
    firstLoss: metrics.firstLoss,
    beat: lock.beat,
    release: lock.release,
    log: (line) => attempt(path, () => metrics.log(line)),
    save: (state) => {
      const { epoch, weights } = state;
      const { blocks, ...settings } = words;
      const metadata = {
        "grok-analyze": JSON.stringify(settings),
        ...(blocks ? { blocks: JSON.stringify(blocks) } : {}),
        epoch: String(epoch),
      };
      attempt(path, () => {
        const file = checkpointFile(path, epoch);
        written(file, safetensorsBytes(namedArrays(parameters, weights), metadata));
        metrics.flush();
        const bytes = stateBytes(parameters, state, backend);
        if (checkpoints === "states") written(stateFile(path, epoch), bytes);
        written(join(path, RESUME), bytes);
        if (checkpoints === "last") keepOnly(join(path, CHECKPOINTS), basename(file));
      });
    },
  };
}

/** The configuration of the run that a folder holds; undefined where it holds none. */
export function storedConfig(path: string): TrainingConfig | undefined {
  const file = join(path, DESCRIPTION);
  if (!existsSync(file)) return undefined;
  const { format, version, ...config } = description(file);
  return checked(withLaterSettings(config) as unknown as TrainingConfig);
}

/** Whether there is nothing yet but what a process left that was killed before its first file was whole. */
function isEmpty(path: string): boolean {
  if (!existsSync(path)) return true;
  return statSync(path).isDirectory() && readdirSync(path).every((name) => isUnfinished(name) || name.startsWith(LOCK));
}

/** Removes what a killed process left half written; not what one that lives is about to ask for the lock with. */
function clear(path: string): void {
  removeAbandoned(path, LOCK);
  for (const name of readdirSync(path)) {
    const isLeft = isUnfinished(name) && !name.startsWith(`.${LOCK}.`);
    if (isLeft || name.startsWith(`${LOCK}.`)) rmSync(join(path, name), { force: true });
  }
}

function keepOnly(folder: string, name: string): void {
  for (const other of readdirSync(folder)) if (other !== name) rmSync(join(folder, other), { force: true });
}

function continued(
  path: string,
  config: TrainingConfig,
  parameters: ParameterPlan,
  resume: boolean,
  backend: string,
): TrainingState | undefined {
  const file = join(path, DESCRIPTION);
  if (!statSync(path).isDirectory()) throw new RunError(path, "is a file", "name a folder");
  if (!existsSync(file)) throw new RunError(path, "is not empty and holds no run", "choose another folder");
  if (!resume) throw new RunError(path, "holds a run already", "continue it with --resume, or choose another folder");
  const stored = withLaterSettings(description(file));
  const other = Object.entries(config).find(([key, value]) => key !== "epochs" && !same(stored[key], value));
  if (other)
    throw new RunError(
      path,
      `was begun with ${other[0]} ${stored[other[0]]}, not ${other[1]}`,
      "resume with the same settings; only --epochs may change",
    );
  const saved = join(path, RESUME);
  if (!existsSync(saved)) return undefined;
  const state = readState(saved, parameters, backend);
  if (state.epoch > config.epochs)
    throw new RunError(path, `is at epoch ${state.epoch} already`, `--epochs can be ${state.epoch} or more`);
  return state;
}

/** Whether two settings are: a list of blocks is one by what it holds. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function description(file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new RunError(file, `cannot be read: ${why}`, "begin the run anew in another folder", { cause });
  }
}

const REMEDY = "free space or choose another folder; --resume goes on from the last checkpoint";

function attempt<T>(path: string, action: () => T): T {
  return writing(path, REMEDY, action);
}
