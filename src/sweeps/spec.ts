import { readFileSync } from "node:fs";
import { RunError, UsageError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { nearest } from "../glossary/_nearest.ts";
import { yamlOf } from "../runs/_yaml.ts";
import type { TrainingConfig } from "../training/config.ts";
import { PRESETS, type PresetName } from "../training/presets.ts";
import { type Until, untilOf } from "./until.ts";

/** Which checkpoints a sweep's runs keep. */
export const KEPT = ["last", "all"] as const;
export type Kept = (typeof KEPT)[number];

/** A value of a setting of `train`. */
export type Setting = TrainingConfig[keyof TrainingConfig];
export type Settings = Readonly<Record<string, Setting>>;

/** Many runs: a preset with fixed settings, and each of `list` with each combination of `grid`. */
export interface SweepSpec {
  /** Where the settings begin; `tiny` unless told otherwise. */
  readonly preset?: PresetName;
  /** Of every run. */
  readonly settings?: Settings;
  /** The values of each setting, of which every combination is a run; the last setting varies fastest. */
  readonly grid?: Readonly<Record<string, readonly Setting[]>>;
  /** Settings run by run. */
  readonly list?: readonly Settings[];
  /** When a run has seen enough, e.g. "test_accuracy=0.99"; else it has all its epochs. */
  readonly until?: Until | string;
  /** `last` unless told otherwise. */
  readonly checkpoints?: Kept;
}

const KEYS = ["preset", "settings", "grid", "list", "until", "checkpoints"] as const satisfies (keyof SweepSpec)[];

/** The spec in a file of JSON, or of YAML where it is named .yaml or .yml. Throws a GrokError that names what is wrong in it. */
export function readSpec(file: string): SweepSpec {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new RunError(file, `cannot be read: ${(cause as Error).message}`, "name a JSON or YAML file", { cause });
  }
  if (/\.ya?ml$/i.test(file)) return checkedSpec(file, yamlOf(file, text));
  try {
    return checkedSpec(file, JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new UsageError(file, `is not JSON: ${cause.message}`, "mend it, or name YAML .yaml", { cause });
  }
}

/** The spec that a value is. Throws a UsageError that names the first key or setting that cannot be, and the nearest that can. */
export function checkedSpec(where: string, value: unknown): SweepSpec {
  if (!isRecord(value)) throw new UsageError(where, "is no object of settings", `give ${KEYS.join(", ")}`);
  known(where, Object.keys(value), KEYS, "a key of a sweep");
  const { preset, settings = {}, grid = {}, list = [{}], until, checkpoints } = value;
  if (preset !== undefined && !Object.hasOwn(PRESETS, String(preset)))
    throw new UsageError(where, `preset "${preset}" is none`, `choose ${Object.keys(PRESETS).join(", ")}`);
  if (!isRecord(settings)) throw new UsageError(where, "settings are no object", 'write {"epochs": 2000}');
  if (!isRecord(grid)) throw new UsageError(where, "grid is no object", 'write {"weight_decay": [0, 1]}');
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord))
    throw new UsageError(where, "list is no list of objects", 'write [{"weight_decay": 1}]');
  for (const [name, values] of Object.entries(grid)) {
    if (!Array.isArray(values) || values.length === 0)
      throw new UsageError(where, `grid.${name} is no list of values`, `write "${name}": [0, 1]`);
  }
  const names = (one: object) => Object.keys(one);
  known(where, [...names(settings), ...names(grid), ...list.flatMap(names)], SETTINGS, "a setting of train");
  const twice = names(grid).find((name) => name in settings || list.some((one) => name in one));
  if (twice !== undefined) throw new UsageError(where, `${twice} is in grid and given besides`, "leave out one");
  if (checkpoints !== undefined && !KEPT.some((one) => one === checkpoints))
    throw new UsageError(where, `checkpoints cannot be ${checkpoints}`, `choose ${KEPT.join(" or ")}`);
  if (until !== undefined) untilOf(until);
  return value as SweepSpec;
}

/** Every setting of `train`. */
const SETTINGS: readonly string[] = [...Object.keys(PRESETS.mainline.config), "blocks"];

function known(where: string, names: readonly string[], all: readonly string[], what: string): void {
  const stray = names.find((name) => !all.includes(name));
  if (stray === undefined) return;
  const [near] = nearest(stray, all);
  throw new UsageError(where, `"${stray}" is not ${what}`, near ? `"${near}" is` : `choose of ${all.join(", ")}`);
}
