import { readFileSync } from "node:fs";
import { checkArguments } from "../arguments.ts";
import { type FormatError, RunError, UsageError } from "../errors.ts";
import { isRecord, parsedJsonText } from "../formats/_json.ts";
import { nearest } from "../glossary/_nearest.ts";
import { yamlOf } from "../runs/_yaml.ts";
import { CHECKPOINTS_KEPT, type CheckpointsKept } from "../training/_folder.ts";
import type { TrainingConfig } from "../training/config.ts";
import { PRESETS, type PresetName } from "../training/presets.ts";
import { type Beginning, beginningsOf } from "./beginning.ts";
import { type Until, untilOf } from "./until.ts";

/** A value of a setting of `train`. */
export type Setting = TrainingConfig[keyof TrainingConfig];
export type Settings = Readonly<Record<string, Setting>>;

/** Many runs: a preset with fixed settings, or each checkpoint of `from`, and each of `list` or `changes` with each combination of `grid`. */
export interface SweepSpec {
  /** Where the settings begin; `tiny` unless told otherwise. */
  readonly preset?: PresetName;
  /** Checkpoints of runs that the runs go on from, with the settings of those; "RUN@EPOCH" for short. */
  readonly from?: readonly (Beginning | string)[];
  /** Of every run. */
  readonly settings?: Settings;
  /** The values of each setting, of which every combination is a run; the last setting varies fastest. */
  readonly grid?: Readonly<Record<string, readonly Setting[]>>;
  /** Settings run by run. */
  readonly list?: readonly Settings[];
  /** Settings run by run, by a name that stands for them in table and figures. */
  readonly changes?: Readonly<Record<string, Settings>>;
  /** When a run has seen enough, e.g. "test_accuracy=0.99"; else it has all its epochs. */
  readonly until?: Until | string;
  /** `last` unless told otherwise. */
  readonly checkpoints?: CheckpointsKept;
}

const KEYS = [
  ...(["preset", "from", "settings", "grid", "list", "changes", "until", "checkpoints"] as const),
] as const satisfies (keyof SweepSpec)[];

/** The spec in a file of JSON, or of YAML where it is named .yaml or .yml. Throws a GrokError that names what is wrong in it. */
export function readSpec(file: string): SweepSpec {
  checkArguments("readSpec", { file });
  return checkedSpec(file, readObject(file));
}

/** What a file of JSON holds, or of YAML. Throws a GrokError where it cannot be read. */
export function readObject(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new RunError(file, `cannot be read: ${(cause as Error).message}`, "name a JSON or YAML file", { cause });
  }
  if (/\.ya?ml$/i.test(file)) return yamlOf(file, text);
  try {
    return parsedJsonText(text, file);
  } catch (cause) {
    throw new UsageError(file, (cause as FormatError).problem, "mend it, or name YAML .yaml", { cause });
  }
}

/** The spec that a value is. Throws a UsageError that names the first key or setting that cannot be, and the nearest that can. */
export function checkedSpec(where: string, value: unknown): SweepSpec {
  if (!isRecord(value)) throw new UsageError(where, "is no object of settings", `give ${KEYS.join(", ")}`);
  known(where, Object.keys(value), KEYS, "a key of a sweep");
  const { preset, from, settings = {}, grid = {}, list = [{}], changes, until, checkpoints } = value;
  if (preset !== undefined && !Object.hasOwn(PRESETS, String(preset)))
    throw new UsageError(where, `preset "${preset}" is none`, `choose ${Object.keys(PRESETS).join(", ")}`);
  if (from !== undefined) beginningsOf(where, from);
  for (const [key, other] of [
    ["from", "preset"],
    ["changes", "list"],
  ] as const)
    if (value[key] !== undefined && value[other] !== undefined)
      throw new UsageError(where, `has ${key} and ${other}`, `leave out ${other}`);
  if (!isRecord(settings)) throw new UsageError(where, "settings are no object", 'write {"epochs": 2000}');
  if (!isRecord(grid)) throw new UsageError(where, "grid is no object", 'write {"weight_decay": [0, 1]}');
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord))
    throw new UsageError(where, "list is no list of objects", 'write [{"weight_decay": 1}]');
  const named = changes === undefined ? list : changedSettings(where, changes);
  for (const [name, values] of Object.entries(grid)) {
    if (!Array.isArray(values) || values.length === 0)
      throw new UsageError(where, `grid.${name} is no list of values`, `write "${name}": [0, 1]`);
  }
  const names = (one: object) => Object.keys(one);
  known(where, [...names(settings), ...names(grid), ...named.flatMap(names)], SETTINGS, "a setting of train");
  const twice = names(grid).find((name) => name in settings || named.some((one) => name in one));
  if (twice !== undefined) throw new UsageError(where, `${twice} is in grid and given besides`, "leave out one");
  if (checkpoints !== undefined && !CHECKPOINTS_KEPT.some((one) => one === checkpoints))
    throw new UsageError(where, `checkpoints cannot be ${checkpoints}`, `choose ${CHECKPOINTS_KEPT.join(", ")}`);
  if (until !== undefined) untilOf(until);
  return value as SweepSpec;
}

/** The settings of each change. Throws a UsageError where one is no object of settings. */
export function changedSettings(where: string, changes: unknown): readonly Settings[] {
  const remedy = 'write {"no decay": {"weight_decay": 0}}';
  if (!isRecord(changes) || Object.keys(changes).length === 0)
    throw new UsageError(where, "changes are no object of names", remedy);
  const stray = Object.keys(changes).find((name) => !isRecord(changes[name]));
  if (stray !== undefined) throw new UsageError(where, `change "${stray}" is no object of settings`, remedy);
  return Object.values(changes) as readonly Settings[];
}

/** Every setting of `train`. */
const SETTINGS: readonly string[] = [...Object.keys(PRESETS.mainline.config), "blocks"];

/** Throws a UsageError for the first name that is none of those that there are, with the nearest. */
export function known(where: string, names: readonly string[], all: readonly string[], what: string): void {
  const stray = names.find((name) => !all.includes(name));
  if (stray === undefined) return;
  const [near] = nearest(stray, all);
  throw new UsageError(where, `"${stray}" is not ${what}`, near ? `"${near}" is` : `choose of ${all.join(", ")}`);
}
