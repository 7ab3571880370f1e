import { UsageError } from "../errors.ts";
import type { Activation } from "../models/_architecture.ts";
import { taskNames, task as taskOf } from "../tasks/_make.ts";
import type { SCHEMES } from "../tasks/_schemes.ts";

/** All that determines a training run: the same configuration gives the same weights, to the bit. Written to run.json. */
export interface TrainingConfig {
  readonly family: "transformer" | "mlp";
  /** An operation's name. */
  readonly task: string;
  readonly p: number;
  /** Of the weights, by PyTorch's CPU generator. */
  readonly seed: number;
  /** Of the split. */
  readonly data_seed: number;
  readonly split: keyof typeof SCHEMES;
  /** Share of all pairs that is trained on. */
  readonly fraction: number;
  readonly d_model: number;
  readonly heads: number;
  readonly neurons: number;
  readonly activation: Activation;
  /** Transformers: whether '=' (token p) stands after a and b, and has a logit of its own. */
  readonly equals_sign: boolean;
  readonly equals_logit: boolean;
  /** Transformers: whether the MLP has biases. */
  readonly biases: boolean;
  /** MLPs: how the inputs meet, and whether they share an embedding. */
  readonly meeting: "neurons" | "sum" | "concatenate";
  readonly shared_embedding: boolean;
  /** Times the initial standard deviation, 1/√d_model (1/√d_vocab for W_U; in an MLP 1/√inputs). */
  readonly init_scale: number;
  readonly optimiser: "adamw" | "adam" | "sgd";
  readonly learning_rate: number;
  readonly weight_decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly warm_up: number;
  /** Pairs an update; 0 for all training pairs. An epoch is one update of a full batch, else one pass over the pairs. */
  readonly batch: number;
  readonly loss_dtype: "float64" | "float32";
  readonly epochs: number;
  /** Epochs between checkpoints; 0 for 1, 2, 5, 10, 20, 50 … */
  readonly checkpoint_every: number;
  /** Epochs between evaluations of the test pairs. */
  readonly evaluate_every: number;
}

const mainline: TrainingConfig = {
  family: "transformer",
  task: "addition",
  p: 113,
  seed: 0,
  data_seed: 0,
  split: "cpython-shuffle",
  fraction: 0.3,
  d_model: 128,
  heads: 4,
  neurons: 512,
  activation: "relu",
  equals_sign: true,
  equals_logit: true,
  biases: true,
  meeting: "neurons",
  shared_embedding: true,
  init_scale: 1,
  optimiser: "adamw",
  learning_rate: 1e-3,
  weight_decay: 1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-8,
  warm_up: 10,
  batch: 0,
  loss_dtype: "float64",
  epochs: 16_000,
  checkpoint_every: 500,
  evaluate_every: 10,
};

/** Published settings by name, and two of our own. */
export const PRESETS: Readonly<Record<string, TrainingConfig>> = {
  /** Nanda et al. 2023, arXiv:2301.05217: from its seed the published model. */
  mainline,
  /** TransformerLens's demo notebook: p logits, no biases, no warm-up, its seeds; the initial weights are the mainline's. */
  "transformer-lens-demo": {
    ...mainline,
    seed: 999,
    data_seed: 598,
    split: "torch-randperm",
    equals_logit: false,
    biases: false,
    warm_up: 0,
    epochs: 25_000,
  },
  /** Gromov 2023, arXiv:2301.02679: a quadratic MLP on one-hot inputs; trained here by AdamW on cross-entropy. */
  "mlp-quadratic": {
    ...mainline,
    family: "mlp",
    p: 97,
    fraction: 0.5,
    split: "torch-randperm",
    neurons: 500,
    activation: "square",
    shared_embedding: false,
    learning_rate: 5e-3,
    weight_decay: 1,
    warm_up: 0,
    epochs: 3000,
    checkpoint_every: 100,
  },
  /** Small enough to grok while one watches: memorises by epoch 150, generalises by 2700. */
  tiny: {
    ...mainline,
    p: 29,
    seed: 7,
    data_seed: 7,
    fraction: 0.5,
    d_model: 32,
    neurons: 96,
    learning_rate: 3e-3,
    epochs: 6000,
    checkpoint_every: 200,
  },
  /** The mainline without weight decay: it memorises and stays there. */
  "no-weight-decay": { ...mainline, weight_decay: 0, epochs: 5000 },
};

/** A preset with some settings changed. Throws a UsageError that names the first setting that cannot be. */
export function trainingConfig(preset: string, changes: Partial<TrainingConfig> = {}): TrainingConfig {
  const base = PRESETS[preset];
  if (!base)
    throw new UsageError("--preset", `"${preset}" is not a preset`, `choose ${Object.keys(PRESETS).join(", ")}`);
  // One seed draws weights and split, as published scripts have it, unless both are given.
  const seeds = changes.seed !== undefined && base.seed === base.data_seed ? { data_seed: changes.seed } : {};
  const config = { ...base, ...seeds, ...changes };
  check(config);
  return config;
}

function check(config: TrainingConfig): void {
  const { p, fraction, d_model, heads, neurons, family } = config;
  const must = (name: keyof TrainingConfig, holds: boolean, needs: string) => {
    if (!holds) throw new UsageError(`--${name.replaceAll("_", "-")}`, `${needs}, got ${config[name]}`);
  };
  must("task", taskNames.includes(config.task), `is one of ${taskNames.join(", ")}`);
  taskOf(config.task, p);
  must("fraction", fraction > 0 && fraction < 1, "lies between 0 and 1");
  must("heads", family === "mlp" || d_model % heads === 0, `divides d_model, ${d_model}`);
  for (const name of ["d_model", "heads", "neurons"] as const)
    must(name, Number.isInteger(config[name]) && config[name] >= 1, "is a whole number from 1");
  for (const name of ["epochs", "batch", "checkpoint_every", "warm_up"] as const)
    must(name, Number.isInteger(config[name]) && config[name] >= 0, "is a whole number from 0");
  must(
    "evaluate_every",
    Number.isInteger(config.evaluate_every) && config.evaluate_every >= 1,
    "is a whole number from 1",
  );
  for (const name of ["seed", "data_seed"] as const) must(name, Number.isSafeInteger(config[name]), "is an integer");
  for (const name of ["learning_rate", "init_scale", "epsilon"] as const) must(name, config[name] > 0, "is over 0");
  for (const name of ["beta1", "beta2"] as const)
    must(name, config[name] >= 0 && config[name] < 1, "lies from 0 to below 1");
  must("weight_decay", config.weight_decay >= 0, "is 0 or more");
  must("neurons", neurons <= 2 ** 20, "is at most 1048576");
}
