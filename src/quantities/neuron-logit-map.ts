import { type Model, weight } from "../models/_model.ts";
import { memo } from "../numerics/memo.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";

/**
 * W_L = W_out W_U [neuron, answer]: what each neuron of the last layer adds to each answer's logit, '=' left out,
 * float64. In an MLP it is W_U itself. A final or post-LayerNorm between the two is left out.
 */
export const neuronLogitMap: (model: Model) => Tensor<readonly ["neuron", "answer"]> = memo((model) => {
  const { architecture } = model;
  const W_U = weight(model, "W_U");
  const { p } = architecture;
  const first = architecture.kind === "transformer" ? architecture.firstToken : 0;
  const [inner, vocabulary] = W_U.shape;
  const W_out = architecture.kind === "transformer" ? weight(model, "W_out", architecture.blocks - 1) : undefined;
  const neurons = W_out ? W_out.shape[0] : inner;
  const map = new Float64Array(neurons * p);
  for (let n = 0; n < neurons; n++) {
    const row = map.subarray(n * p, (n + 1) * p);
    for (let d = W_out ? 0 : n; d < (W_out ? inner : n + 1); d++) {
      const scale = W_out ? W_out.data[n * inner + d] : 1;
      const from = d * vocabulary + first;
      for (let c = 0; c < p; c++) row[c] += scale * W_U.data[from + c];
    }
  }
  return tensor(["neuron", "answer"], [neurons, p], map);
});
