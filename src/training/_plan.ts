import type { Architecture, TransformerArchitecture } from "../models/_architecture.ts";
import { torchGenerator } from "../numerics/torch-random.ts";
import { task as taskOf } from "../tasks/_make.ts";
import { SCHEMES } from "../tasks/_schemes.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import { quotientOrder } from "../tasks/_splits.ts";
import type { Task } from "../tasks/_task.ts";
import type { GradientFunction, Sizes } from "./_gradient.ts";
import { mlpGradient, mlpPlan } from "./_mlp-gradient.ts";
import type { ParameterPlan } from "./_parameters.ts";
import { transformerGradient, transformerPlan } from "./_transformer-gradient.ts";
import type { TrainingConfig } from "./config.ts";

/** What follows from a configuration before the first update. Each thread makes its own: it is the same. */
export interface TrainingPlan {
  readonly architecture: Architecture;
  readonly task: Task;
  readonly split: Split;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly parameters: ParameterPlan;
  readonly gradient: GradientFunction;
}

/** The network, task, split and gradient of a configuration. */
export function trainingPlan(config: TrainingConfig): TrainingPlan {
  const { p, family, activation } = config;
  const task = taskOf(config.task, p);
  // As openai/grok, whose scheme this is, and as every reader of a run has it.
  const listed = config.split === "numpy-permutation" && task.name === "division" ? quotientOrder(task) : undefined;
  const options = { answers: task.answers, ...(listed ? { listed } : {}) };
  const split = SCHEMES[config.split](p, config.data_seed, config.fraction, options);
  const part = (wanted: number) => Int32Array.from(split.member.keys()).filter((pair) => split.member[pair] === wanted);
  const sizes: Sizes = {
    d_model: config.d_model,
    neurons: config.neurons,
    vocabulary: config.equals_sign ? p + 1 : p,
    logits: config.equals_sign && config.equals_logit ? p + 1 : p,
    biases: config.biases,
  };
  const common = { task, split, train: part(TRAIN), test: part(TEST) };
  if (family === "mlp") {
    const architecture = { kind: "mlp", p, activation, meeting: config.meeting, hiddenLayers: 1 } as const;
    const parameters = mlpPlan(architecture, sizes, config.shared_embedding);
    return { ...common, architecture, parameters, gradient: mlpGradient(architecture, sizes) };
  }
  const architecture: TransformerArchitecture = {
    kind: "transformer",
    p,
    sequence: config.equals_sign ? ["a", "b", p] : ["a", "b"],
    firstToken: 0,
    blocks: 1,
    heads: config.heads,
    activation,
    normalisation: "none",
    layerNormEpsilon: 1e-5,
    causal: true,
    attentionCoefficient: 1,
  };
  return {
    ...common,
    architecture,
    parameters: transformerPlan(architecture, sizes),
    gradient: transformerGradient(architecture, sizes),
  };
}

/**
 * The initial weights, drawn from PyTorch's CPU generator in the order of the published code: W_E, W_pos, W_K, W_Q, W_V,
 * W_O, W_in, W_out, W_U, each as that code shapes it; biases 0. An MLP's are drawn in the order of its parameters.
 */
export function initialWeights(
  { seed, init_scale, family, d_model }: TrainingConfig,
  { slots, size }: ParameterPlan,
): Float32Array {
  const { randn } = torchGenerator(seed);
  const weights = new Float32Array(size);
  for (const { name, rows, columns, offset } of slots) {
    if (name.startsWith("b_")) continue;
    const deviation = init_scale / Math.sqrt(family === "mlp" ? rows : name === "W_U" ? columns : d_model);
    const drawn = randn(rows * columns);
    // The published code keeps all but these two as [out, in].
    const asIs = family === "mlp" || name === "W_pos" || name === "W_U";
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        weights[offset + r * columns + c] = drawn[asIs ? r * columns + c : c * rows + r] * deviation;
      }
    }
  }
  return weights;
}
