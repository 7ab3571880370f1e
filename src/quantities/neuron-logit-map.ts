import { firstToken } from "../networks/architecture.ts";
import { type Model, optionalWeight, weight } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import { product } from "../tensors/product.ts";
import { blockCount, hasLogitMap, lastBlockOf, memoOfBlock, type OfBlock } from "./of-block.ts";

/**
 * W_L = W_out W_U [neuron, answer] of a block, the last unless one is named: what each of its neurons adds to each answer's logit,
 * '=' left out, float64. In an MLP it is W_U itself, of the last layer. Norms between the two are left out, and of an earlier
 * block what later blocks make of it: W_L is its direct path to the logits. Throws where a block has none (`hasLogitMap`).
 */
export const neuronLogitMap: OfBlock<Tensor<readonly ["neuron", "answer"]>> = memoOfBlock((model, block) => {
  const { data, rows, columns } = fromNeurons(model, answerWeights(model), block);
  return tensor(["neuron", "answer"], [rows, columns], data);
});

/** The columns of W_U that are answers [d_model, answer], float64. */
export function answerWeights(model: Model): Matrix64 {
  const W_U = weight(model, "W_U");
  const { p } = model.architecture;
  const [rows, vocabulary] = W_U.shape;
  const data = new Float64Array(rows * p);
  for (let d = 0; d < rows; d++) {
    for (let c = 0; c < p; c++) data[d * p + c] = W_U.data[d * vocabulary + firstToken(model.architecture) + c];
  }
  return { data, rows, columns: p };
}

/** W_out M [neuron, …] for a matrix M [d_model, …]; M itself in an MLP, whose last layer's neurons are what M reads. */
export function fromNeurons(model: Model, matrix: Matrix64, block = lastBlockOf(model)): Matrix64 {
  const has = hasLogitMap(model.architecture, block);
  if (has !== true) throw new Error(has);
  if (model.architecture.kind !== "transformer") return matrix;
  return product(weight(model, "W_out", block).data, matrix);
}

/** Whether W_L is the whole way from a block's neurons to the logits: it is the last, and no norm stands between the two. */
export function linearAfterNeurons(model: Model, block = lastBlockOf(model)): boolean {
  const { architecture } = model;
  if (architecture.kind !== "blocks" && block < blockCount(architecture) - 1) return false;
  if (architecture.kind !== "transformer" || architecture.normalisation === "none") return true;
  const final = optionalWeight(model, "ln_final_w") ?? optionalWeight(model, "ln_final_b");
  return architecture.normalisation !== "post" && final === undefined && !architecture.foldedFinalNorm;
}
