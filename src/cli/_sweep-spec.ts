import { type Command, Option } from "commander";
import { UsageError } from "../errors.ts";
import { nearest } from "../glossary/_nearest.ts";
import { readSpec, type Setting, type SweepSpec } from "../sweeps/spec.ts";
import { untilOf } from "../sweeps/until.ts";
import { CHECKPOINTS_KEPT, type CheckpointsKept } from "../training/_folder.ts";
import { PRESETS, type PresetName } from "../training/presets.ts";

/** What is asked for beside a spec's file. */
export interface SpecArguments {
  readonly preset?: PresetName;
  readonly set?: readonly string[];
  readonly grid?: readonly string[];
  readonly until?: string;
  readonly checkpoints?: CheckpointsKept;
}

const each = (word: string, before: readonly string[] = []) => [...before, word];

/** Adds the spec, and what stands in its place or changes it. */
export function withSpecOptions(command: Command): Command {
  return command
    .argument("[spec]", "a JSON or YAML file: preset or from, settings, grid, list or changes, until, checkpoints")
    .addOption(new Option("--preset <name>", "where the settings begin; else tiny").choices(Object.keys(PRESETS)))
    .option("--set <name=value>", "a setting of every run, as train has it; may be given again", each)
    .option("--grid <name=a,b,c>", "values of a setting, each of which is run; may be given again", each)
    .option("--until <measure=value>", "end a run when it has seen enough, as test_accuracy=0.99")
    .addOption(new Option("--checkpoints <which>", "that a run keeps; else last").choices(CHECKPOINTS_KEPT));
}

/** The spec of a file with what options change; undefined where neither is given. */
export function specFrom(file: string | undefined, given: SpecArguments): SweepSpec | undefined {
  const { preset, set = [], grid = [], until, checkpoints } = given;
  const own = preset !== undefined || set.length > 0 || grid.length > 0;
  if (file === undefined && !own) return undefined;
  const base = file === undefined ? {} : readSpec(file);
  const settings = Object.fromEntries(
    set.map((words) => named("--set", words)).map(([name, word]) => [name, settingOf(name, word)]),
  );
  const axes = Object.fromEntries(
    grid
      .map((words) => named("--grid", words))
      .map(([name, list]) => [name, list.split(",").map((word) => settingOf(name, word.trim()))]),
  );
  const listed = [...Object.keys(settings), ...Object.keys(axes)].find((name) => base.list?.some((one) => name in one));
  if (listed !== undefined)
    throw new UsageError(file ?? "list", `gives ${listed} run by run`, "leave it out there, or on the command line");
  const kept = Object.entries(base.settings ?? {}).filter(([name]) => !(name in axes));
  const varied = Object.entries(base.grid ?? {}).filter(([name]) => !(name in settings));
  return {
    ...base,
    ...(preset === undefined ? {} : { preset }),
    settings: { ...Object.fromEntries(kept), ...settings },
    grid: { ...Object.fromEntries(varied), ...axes },
    ...(until === undefined ? {} : { until: untilOf(until) }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
  };
}

function named(option: string, words: string): readonly [name: string, value: string] {
  const at = words.indexOf("=");
  const name = words.slice(0, Math.max(at, 0)).replaceAll("-", "_");
  if (!Object.hasOwn(PRESETS.mainline.config, name)) {
    const all = Object.keys(PRESETS.mainline.config);
    const [near] = nearest(name === "" ? words : name, all);
    throw new UsageError(option, `"${words}" names no setting of train`, `write ${near ?? "weight_decay"}=VALUE`);
  }
  return [name, words.slice(at + 1)];
}

/** A word as the kind of value that the setting has. */
function settingOf(name: string, word: string): Setting {
  const example: unknown = PRESETS.mainline.config[name as keyof typeof PRESETS.mainline.config];
  if (typeof example === "number") {
    if (word === "" || !Number.isFinite(Number(word))) throw new UsageError(name, `must be a number, got "${word}"`);
    return Number(word);
  }
  if (typeof example !== "boolean") return word;
  if (word !== "yes" && word !== "no") throw new UsageError(name, `must be yes or no, got "${word}"`);
  return word === "yes";
}
