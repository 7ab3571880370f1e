import { createHash } from "node:crypto";
import { GrokError, UsageError } from "../errors.ts";
import { type TrainingConfig, trainingConfig } from "../training/config.ts";
import type { Setting, Settings, SweepSpec } from "./spec.ts";

/** One run of a sweep. */
export interface Cell {
  /** From 0, its place in the plan. */
  readonly index: number;
  /** Digest of its configuration: the same run in another plan has it too. */
  readonly id: string;
  /** Of its folder: the settings in which the runs differ. */
  readonly name: string;
  readonly config: TrainingConfig;
  /** The settings in which the runs of the plan differ. */
  readonly varied: Settings;
}

/** Hexadecimal digits of an id: of a million runs two share one with odds of one in a million. */
const ID_DIGITS = 16;
/** Characters of a folder's name, of which file systems allow 255. */
const MAX_NAME = 120;

/**
 * The runs of a spec in order, each with a checked configuration. Throws a UsageError that names the first run that cannot
 * be, or two that are the same.
 */
export function cellsOf(where: string, spec: SweepSpec): readonly Cell[] {
  const { preset = "tiny", settings = {}, grid = {}, list = [{}] } = spec;
  const asked = list.flatMap((one) => combinations(grid).map((each) => ({ ...one, ...each })));
  const configs = asked.map((own, index) => {
    try {
      return trainingConfig(preset, { ...settings, ...own } as Partial<TrainingConfig>);
    } catch (cause) {
      if (!(cause instanceof GrokError)) throw cause;
      throw new UsageError(`${where}: run ${index} (${inWords(own) || "the only one"})`, cause.message, undefined, {
        cause,
      });
    }
  });
  const differing = differingKeys(configs);
  const cells = configs.map((config, index): Cell => {
    const varied = Object.fromEntries(differing.map((name) => [name, config[name] as Setting]));
    const id = digestOf(config);
    return { index, id, name: nameOf(varied, id), config, varied };
  });
  const seen = new Map<string, Cell>();
  for (const cell of cells) {
    const same = seen.get(cell.name.toLowerCase());
    if (same)
      throw new UsageError(where, `runs ${same.index} and ${cell.index} are the same (${cell.name})`, "leave out one");
    // Some file systems do not tell capitals from small letters.
    seen.set(cell.name.toLowerCase(), cell);
  }
  return cells;
}

/** Settings as a reader has them, e.g. "weight_decay 0.3, seed 1". */
export function inWords(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${wordOf(value)}`)
    .join(", ");
}

/** A setting's value as a word. */
export function wordOf(value: Setting): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  // A list of blocks has no short name.
  return typeof value === "object" ? digestOf(value).slice(0, 6) : String(value ?? "none");
}

/** Whether a setting only draws numbers: runs that differ in nothing else are repetitions of one another. */
export function isSeed(name: string): boolean {
  return /seed$/.test(name);
}

function combinations(grid: NonNullable<SweepSpec["grid"]>): readonly Settings[] {
  return Object.entries(grid).reduce<readonly Settings[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

function differingKeys(configs: readonly TrainingConfig[]): readonly (keyof TrainingConfig)[] {
  const names = [...new Set(configs.flatMap((config) => Object.keys(config)))] as (keyof TrainingConfig)[];
  const differing = names.filter((name) => new Set(configs.map((config) => JSON.stringify(config[name]))).size > 1);
  // One seed draws both unless told otherwise: it is named once.
  const alike = configs.every(({ seed, data_seed }) => seed === data_seed);
  const named = alike ? differing.filter((name) => name !== "data_seed") : differing;
  return [...named.filter((name) => !isSeed(name)), ...named.filter(isSeed)];
}

function nameOf(varied: Settings, id: string): string {
  const words = Object.entries(varied).map(([name, value]) => `${name}-${wordOf(value)}`);
  const name = words.join("_").replace(/[^\w.+-]/g, "-");
  return name === "" ? "run" : name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - id.length - 1)}_${id}`;
}

function digestOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex").slice(0, ID_DIGITS);
}

/** JSON whose keys are in order, at every depth. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
