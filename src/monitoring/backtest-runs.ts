import { FormatError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { standardJson } from "../logs/curves/python-json.ts";
import type { Curves } from "../quantities/training-phases.ts";
import { TARGET } from "./forecast.ts";
import { WATCHED, type Watched } from "./row.ts";

/** A run whose end is known, to back-test forecasts on. */
export interface KnownRun {
  readonly run: string;
  /** Runs of one family are alike: of one network, task and trainer. */
  readonly family: string;
  readonly curves: Curves;
  /** The first epoch with train accuracy ≥ 0.99; null: none. */
  readonly memorised: number | null;
  /** The first epoch with test accuracy ≥ 0.9; null: none within the run. */
  readonly generalised: number | null;
}

/** In a file of curves a run counts as memorised from this train accuracy on. */
const MEMORISED = 0.99;

/**
 * The runs of a file of JSON lines: an object a run, with `run`, `family`, `epoch[]`, `test_accuracy[]` as long, and any of
 * `train_loss[]`, `test_loss[]`, `train_accuracy[]`, null where there is none; `memorised_at` and `test_90_at` where they are
 * known better than from these epochs. Other fields are left alone.
 */
export function knownRuns(text: string, where: string): readonly KnownRun[] {
  const runs = text
    .split("\n")
    .flatMap((line, i) => (line.trim() === "" ? [] : [knownRun(line, `${where}: line ${i + 1}`)]));
  if (runs.length === 0) throw new FormatError(where, "holds no runs", "a line is a JSON object of one run's curves");
  return runs;
}

/** A run by its curves alone, of no family. */
export function knownRunOf(run: string, curves: Curves): KnownRun {
  return {
    run,
    family: "",
    curves,
    memorised: crossing(curves.epochs, curves.train_accuracy, MEMORISED),
    generalised: crossing(curves.epochs, curves.test_accuracy, TARGET),
  };
}

function knownRun(line: string, where: string): KnownRun {
  const record = recordOf(line, where);
  const { run, family = "" } = record;
  if (typeof run !== "string") throw new FormatError(where, `run is ${shown(run)}`, "it is the run's name, a text");
  if (typeof family !== "string") throw new FormatError(where, `family is ${shown(family)}`, "it is a text");
  const seen = knownRunOf(run, curvesOf(record, where));
  return {
    ...seen,
    family,
    memorised: stated(record, "memorised_at", where) ?? seen.memorised,
    generalised: record.test_90_at === null ? null : (stated(record, "test_90_at", where) ?? seen.generalised),
  };
}

type KnownCurves = Required<Pick<Curves, "epochs" | Watched>>;

function curvesOf(record: Readonly<Record<string, unknown>>, where: string): KnownCurves {
  const epochs = list(record, "epoch", where);
  if (epochs.length === 0) throw new FormatError(where, "epoch is empty", "a run has an epoch at least");
  const wrong = epochs.findIndex(
    (epoch, i) => epoch === null || !Number.isFinite(epoch) || (i > 0 && epoch <= (epochs[i - 1] as number)),
  );
  if (wrong >= 0)
    throw new FormatError(where, `epoch[${wrong}] is ${shown(epochs[wrong])}`, "epochs are numbers that ascend");
  const curves = WATCHED.map((name) => [name, curveOf(record, name, epochs.length, where)] as const);
  return { epochs, ...Object.fromEntries(curves) } as KnownCurves;
}

function curveOf(record: Readonly<Record<string, unknown>>, name: Watched, length: number, where: string) {
  // What a forecast is of must be there.
  const values = record[name] === undefined && name !== "test_accuracy" ? [] : list(record, name, where);
  if (values.length > 0 && values.length !== length)
    throw new FormatError(
      where,
      `${name} has ${values.length} values for ${length} epochs`,
      "null stands where there is none",
    );
  if (!name.endsWith("accuracy")) return values;
  const wrong = values.findIndex((value) => value !== null && (value < 0 || value > 1));
  if (wrong >= 0)
    throw new FormatError(where, `${name}[${wrong}] is ${values[wrong]}`, "an accuracy is a share, 0 to 1");
  return values;
}

function recordOf(line: string, where: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(standardJson(line));
  } catch {
    // Said below.
  }
  if (!isRecord(value))
    throw new FormatError(where, "is no JSON object", "a line is a JSON object of one run's curves");
  return value;
}

function list(record: Readonly<Record<string, unknown>>, name: string, where: string): readonly (number | null)[] {
  const values = record[name];
  if (!Array.isArray(values)) throw new FormatError(where, `${name} is ${shown(values)}`, "it is a list of numbers");
  return values.map((value, i) => {
    // Python's NaN.
    if (value === "nan") return Number.NaN;
    if (value === null || typeof value === "number") return value;
    throw new FormatError(where, `${name}[${i}] is ${shown(value)}`, "it is a number, or null where there is none");
  });
}

function stated(record: Readonly<Record<string, unknown>>, name: string, where: string): number | null {
  const value = record[name];
  if (value === undefined || value === null || typeof value === "number") return value ?? null;
  throw new FormatError(where, `${name} is ${shown(value)}`, "it is an epoch, or null");
}

function crossing(
  epochs: readonly number[],
  values: readonly (number | null)[] | undefined,
  least: number,
): number | null {
  if (!values) return null;
  return epochs[values.findIndex((value) => value !== null && value >= least)] ?? null;
}

function shown(value: unknown): string {
  return value === undefined ? "missing" : (JSON.stringify(value)?.slice(0, 40) ?? String(value));
}
