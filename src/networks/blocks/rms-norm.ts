import { add, divide, mean, multiply, sqrt, square } from "../../tensors/operations.ts";
import { defineBlock } from "../block.ts";

/** Each row with mean square 1, scaled (Zhang and Sennrich 2019): LayerNorm without the mean and the shift. */
export default defineBlock({
  name: "rms-norm",
  formula: "x / √(mean x² + ε) · w",
  defaults: { epsilon: 1e-6 },
  parameters: () => ({ w: ["d_model"] }),
  forward: ({ epsilon }, stream, { batch, optional, hook }) => {
    const w = optional("w");
    const scales = hook(
      "hook_scale",
      stream.map(({ of, x }) => ({ of, x: sqrt(add(mean(square(x), [-1]), epsilon)) })),
      "scale",
    );
    const normalized = hook(
      "hook_normalized",
      stream.map((x, j) => batch.combined([x, scales[j]], divide)),
      "d_model",
    );
    return normalized.map(({ of, x }) => ({ of, x: w ? multiply(x, w) : x }));
  },
});
