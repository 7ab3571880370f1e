import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type TrainingConfig, trainingConfig } from "#training/config.js";
import { type TrainingSettings, trainRun } from "#training/train-run.js";

/** A network that trains in no time, with anything changed. */
export function small(changes: Partial<TrainingConfig> = {}): TrainingConfig {
  return trainingConfig("tiny", {
    p: 13,
    d_model: 8,
    heads: 2,
    neurons: 12,
    epochs: 10,
    checkpoint_every: 5,
    evaluate_every: 3,
    ...changes,
  });
}

/** `trainRun` in the test's own thread: others take longer to start than so small a network to train. */
export function trained(path: string, config: TrainingConfig, settings: TrainingSettings = {}) {
  return trainRun(path, config, { threads: 1, ...settings });
}

/** A folder that lives as long as the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "training-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Every file below a folder, hidden ones too, with its bytes as text. */
export function contents(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(path, name)).toString("latin1")]));
}

/** Lines of metrics.csv as numbers by column; an empty field is null. */
export function metricsOf(path: string): readonly Readonly<Record<string, number | null>>[] {
  const [header, ...lines] = readFileSync(join(path, "metrics.csv"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(header.split(",").map((name, i) => [name, fields[i] === "" ? null : Number(fields[i])]));
  });
}
