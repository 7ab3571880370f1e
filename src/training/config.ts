import { checkArguments } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { ACTIVATIONS } from "../networks/activations.ts";
import { blockList } from "../networks/graph.ts";
import { taskNames, task as taskOf } from "../tasks/_make.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { stagesOf } from "./_curriculum.ts";
import type { TrainingConfig } from "./_training-config.ts";
import * as filters from "./filters/index.ts";
import * as losses from "./losses/index.ts";
import * as optimisers from "./optimisers/index.ts";
import { PRESETS, type PresetName } from "./presets.ts";

export type { TrainingConfig } from "./_training-config.ts";

/** The settings that are one word of several, with those words. */
export const CHOICES = {
  family: ["transformer", "mlp", "blocks"],
  task: taskNames,
  split: Object.keys(SCHEMES),
  activation: Object.keys(ACTIVATIONS),
  meeting: ["neurons", "sum", "concatenate"],
  optimiser: Object.keys(optimisers),
  loss: Object.keys(losses),
  loss_dtype: ["float64", "float32"],
  gradient_filter: Object.keys(filters),
} as const satisfies { readonly [name in keyof TrainingConfig]?: readonly string[] };

/** A batch is cut into as many shards, whose gradients are added in order: the sum does not depend on the threads. */
export const SHARDS = 2;
/** Values of one activation, or of all weights: float32, 128 MiB. A step holds about eight of them, and wasm has 4 GiB. */
const MAX_VALUES = 2 ** 25;

/**
 * A preset with some settings changed. One seed draws weights and split, as published scripts have it, unless the preset
 * or the changes give two. Throws a UsageError that names the first setting that cannot be.
 */
export function trainingConfig(preset: PresetName, changes: Partial<TrainingConfig> = {}): TrainingConfig {
  checkArguments("trainingConfig", { changes });
  if (!Object.hasOwn(PRESETS, preset))
    throw new UsageError("--preset", `"${preset}" is not a preset`, `choose ${Object.keys(PRESETS).join(", ")}`);
  const base: TrainingConfig = PRESETS[preset].config;
  const seeds = changes.seed !== undefined && base.seed === base.data_seed ? { data_seed: changes.seed } : {};
  const blocks = changes.blocks === undefined ? {} : { blocks: blockList("blocks", changes.blocks) };
  return checked({ ...base, ...seeds, ...changes, ...blocks });
}

/** The same configuration. Throws a UsageError that names the first setting that cannot be, and what it can be. */
export function checked(config: TrainingConfig): TrainingConfig {
  const must = (name: keyof TrainingConfig, holds: boolean, be: string) => {
    if (!holds) throw new UsageError(flag(name), `must ${be}, got ${config[name]}`);
  };
  checkKinds(config, must);
  const { p, fraction, d_model, heads, neurons, family, blocks = [] } = config;
  if ((family === "blocks") !== blocks.length > 0)
    throw new UsageError("blocks", `are ${blocks.length} with family ${family}`, "give some, and family blocks");
  const whole = (least: number, ...names: readonly (keyof TrainingConfig)[]) => {
    for (const name of names)
      must(
        name,
        Number.isSafeInteger(config[name]) && Number(config[name]) >= least,
        `be a whole number from ${least}`,
      );
  };
  whole(1, "d_model", "heads", "neurons", "evaluate_every");
  whole(0, "epochs", "batch", "checkpoint_every", "warm_up", "from_epoch");
  for (const name of ["seed", "data_seed"] as const)
    must(name, Number.isSafeInteger(config[name]), "be a whole number");
  if (config.split === "numpy-permutation")
    must("data_seed", config.data_seed >= 0 && config.data_seed < 2 ** 32, "be from 0 to 4294967295, as numpy has it");
  for (const name of ["learning_rate", "init_scale", "epsilon"] as const) must(name, config[name] > 0, "be over 0");
  for (const name of ["beta1", "beta2", "grokfast_alpha", "corrupted"] as const)
    must(name, config[name] >= 0 && config[name] < 1, "lie from 0 to below 1");
  must("weight_decay", config.weight_decay >= 0, "be 0 or more");
  must("grokfast_lambda", config.grokfast_lambda >= 0, "be 0 or more");
  must("fraction", fraction > 0 && fraction < 1, "lie between 0 and 1");
  must("epochs", config.epochs >= config.from_epoch, `be ${config.from_epoch} or more, where it begins`);
  const widest = Math.max(neurons, d_model, p + 1);
  // A thread has at most half of the larger part; W_in of concatenated inputs has 2 d_model rows.
  const rows = Math.max((Math.max(fraction, 1 - fraction) * p * p) / SHARDS, 2 * d_model);
  if (rows * widest > MAX_VALUES)
    throw new UsageError(
      "--p",
      `${p} with ${neurons} neurons takes too much memory`,
      "lower --p, --neurons or --d-model",
    );
  const divisors = () => Array.from({ length: d_model }, (_, i) => i + 1).filter((h) => d_model % h === 0);
  if (family === "transformer") must("heads", d_model % heads === 0, `divide d_model (${divisors().join(", ")})`);
  const pairs = taskOf(config.task, p).answers.reduce((count, answer) => count + (answer >= 0 ? 1 : 0), 0);
  const least = stagesOf(config.curriculum, fraction)[0]?.fraction ?? fraction;
  const some = Math.min(least, 1 - fraction) * pairs >= 1;
  must(
    least < fraction ? "curriculum" : "fraction",
    some,
    `leave some of the ${pairs} pairs to train on and some to test`,
  );
  return config;
}

/** Every setting is there, and no other; numbers are finite, and words are of those that there are. */
function checkKinds(
  config: TrainingConfig,
  must: (name: keyof TrainingConfig, holds: boolean, be: string) => void,
): void {
  const example = PRESETS.mainline.config;
  const unknown = Object.keys(config).find((name) => name !== "blocks" && !Object.hasOwn(example, name));
  if (unknown !== undefined)
    throw new UsageError(flag(unknown), "is not a setting", `choose of ${Object.keys(example).join(", ")}`);
  for (const name of Object.keys(example) as (keyof TrainingConfig)[]) {
    const kind = typeof example[name];
    must(name, typeof config[name] === kind, `be a ${kind}`);
    if (kind === "number") must(name, Number.isFinite(config[name]), "be finite");
  }
  for (const name of Object.keys(CHOICES) as (keyof typeof CHOICES)[]) {
    const words: readonly string[] = CHOICES[name];
    must(name, words.includes(config[name]), `be one of ${words.join(", ")}`);
  }
}

function flag(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}
