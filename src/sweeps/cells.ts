import { createHash } from "node:crypto";
import { GrokError, UsageError } from "../errors.ts";
import { checked, type TrainingConfig, trainingConfig } from "../training/config.ts";
import { type Beginning, beginningsOf, configBefore } from "./beginning.ts";
import { runSize } from "./run-size.ts";
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
  /** The checkpoint that it goes on from; undefined of a run that begins with its seed. */
  readonly from?: Beginning;
  /**
   * The settings in which the runs of the plan differ. Of one that goes on from a checkpoint also `from_epoch`, the epoch or the
   * moment that has a name; `change`, the name of a change, stands for what it changes.
   */
  readonly varied: Settings;
}

/** Hexadecimal digits of an id: of a million runs two share one with odds of one in a million. */
const ID_DIGITS = 16;
/** Characters of a folder's name, of which file systems allow 255. */
const MAX_NAME = 120;

/**
 * The runs of a spec in order, each with a checked configuration; `folder` is the sweep's, from which its beginnings are
 * named. Throws a UsageError that names the first run that cannot be, or two that are the same.
 */
export function cellsOf(where: string, spec: SweepSpec, folder = "."): readonly Cell[] {
  const asked = askedRuns(where, spec);
  const runs = asked.map(({ from, change, own }, index) => {
    const settings = { ...spec.settings, ...own } as Partial<TrainingConfig>;
    try {
      if (!from) return { config: trainingConfig(spec.preset ?? "tiny", settings) };
      const before = configBefore(folder, from);
      const config = checked({ ...before, ...settings, from: "", from_epoch: from.epoch });
      if (runSize(config).parameters !== runSize(before).parameters)
        throw new UsageError(from.run, "has a network of another size", "change no size");
      return { config, before };
    } catch (cause) {
      if (!(cause instanceof GrokError)) throw cause;
      const which = inWords({ ...(change === undefined ? {} : { change }), ...own }) || "the only one";
      throw new UsageError(`${where}: run ${index} (${which})`, cause.message, undefined, { cause });
    }
  });
  const named = Object.values(spec.changes ?? {}).flatMap((one) => Object.keys(one));
  // What a change changes is told by its name; beside it runs differ in what was there before.
  const told = runs.map(({ config, before }, i): Settings => {
    const { from, change } = asked[i];
    const was = Object.fromEntries(named.map((name) => [name, before?.[name as keyof TrainingConfig]]));
    const at = from ? { from_epoch: from.moment ?? from.epoch } : {};
    return { ...(change === undefined ? {} : { change }), ...config, ...was, ...at };
  });
  const differing = differingKeys(told);
  const cells = runs.map(({ config, before }, index): Cell => {
    const varied = Object.fromEntries(differing.map((name) => [name, told[index][name]]));
    const { from } = asked[index];
    const id = digestOf(before ? { ...config, before: { ...before, epochs: 0 } } : config);
    return { index, id, name: nameOf(varied, id), config, ...(from ? { from } : {}), varied };
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

/** Every beginning with each of the list or the changes with each of the grid. */
function askedRuns(where: string, { from, grid = {}, list = [{}], changes }: SweepSpec) {
  const froms = from === undefined ? [undefined] : beginningsOf(where, from);
  const rows: readonly (readonly [change: string | undefined, Settings])[] = changes
    ? Object.entries(changes)
    : list.map((one) => [undefined, one] as const);
  return froms.flatMap((beginning) =>
    rows.flatMap(([change, one]) =>
      combinations(grid).map((each) => ({ from: beginning, change, own: { ...one, ...each } as Settings })),
    ),
  );
}

function combinations(grid: NonNullable<SweepSpec["grid"]>): readonly Settings[] {
  return Object.entries(grid).reduce<readonly Settings[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

function differingKeys(configs: readonly Settings[]): readonly string[] {
  const names = [...new Set(configs.flatMap((config) => Object.keys(config)))];
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
