import type { Architecture } from "../networks/architecture.ts";
import { weightShapes } from "../networks/graph.ts";
import { blocksOf, type HasWeight } from "../networks/presets.ts";
import { torchGenerator } from "../numerics/torch-random.ts";
import { task as taskOf } from "../tasks/_make.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { quotientOrder } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import { stagesOf } from "./_curriculum.ts";
import { labels } from "./_labels.ts";
import { isBias, type ParameterPlan, parameterPlan } from "./_parameters.ts";
import type { TrainingConfig } from "./config.ts";
import { type GradientFunction, gradientFunction } from "./gradient.ts";
import * as losses from "./losses/index.ts";

/** What follows from a configuration before the first update. Each thread makes its own: it is the same. */
export interface TrainingPlan {
  readonly architecture: Architecture;
  readonly task: Task;
  readonly split: Split;
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Those of `train` that are trained on at an epoch. */
  readonly trainAt: (epoch: number) => Int32Array;
  /** The answers that are trained on [pair]: the right ones, unless some are corrupted. */
  readonly labels: Int32Array;
  readonly parameters: ParameterPlan;
  readonly gradient: GradientFunction;
}

/** The network, task, split and gradient of a configuration. */
export function trainingPlan(config: TrainingConfig): TrainingPlan {
  const { p } = config;
  const task = taskOf(config.task, p);
  const drawn = (fraction: number) => splitOf({ ...config, fraction });
  const part = ({ member }: Split, wanted: number) =>
    Int32Array.from(member.keys()).filter((pair) => member[pair] === wanted);
  const split = drawn(config.fraction);
  const train = part(split, TRAIN);
  const stages = stagesOf(config.curriculum, config.fraction).map(({ epoch, fraction }) => ({
    epoch,
    pairs: part(drawn(fraction), TRAIN),
  }));
  const architecture = architectureOf(config);
  const parameters = parameterPlan(weightShapes(blocksOf(architecture, hasWeight(config)), sizesOf(config)));
  return {
    task,
    split,
    train,
    test: part(split, TEST),
    trainAt: (epoch) => stages.findLast((stage) => stage.epoch <= epoch)?.pairs ?? train,
    labels: labels(task.answers, p, train, { corrupted: config.corrupted, seed: config.data_seed }),
    architecture,
    parameters,
    gradient: gradientFunction(architecture, parameters, losses[config.loss]),
  };
}

/** The split that a configuration draws. */
export function splitOf({ task: name, p, split, data_seed, fraction }: TrainingConfig): Split {
  const task = taskOf(name, p);
  // As openai/grok, whose scheme this is, and as every reader of a run has it.
  const listed = split === "numpy-permutation" && task.name === "division" ? quotientOrder(task) : undefined;
  return SCHEMES[split](p, data_seed, fraction, { answers: task.answers, ...(listed ? { listed } : {}) });
}

function architectureOf(config: TrainingConfig): Architecture {
  const { p, family, activation, meeting, blocks } = config;
  const sequence = config.equals_sign ? (["a", "b", p] as const) : (["a", "b"] as const);
  switch (family) {
    case "mlp":
      return { kind: "mlp", p, activation, meeting, hiddenLayers: 1 };
    case "blocks":
      return { kind: "blocks", p, sequence, firstToken: 0, blocks: blocks ?? [] };
    case "transformer":
      return {
        kind: "transformer",
        p,
        sequence,
        firstToken: 0,
        blocks: 1,
        heads: config.heads,
        activation,
        normalisation: "none",
        layerNormEpsilon: 1e-5,
        causal: true,
        attentionCoefficient: 1,
      };
  }
}

/** Which of the weights that a preset may have this configuration's network has. */
function hasWeight({ family, biases, shared_embedding }: TrainingConfig): HasWeight {
  if (family === "mlp") return (name) => name === "W_E" && shared_embedding;
  return (name) => name === "W_pos" || (biases && name === "blocks.0.b_in");
}

/** How long every axis is. */
function sizesOf(config: TrainingConfig): Readonly<Record<string, number>> {
  const { p, d_model, heads, neurons, family, meeting, equals_sign, equals_logit } = config;
  const vocabulary = family !== "mlp" && equals_sign ? p + 1 : p;
  const width = family === "mlp" && meeting === "neurons" ? neurons : d_model;
  return {
    token: vocabulary,
    logit: equals_logit ? vocabulary : p,
    position: equals_sign ? 3 : 2,
    d_model: width,
    inputs: 2 * width,
    head: heads,
    d_head: Math.floor(d_model / heads),
    neuron: neurons,
  };
}

/**
 * The initial weights, drawn from PyTorch's CPU generator in the order of the published code: W_E, W_pos, W_K, W_Q, W_V,
 * W_O, W_in, W_out, W_U, each as that code shapes it; biases 0. An MLP's are drawn in the order of its parameters, as are
 * those of other blocks, whose scales begin at 1.
 */
export function initialWeights(
  { seed, init_scale, family, d_model }: TrainingConfig,
  { slots, size }: ParameterPlan,
): Float32Array {
  const { randn } = torchGenerator(seed);
  const weights = new Float32Array(size);
  for (const { name, rows, columns, offset, weight } of slots) {
    if (isBias(name)) continue;
    // Any other vector scales something: the identity, at first.
    if (weight.axes.length === 1) {
      weights.fill(1, offset, offset + columns);
      continue;
    }
    const published = family === "transformer";
    const deviation = init_scale / Math.sqrt(!published ? rows : name === "W_U" ? columns : d_model);
    const drawn = randn(rows * columns);
    // The published code keeps all but these two as [out, in].
    const asIs = !published || name === "W_pos" || name === "W_U";
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        weights[offset + r * columns + c] = drawn[asIs ? r * columns + c : c * rows + r] * deviation;
      }
    }
  }
  return weights;
}
