import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "../errors.ts";
import { written } from "../runs/_write.ts";

/** One line of metrics.csv; the test pairs are not evaluated at every epoch. */
export interface Metrics {
  readonly epoch: number;
  /** Means over the pairs, in nats; of the pairs that are trained on at the epoch, with the answers that are. */
  readonly train_loss: number;
  readonly test_loss: number | null;
  /** Shares of the pairs whose answer has the largest logit of all, that of '=' included. */
  readonly train_accuracy: number;
  readonly test_accuracy: number | null;
  /** ‖∇L‖₂ over all parameters, as the loss has it; null of mini-batches, and of a last epoch. */
  readonly gradient_norm: number | null;
  /** Share of the training pairs whose loss is exactly 0: these have stopped to teach their answer (arXiv:2501.04697). */
  readonly zero_loss: number;
}

const FILE = "metrics.csv";
const COLUMNS = [
  ...["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"],
  ...["gradient_norm", "zero_loss"],
] as readonly (keyof Metrics)[];

/** metrics.csv: a line an epoch, written as training goes on. */
export interface MetricsFile {
  /** What was logged of the epochs before the one that training goes on from. */
  readonly past: readonly Metrics[];
  /** Writes what was logged before, and nothing after it. */
  readonly begin: () => void;
  /** The train loss of the first epoch, once it is logged. */
  readonly firstLoss: () => number;
  /** Takes a line; lines are appended to the file where the test pairs were evaluated, and by `flush`. */
  readonly log: (metrics: Metrics) => void;
  readonly flush: () => void;
}

/**
 * The metrics of a run folder whose first epoch is `first`, and which goes on from epoch `at`; a new one's where that is undefined.
 * Later lines will be written again. Throws a RunError where lines before are missing.
 */
export function metricsFile(folder: string, first: number, at: number | undefined): MetricsFile {
  const file = join(folder, FILE);
  const [header, ...kept] = at === undefined ? [COLUMNS.join(",")] : keptLines(file, first, at);
  // A run that was begun with fewer columns goes on with these.
  const columns = header.split(",") as (keyof Metrics)[];
  const past = metricsIn(columns, kept);
  let firstLoss = past[0]?.train_loss;
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) appendFileSync(file, pending.join(""));
    pending = [];
  };
  return {
    past,
    begin: () => written(file, [header, ...kept, ""].join("\n")),
    firstLoss: () => firstLoss ?? Number.NaN,
    log: (metrics) => {
      firstLoss ??= metrics.train_loss;
      pending.push(`${columns.map((column) => metrics[column] ?? "").join(",")}\n`);
      if (metrics.test_loss !== null) flush();
    },
    flush,
  };
}

/** The metrics that a run folder has logged so far; none where there are none yet. */
export function loggedMetrics(folder: string): readonly Metrics[] {
  const file = join(folder, FILE);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  // A last line without a line feed is being written.
  const [header = "", ...lines] = text.slice(0, text.lastIndexOf("\n")).split("\n");
  return metricsIn(header.split(",") as (keyof Metrics)[], lines);
}

function metricsIn(columns: readonly (keyof Metrics)[], lines: readonly string[]): readonly Metrics[] {
  const none = Object.fromEntries(COLUMNS.map((column) => [column, null]));
  return lines.map((line) => {
    const fields = line.split(",");
    const values = columns.map((column, i) => [column, fields[i] === "" ? null : Number(fields[i])]);
    return { ...none, ...Object.fromEntries(values) } as unknown as Metrics;
  });
}

/** The header and the lines before an epoch. */
function keptLines(file: string, first: number, at: number): readonly [string, ...string[]] {
  const [header = "", ...lines] = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const kept = lines.slice(0, at - first);
  const known = header.split(",").every((column) => (COLUMNS as readonly string[]).includes(column));
  if (!known || kept.length !== at - first || !kept.every((line, i) => line.startsWith(`${first + i},`)))
    throw new RunError(file, `lacks epochs before ${at}`, "begin the run anew in another folder");
  return [header, ...kept];
}
