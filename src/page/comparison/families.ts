/** A value of a configuration. */
export type Setting = string | number | boolean;

/** A run with what is known of its configuration. */
export interface Configured {
  /** Unique among those compared. */
  readonly name: string;
  readonly settings: Readonly<Record<string, Setting>>;
}

/** Runs that belong together: that differ in their seeds alone, or have the same value of one setting. */
export interface Family<R extends Configured = Configured> {
  /** What sets it apart from the others, e.g. "weight_decay 0.3"; empty where there are no others. */
  readonly label: string;
  readonly members: readonly R[];
  /** From 0 to 1, its place where one number orders more than two families. */
  readonly level?: number;
}

/** How far a run was trained, where it was written, how often it was saved: nothing that the network learns from. */
const RECORD =
  /(^|[._])(epoch|epochs|num_epochs|n_epochs|steps|checkpoint_every|save_every|evaluate_every|version|format|path|dir|name|run_name|device)$/i;
const SEED = /seed$/i;

/** What a run learns, which it has though nothing is known of its configuration. */
export const TASK = "task";

/** What a run that does not state a setting has in its place. */
export const NOT_STATED = "not stated";

/** The value that a run has of a setting. */
export function statedValue({ settings }: Pick<Configured, "settings">, setting: string): Setting {
  return settings[setting] ?? NOT_STATED;
}

export function isSeed(setting: string): boolean {
  return SEED.test(setting);
}

/** Of more settings than these those make the label that a family states; of more than that the names of the runs are shorter. */
const [MAX_NAMED, MAX_STATED] = [3, 4];

/**
 * The runs by the settings in which they differ, seeds apart; in order of the first setting's value where it is a number.
 * A run whose configuration is not known is a family by itself.
 */
export function families<R extends Configured>(runs: readonly R[]): readonly Family<R>[] {
  const differing = differingSettings(runs).filter((name) => !isSeed(name));
  const groups = new Map<string, R[]>();
  for (const run of runs) {
    const key = isKnown(run) ? JSON.stringify(differing.map((name) => run.settings[name] ?? null)) : run.name;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const value = ([first]: readonly R[]) => first.settings[differing[0]];
  const ordered = [...groups.values()].toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    return typeof x === "number" && typeof y === "number" ? x - y : 0;
  });
  const scaled =
    differing.length === 1 && ordered.length > 2 && ordered.every((members) => typeof value(members) === "number");
  return ordered.map((members, i) => ({
    label: ordered.length === 1 && isKnown(members[0]) ? "" : labelOf(members, differing),
    members,
    ...(scaled ? { level: i / (ordered.length - 1) } : {}),
  }));
}

/** The runs by their value of one setting: numbers ascending, then words in the order of the runs, last those that state none. */
export function familiesBy<R extends Configured>(runs: readonly R[], setting: string): readonly Family<R>[] {
  const values = valuesOf(runs, setting);
  const numbers = values.length > 2 && values.every((value) => typeof value === "number");
  return values.map((value, i) => ({
    label: `${setting} ${value}`,
    members: runs.filter((run) => statedValue(run, setting) === value),
    ...(numbers ? { level: i / (values.length - 1) } : {}),
  }));
}

/** The values that a setting has among the runs, each once: numbers ascending, then words as they come, last that it is not stated. */
export function valuesOf(runs: readonly Configured[], setting: string): readonly Setting[] {
  const values = [...new Set(runs.map((run) => statedValue(run, setting)))];
  const numbers = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  const words = values.filter((value) => typeof value !== "number" && value !== NOT_STATED);
  return [...numbers, ...words, ...values.filter((value) => value === NOT_STATED)];
}

/** Names of the settings that not all runs of known configuration have alike, records of the training left out; sorted. */
export function differingSettings(runs: readonly Configured[]): readonly string[] {
  const known = runs.filter(isKnown);
  const names = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  return [...names]
    .filter((name) => !RECORD.test(name))
    .filter((name) => new Set((name === TASK ? runs : known).map(({ settings }) => settings[name])).size > 1)
    .sort();
}

/** More settings than these say nothing at a glance. */
const MAX_LISTED = 6;

/** Of the settings that differ those to read: where there are many, those that every run states; where still, none. */
export function listedSettings(runs: readonly Configured[]): readonly string[] {
  const all = differingSettings(runs);
  if (all.length <= MAX_LISTED) return all;
  const stated = all.filter((name) => runs.filter(isKnown).every(({ settings }) => settings[name] !== undefined));
  return stated.length <= MAX_LISTED ? stated : [];
}

function isKnown({ settings }: Configured): boolean {
  return Object.keys(settings).some((name) => name !== TASK);
}

/** The settings that set a family apart; of many those that it states, if they are few; else the name of its first run. */
function labelOf(members: readonly Configured[], differing: readonly string[]): string {
  const [first, ...others] = members;
  if (isKnown(first) && differing.length > 0) {
    const named =
      differing.length <= MAX_NAMED ? differing : differing.filter((setting) => first.settings[setting] !== undefined);
    if (named.length > 0 && named.length <= MAX_STATED)
      return named.map((setting) => `${setting} ${statedValue(first, setting)}`).join(", ");
  }
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`;
}
