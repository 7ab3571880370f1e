import { add, divide, mean, multiply, sqrt, square, subtract } from "../../tensors/operations.ts";
import { defineBlock } from "../block.ts";

/** Each row with mean 0 and variance 1, scaled and shifted (Ba et al. 2016); the variance is biased, as in PyTorch. */
export default defineBlock({
  name: "layer-norm",
  formula: "(x − mean x) / √(var x + ε) · w + b",
  defaults: { epsilon: 1e-5, bias: true },
  parameters: ({ bias }): Readonly<Record<string, readonly string[]>> => ({
    w: ["d_model"],
    ...(bias ? { b: ["d_model"] } : {}),
  }),
  forward: ({ epsilon }, stream, { batch, optional, hook }) => {
    const [w, b] = [optional("w"), optional("b")];
    const centred = stream.map(({ of, x }) => ({ of, x: subtract(x, mean(x, [-1])) }));
    const scales = hook(
      "hook_scale",
      centred.map(({ of, x }) => ({ of, x: sqrt(add(mean(square(x), [-1]), epsilon)) })),
      "scale",
    );
    const scaled = centred.map((x, j) => batch.combined([x, scales[j]], divide));
    // TransformerLens's name for what the norm gives, scaled and shifted.
    return hook(
      "hook_normalized",
      scaled.map(({ of, x }) => {
        const y = w ? multiply(x, w) : x;
        return { of, x: b ? add(y, b) : y };
      }),
      "d_model",
    );
  },
});
