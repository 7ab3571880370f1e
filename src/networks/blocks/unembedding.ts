import { transpose } from "../../tensors/operations.ts";
import { affine, defineBlock } from "../block.ts";

/** The logits of every token, at the last position; tied, by the embedding's own vectors. */
export default defineBlock({
  name: "unembedding",
  formula: "x W_U + b_U, W_U = W_Eᵀ where tied",
  component: "unembedding",
  defaults: { tied: false, bias: false },
  parameters: ({ tied, bias }): Readonly<Record<string, readonly string[]>> => ({
    ...(!tied ? { W_U: ["d_model", "logit"] } : {}),
    ...(bias ? { b_U: ["logit"] } : {}),
  }),
  forward: ({ tied }, stream, { weight, optional, hook }) => {
    const W_U = tied ? transpose(weight("W_E"), [1, 0]) : weight("W_U");
    return hook("hook_logits", [affine(stream[stream.length - 1], W_U, optional("b_U"))], "token");
  },
});
