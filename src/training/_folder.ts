import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GrokError, RunError } from "../errors.ts";
import { readArray } from "../formats/_arrays.ts";
import { readFile } from "../formats/_read.ts";
import { type ArrayRef, isDictionary } from "../formats/_values.ts";
import { safetensorsBytes } from "../formats/_write-safetensors.ts";
import type { Moments } from "./_optimiser.ts";
import { type ParameterPlan, partsOf } from "./_parameters.ts";
import type { TrainingConfig } from "./config.ts";

/** Where training stands: what the next update needs. */
export interface TrainingState {
  readonly epoch: number;
  /** Updates made. */
  readonly step: number;
  readonly weights: Float32Array;
  readonly moments: Moments;
}

/** One line of metrics.csv; the test pairs are not evaluated at every epoch. */
export interface Metrics {
  readonly epoch: number;
  readonly train_loss: number;
  readonly test_loss: number | null;
  readonly train_accuracy: number;
  readonly test_accuracy: number | null;
}

/** The project's own run folder: run.json, metrics.csv, checkpoints/, and .resume.safetensors. */
export interface RunFolder {
  /** The state at the last checkpoint; undefined for a new run. */
  readonly resumed: TrainingState | undefined;
  readonly log: (metrics: Metrics) => void;
  /** Writes the checkpoint, then what resuming needs, then the lines logged so far: killed at any moment, none is half. */
  readonly save: (state: TrainingState) => void;
}

const COLUMNS = ["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
/** Hidden: it is no checkpoint, though it looks like one. */
const RESUME = ".resume.safetensors";
const METRICS = "metrics.csv";

/** Opens a folder for a run. Throws a RunError where one is there and is not to be resumed, or where it differs. */
export function runFolder(
  path: string,
  config: TrainingConfig,
  parameters: ParameterPlan,
  resume: boolean,
  version: string,
): RunFolder {
  const description = `${JSON.stringify({ format: "grok-analyze run", version, ...config }, null, 2)}\n`;
  const state =
    existsSync(path) && readdirSync(path).length > 0 ? continued(path, config, parameters, resume) : undefined;
  attempt(path, () => mkdirSync(join(path, "checkpoints"), { recursive: true }));
  if (!state) write(join(path, "run.json"), description);
  const lines = state ? keptLines(join(path, METRICS), state.epoch) : [COLUMNS.join(",")];
  const metadata = { "grok-analyze": JSON.stringify({ format: "grok-analyze run", version, ...config }) };
  return {
    resumed: state,
    log: (metrics) => {
      lines.push(COLUMNS.map((column) => metrics[column] ?? "").join(","));
    },
    save: ({ epoch, step, weights, moments }) => {
      const arrays = named(parameters, weights, "");
      const file = join(path, "checkpoints", `epoch-${String(epoch).padStart(6, "0")}.safetensors`);
      write(file, safetensorsBytes(arrays, { ...metadata, epoch: String(epoch) }));
      const more = [...named(parameters, moments.first, "first."), ...named(parameters, moments.second, "second.")];
      write(join(path, METRICS), `${lines.join("\n")}\n`);
      write(join(path, RESUME), safetensorsBytes([...arrays, ...more], { epoch: String(epoch), step: String(step) }));
    },
  };
}

function continued(
  path: string,
  config: TrainingConfig,
  parameters: ParameterPlan,
  resume: boolean,
): TrainingState | undefined {
  const file = join(path, "run.json");
  if (!existsSync(file)) throw new RunError(path, "is not empty and holds no run", "choose another folder");
  if (!resume) throw new RunError(path, "holds a run already", "continue it with --resume, or choose another folder");
  const { format, version, ...stored } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const other = Object.entries(config).find(([key, value]) => key !== "epochs" && stored[key] !== value);
  if (other)
    throw new RunError(
      path,
      `was begun with ${other[0]} ${stored[other[0]]}, not ${other[1]}`,
      "resume with the same settings; only --epochs may grow",
    );
  const saved = join(path, RESUME);
  if (!existsSync(saved)) return undefined;
  const { value } = readFile(saved);
  if (!isDictionary(value)) throw new RunError(saved, "holds no state");
  const metadata = value.get("__metadata__");
  const word = (key: string) => (isDictionary(metadata) ? Number(metadata.get(key)) : Number.NaN);
  const flat = (prefix: string) => {
    const all = new Float32Array(parameters.size);
    for (const [name, part] of Object.entries(partsOf(parameters, all)))
      part.set(readArray(value.get(`${prefix}${name}`) as ArrayRef));
    return all;
  };
  return {
    epoch: word("epoch"),
    step: word("step"),
    weights: flat(""),
    moments: { first: flat("first."), second: flat("second.") },
  };
}

/** The header and the lines before an epoch: later ones will be written again. */
function keptLines(path: string, epoch: number): string[] {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  return [header, ...lines.filter((line) => Number(line.split(",")[0]) < epoch)];
}

function named({ slots }: ParameterPlan, flat: Float32Array, prefix: string) {
  return slots.map(({ name, rows, columns, offset }) => ({
    name: `${prefix}${name}`,
    shape: name.startsWith("b_") ? [columns] : [rows, columns],
    // Off the shared buffer, which may change while it is written.
    data: flat.slice(offset, offset + rows * columns),
  }));
}

/** Under a temporary name first: a file is there whole, or as it was. */
function write(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  attempt(path, () => {
    try {
      writeFileSync(temporary, content, { flush: true });
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    throw new GrokError(
      path,
      `cannot be written: ${(cause as Error).message}`,
      "free space or choose another folder; --resume goes on from the last checkpoint",
      { cause },
    );
  }
}
