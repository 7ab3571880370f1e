import { add, slice } from "../../tensors/operations.ts";
import { defineBlock } from "../block.ts";

/** A vector of its own for each position. */
export default defineBlock({
  name: "learned-positions",
  formula: "x_j + W_pos[j]",
  component: "embedding",
  defaults: {},
  parameters: () => ({ W_pos: ["position", "d_model"] }),
  forward: (_, stream, { batch, weight, hook }) => {
    const W_pos = weight("W_pos");
    const positions = hook(
      "hook_pos_embed",
      stream.map((_, j) => ({ of: "nothing" as const, x: slice(W_pos, 0, j, j + 1) })),
      "d_model",
    );
    return stream.map((x, j) => batch.combined([x, positions[j]], add));
  },
});
