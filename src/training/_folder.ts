import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { GrokError, RunError } from "../errors.ts";
import { safetensorsBytes } from "../formats/_write-safetensors.ts";
import { isUnfinished, makeFolder, written } from "../runs/_write.ts";
import { version } from "../version.ts";
import type { ParameterPlan } from "./_parameters.ts";
import { namedArrays, readState, stateBytes, type TrainingState } from "./_state.ts";
import { checked, type TrainingConfig } from "./config.ts";

/** One line of metrics.csv; the test pairs are not evaluated at every epoch. */
export interface Metrics {
  readonly epoch: number;
  /** Means over the pairs, in nats. */
  readonly train_loss: number;
  readonly test_loss: number | null;
  /** Shares of the pairs whose answer has the largest logit of all, that of '=' included. */
  readonly train_accuracy: number;
  readonly test_accuracy: number | null;
}

/** The project's own run folder: run.json, metrics.csv, checkpoints/, and .resume.safetensors. */
export interface RunFolder {
  /** The state at the last checkpoint; undefined for a new run. */
  readonly resumed: TrainingState | undefined;
  /** What was logged of the epochs before it. */
  readonly past: readonly Metrics[];
  /** The train loss at epoch 0, once it is logged. */
  readonly firstLoss: () => number;
  readonly log: (metrics: Metrics) => void;
  /** Writes the checkpoint, the lines logged so far, then what resuming needs: killed between two, they are written again. */
  readonly save: (state: TrainingState) => void;
}

/** What a folder is opened with. */
export interface RunFolderSettings {
  readonly config: TrainingConfig;
  readonly parameters: ParameterPlan;
  readonly backend: string;
  readonly resume: boolean;
  /** Which of the checkpoints stay. */
  readonly checkpoints: "all" | "last";
}

const COLUMNS = ["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
const DESCRIPTION = "run.json";
const METRICS = "metrics.csv";
const CHECKPOINTS = "checkpoints";
/** Hidden: it is no checkpoint, though it looks like one. */
const RESUME = ".resume.safetensors";
/** Digits of an epoch in a file's name: with so many, names in order are epochs in order. */
const DIGITS = 6;

/**
 * Opens a folder for a run; `resume` continues one, or begins it where it has no checkpoint yet. Throws a RunError where
 * the folder holds something else or a run that differs, a GrokError where it cannot be written.
 */
export function runFolder(path: string, settings: RunFolderSettings): RunFolder {
  const { config, parameters, backend, resume, checkpoints } = settings;
  const words = { format: "grok-analyze run", version, ...config };
  const state = attempt(path, () => isEmpty(path)) ? undefined : continued(path, config, parameters, resume, backend);
  const lines = state ? keptLines(join(path, METRICS), state.epoch) : [COLUMNS.join(",")];
  attempt(path, () => {
    makeFolder(path);
    written(join(path, DESCRIPTION), `${JSON.stringify(words, null, 2)}\n`);
    makeFolder(join(path, CHECKPOINTS));
    clear(path);
    clear(join(path, CHECKPOINTS));
  });
  return {
    resumed: state,
    past: metricsIn(lines),
    firstLoss: () => Number(lines[1]?.split(",")[COLUMNS.indexOf("train_loss")]),
    log: (metrics) => {
      lines.push(COLUMNS.map((column) => metrics[column] ?? "").join(","));
    },
    save: (state) => {
      const { epoch, weights } = state;
      const name = `epoch-${String(epoch).padStart(DIGITS, "0")}.safetensors`;
      const { blocks, ...settings } = words;
      const metadata = {
        "grok-analyze": JSON.stringify(settings),
        ...(blocks ? { blocks: JSON.stringify(blocks) } : {}),
        epoch: String(epoch),
      };
      attempt(path, () => {
        written(join(path, CHECKPOINTS, name), safetensorsBytes(namedArrays(parameters, weights), metadata));
        written(join(path, METRICS), `${lines.join("\n")}\n`);
        written(join(path, RESUME), stateBytes(parameters, state, backend));
        if (checkpoints === "last") keepOnly(join(path, CHECKPOINTS), name);
      });
    },
  };
}

/** The configuration of the run that a folder holds; undefined where it holds none. */
export function storedConfig(path: string): TrainingConfig | undefined {
  const file = join(path, DESCRIPTION);
  if (!existsSync(file)) return undefined;
  const { format, version, ...config } = description(file);
  return checked(config as unknown as TrainingConfig);
}

/** The metrics that a run folder has logged up to its last checkpoint; none where there are none yet. */
export function loggedMetrics(path: string): readonly Metrics[] {
  const file = join(path, METRICS);
  return existsSync(file) ? metricsIn(readFileSync(file, "utf8").trim().split("\n")) : [];
}

function metricsIn([, ...lines]: readonly string[]): readonly Metrics[] {
  return lines.map((line) => {
    const fields = line.split(",");
    const value = (i: number) => (fields[i] === "" ? null : Number(fields[i]));
    return Object.fromEntries(COLUMNS.map((column, i) => [column, value(i)])) as unknown as Metrics;
  });
}

/** Whether there is nothing yet but what a process left that was killed before its first file was whole. */
function isEmpty(path: string): boolean {
  if (!existsSync(path)) return true;
  return statSync(path).isDirectory() && readdirSync(path).every(isUnfinished);
}

/** Removes what a killed process left half written. */
function clear(path: string): void {
  for (const name of readdirSync(path)) if (isUnfinished(name)) rmSync(join(path, name), { force: true });
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
  const stored = description(file);
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

/** The header and the lines before an epoch: later ones will be written again. */
function keptLines(file: string, epoch: number): string[] {
  const [header, ...lines] = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const kept = lines.slice(0, epoch);
  if (header !== COLUMNS.join(",") || kept.length !== epoch || !kept.every((line, i) => line.startsWith(`${i},`)))
    throw new RunError(file, `lacks epochs before ${epoch}`, "begin the run anew in another folder");
  return [header, ...kept];
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new GrokError(
      path,
      `cannot be written: ${(cause as Error).message}`,
      "free space or choose another folder; --resume goes on from the last checkpoint",
      { cause },
    );
  }
}
