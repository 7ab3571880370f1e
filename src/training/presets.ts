import type { TrainingConfig } from "./_training-config.ts";

/** The name of a preset. */
export type PresetName = "mainline" | "transformer-lens-demo" | "mlp-quadratic" | "tiny" | "no-weight-decay";

/** A setting that is known to show something. */
export interface Preset {
  /** What it shows, and where it is not the published run to the bit. */
  readonly about: string;
  readonly config: TrainingConfig;
}

/** What settings are in runs that were begun before there were such: they change nothing. */
const LATER_SETTINGS = {
  curriculum: "",
  corrupted: 0,
  loss: "softmax",
  gradient_filter: "none",
  grokfast_alpha: 0.98,
  grokfast_lambda: 2,
  frozen_norm: false,
  from: "",
  from_epoch: 0,
} as const satisfies Partial<TrainingConfig>;

const mainline: TrainingConfig = {
  family: "transformer",
  task: "addition",
  p: 113,
  seed: 0,
  data_seed: 0,
  split: "cpython-shuffle",
  fraction: 0.3,
  ...LATER_SETTINGS,
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

/**
 * Published settings by name, and two of our own. Random numbers are PyTorch's and Python's own; sums of float32 are not
 * taken in PyTorch's order, so that after thousands of epochs a run follows the published one in its story, not its bits.
 */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  mainline: {
    about: "Nanda et al. 2023, arXiv:2301.05217: the published weights and split of a seed, trained as published",
    config: mainline,
  },
  "transformer-lens-demo": {
    about: "TransformerLens's notebook: its split, p logits, no biases, no warm-up; initial weights are the mainline's",
    config: {
      ...mainline,
      seed: 999,
      data_seed: 598,
      split: "torch-randperm",
      equals_logit: false,
      biases: false,
      warm_up: 0,
      epochs: 25_000,
    },
  },
  "mlp-quadratic": {
    about: "Gromov 2023, arXiv:2301.02679: its MLP, x² on one-hot inputs, by AdamW on cross-entropy, not on squares",
    config: {
      ...mainline,
      family: "mlp",
      p: 97,
      fraction: 0.5,
      split: "torch-randperm",
      neurons: 500,
      activation: "square",
      shared_embedding: false,
      learning_rate: 5e-3,
      weight_decay: 0.3,
      warm_up: 0,
      epochs: 1000,
      checkpoint_every: 25,
    },
  },
  tiny: {
    about: "ours: p = 29, memorises by epoch 150 and generalises by 2700, in a quarter of a minute",
    config: {
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
  },
  "no-weight-decay": {
    about: "ours: the mainline without weight decay, which memorises and stays there",
    config: { ...mainline, weight_decay: 0, epochs: 5000 },
  },
};

/** Stored settings with those that there were not yet, in the order in which a new run has them: the bytes are the same then. */
export function withLaterSettings(stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const all: Readonly<Record<string, unknown>> = { ...LATER_SETTINGS, ...stored };
  const known = Object.keys(mainline).filter((name) => name in all);
  return { ...Object.fromEntries(known.map((name) => [name, all[name]])), ...all };
}
