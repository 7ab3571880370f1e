import { RunError } from "../errors.ts";
import { OWN_RUN } from "../layouts/_own-run.ts";
import { sequenceOf } from "../networks/architecture.ts";
import { blockListIn } from "../networks/graph.ts";
import { type Model, optionalWeight } from "../networks/model.ts";
import { blocksOf } from "../networks/presets.ts";
import type { Run } from "../runs/run.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { counts } from "../tasks/_splits.ts";
import { isBias } from "./_parameters.ts";
import { splitOf } from "./_plan.ts";
import { checked, type TrainingConfig } from "./config.ts";
import { PRESETS, withLaterSettings } from "./presets.ts";

/** Seeds that are tried for the scheme that draws a stored split. */
const SEEDS = 1000;

/** The configuration of a run: its own where we trained it; else what its checkpoints say, and the mainline for the rest. */
export function configOf(run: Run, model: Model, changes: Partial<TrainingConfig>): TrainingConfig {
  if (!isOurs(run)) return derived(run, model, changes);
  const { format, version, blocks, ...rest } = run.settings;
  const names = Object.keys(PRESETS.mainline.config);
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => names.includes(name)));
  const listed = typeof blocks === "string" ? { blocks: blockListIn(run.path, blocks) } : {};
  return checked({ ...withLaterSettings(own), ...listed } as unknown as TrainingConfig);
}

/** Whether a run is of `train`, and says how it was trained. */
export function isOurs({ settings }: Run): boolean {
  return settings.format === OWN_RUN;
}

function derived(run: Run, model: Model, changes: Partial<TrainingConfig>): TrainingConfig {
  const { architecture, parameters } = model;
  const { p } = architecture;
  const task = run.network?.task.name ?? "";
  const sequence = sequenceOf(architecture).join();
  if (sequence !== `a,b,${p}` && sequence !== "a,b")
    throw new RunError(run.path, `reads ${sequence.replaceAll(",", " ")}`, `training reads a b, or a b ${p}`);
  const width = (name: string, axis: number) => optionalWeight(model, name as "W_E")?.shape[axis];
  const network: Partial<TrainingConfig> =
    // As preset networks analyzers know it better than as a list of blocks.
    architecture.kind === "mlp" && architecture.hiddenLayers === 1 && !parameters.names.some(isBias)
      ? {
          family: "mlp",
          activation: architecture.activation,
          meeting: architecture.meeting,
          shared_embedding: parameters.get("W_E") !== undefined,
          neurons: width("W_U", 0) ?? 1,
        }
      : {
          family: "blocks",
          blocks: blocksOf(architecture, (name) => parameters.get(name) !== undefined),
          heads: parameters.get("blocks.0.W_Q")?.shape[0] ?? 1,
          neurons: parameters.get("blocks.0.W_in")?.shape[1] ?? 1,
        };
  const base: TrainingConfig = {
    ...PRESETS.mainline.config,
    ...network,
    task,
    p,
    d_model: width("W_E", 1) ?? width("W_x", 1) ?? 1,
    equals_sign: sequence !== "a,b",
    equals_logit: sequence !== "a,b" && (width("W_U", 1) ?? 0) > p,
  };
  return { ...base, ...drawnSplit(run, base, changes) };
}

/** The scheme and seed that draw the run's split; what is stated of them is taken at its word. */
function drawnSplit(run: Run, base: TrainingConfig, changes: Partial<TrainingConfig>): Partial<TrainingConfig> {
  const stated = ["split", "data_seed", "fraction"] as const;
  if (stated.every((name) => changes[name] !== undefined)) return {};
  const split = run.network?.split;
  if (split) {
    const { train, test } = counts(split);
    // Two decimals, as people have them; else in the middle between what gives a pair less and a pair more.
    const [short, exact] = [Math.round((100 * train) / (train + test)) / 100, (train + 1 / 2) / (train + test)];
    const fraction = Math.trunc(short * (train + test)) === train ? short : exact;
    for (let seed = 0; seed < SEEDS; seed++) {
      for (const scheme of Object.keys(SCHEMES) as (keyof typeof SCHEMES)[]) {
        const config = { ...base, split: scheme, data_seed: seed, fraction };
        if (splitOf(config).member.every((part, pair) => part === split.member[pair]))
          return { split: scheme, data_seed: seed, fraction };
      }
    }
  }
  const problem = split ? `has a split that none of ${SEEDS} seeds draws` : "does not say which pairs it trained on";
  throw new RunError(run.path, problem, "state --split, --data-seed and --fraction");
}
