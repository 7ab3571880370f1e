import { checkArguments } from "../arguments.ts";
import { LayoutError } from "../errors.ts";
import type { Tensor } from "../numerics/tensor.ts";
import type { Architecture } from "./architecture.ts";

export type { Activation, Architecture, MlpArchitecture, TransformerArchitecture } from "./architecture.ts";

/** A network at one moment of training: a pure function of (a, b), with its weights read when first asked for. */
export interface Model {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
}

/** The trained weights of a network by canonical name, in canonical orientation (`AXES`). */
export interface Parameters {
  readonly names: readonly string[];
  /** Undefined where the network has no such weight, e.g. no bias. */
  readonly get: (name: string) => Tensor | undefined;
}

/**
 * The axes of every weight, in TransformerLens's orientation whatever the file held. In a transformer the names of a
 * block's weights carry its index (`blocks.0.W_Q`). An MLP reads the pair through `W_E` (or `W_x`, `W_y` where a and b
 * have their own), then `W_in`, `layers.i.W` …, and answers through `W_U`.
 */
export const AXES = {
  W_E: ["token", "d_model"],
  W_x: ["token", "d_model"],
  W_y: ["token", "d_model"],
  W_pos: ["position", "d_model"],
  W_Q: ["head", "d_model", "d_head"],
  W_K: ["head", "d_model", "d_head"],
  W_V: ["head", "d_model", "d_head"],
  W_O: ["head", "d_head", "d_model"],
  b_Q: ["head", "d_head"],
  b_K: ["head", "d_head"],
  b_V: ["head", "d_head"],
  b_O: ["d_model"],
  W_gate: ["d_model", "neuron"],
  b_gate: ["neuron"],
  W_in: ["d_model", "neuron"],
  b_in: ["neuron"],
  W_out: ["neuron", "d_model"],
  b_out: ["d_model"],
  ln1_w: ["d_model"],
  ln1_b: ["d_model"],
  ln2_w: ["d_model"],
  ln2_b: ["d_model"],
  ln_final_w: ["d_model"],
  ln_final_b: ["d_model"],
  W_U: ["d_model", "token"],
  b_U: ["token"],
} as const;
export type WeightName = keyof typeof AXES;

/** The weight that every network of this kind has; `blocks.0.W_Q` and the like for a block's own. */
export function weight<N extends WeightName>(model: Model, name: N, block?: number): Tensor<(typeof AXES)[N]> {
  checkArguments("weight", { model, weightName: name });
  const found = optionalWeight(model, name, block);
  if (!found) {
    const lacking = block === undefined ? name : `blocks.${block}.${name}`;
    throw new LayoutError("the network", `has no weight ${lacking}`, `it has ${model.parameters.names.join(", ")}`);
  }
  return found;
}

/** As `weight`, for one that the network may lack, e.g. a bias. */
export function optionalWeight<N extends WeightName>(
  model: Model,
  name: N,
  block?: number,
): Tensor<(typeof AXES)[N]> | undefined {
  checkArguments("optionalWeight", { model, weightName: name });
  return model.parameters.get(block === undefined ? name : `blocks.${block}.${name}`) as
    | Tensor<(typeof AXES)[N]>
    | undefined;
}

/** A weight's name as people write it: in a network of one block, W_Q for `blocks.0.W_Q`. */
export function parameterName({ architecture }: Model, name: string): string {
  return architecture.kind === "transformer" && architecture.blocks === 1 ? name.replace("blocks.0.", "") : name;
}

/** The embeddings of a and of b, which may be the same weight. */
export function inputEmbeddings(model: Model): readonly [Tensor, Tensor] {
  const shared = optionalWeight(model, "W_E");
  return shared ? [shared, shared] : [weight(model, "W_x"), weight(model, "W_y")];
}
