import { firstToken } from "../networks/architecture.ts";
import { type Model, optionalWeight, weight } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { memo } from "../numerics/memo.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import { product } from "../tensors/product.ts";

/**
 * W_L = W_out W_U [neuron, answer]: what each neuron of the last layer adds to each answer's logit, '=' left out,
 * float64. In an MLP it is W_U itself. A final or post-LayerNorm between the two is left out.
 */
export const neuronLogitMap: (model: Model) => Tensor<readonly ["neuron", "answer"]> = memo((model) => {
  const { data, rows, columns } = fromNeurons(model, answerWeights(model));
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

/** W_out M [neuron, …] for a matrix M [d_model, …]; M itself in an MLP, whose neurons are what M reads. */
export function fromNeurons(model: Model, matrix: Matrix64): Matrix64 {
  const { architecture } = model;
  if (architecture.kind !== "transformer") return matrix;
  return product(weight(model, "W_out", architecture.blocks - 1).data, matrix);
}

/** Whether W_L is the whole way from the last layer's neurons to the logits: no LayerNorm stands between the two. */
export function linearAfterNeurons(model: Model): boolean {
  const { architecture } = model;
  if (architecture.kind !== "transformer" || architecture.normalisation === "none") return true;
  const final = optionalWeight(model, "ln_final_w") ?? optionalWeight(model, "ln_final_b");
  return architecture.normalisation !== "post" && final === undefined && !architecture.foldedFinalNorm;
}
