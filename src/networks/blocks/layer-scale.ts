import { multiply } from "../../tensors/operations.ts";
import { defineBlock } from "../block.ts";

/** Each value of the stream times a learnt scale of its own (Touvron et al. 2021, arXiv:2103.17239). */
export default defineBlock({
  name: "layer-scale",
  formula: "x · λ",
  defaults: {},
  parameters: () => ({ lambda: ["d_model"] }),
  forward: (_, stream, { weight, hook }) =>
    hook(
      "hook_scaled",
      stream.map(({ of, x }) => ({ of, x: multiply(x, weight("lambda")) })),
      "d_model",
    ),
});
