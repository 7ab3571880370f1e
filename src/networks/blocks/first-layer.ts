import type { Expression } from "../../tensors/expression.ts";
import { add, slice } from "../../tensors/operations.ts";
import { ACTIVATIONS } from "../activations.ts";
import { affine, chosen, defineBlock } from "../block.ts";

/** How W_in reads position j, whose vectors begin at column `from`: not at all, whole, or the rows that are the position's. */
const MEETINGS = {
  neurons: (x: Expression, _weight: () => Expression, _from: number) => x,
  sum: (x: Expression, weight: () => Expression, _from: number) => affine({ of: "nothing", x }, weight()).x,
  concatenate: (x: Expression, weight: () => Expression, from: number) =>
    affine({ of: "nothing", x }, slice(weight(), 0, from, from + x.shape[1])).x,
} as const;

/**
 * The layer of an MLP where all positions meet, as a sum: of the embeddings themselves (`neurons`), through one W_in
 * (`sum`), or side by side through W_in (`concatenate`). An affine map of a sum is a sum, so each input is mapped by itself.
 */
export default defineBlock({
  name: "first-layer",
  formula: "act(Σ_j x_j W_in,j + b_in)",
  component: "mlp",
  defaults: { meeting: "neurons", activation: "relu", bias: false },
  parameters: ({ meeting, bias }): Readonly<Record<string, readonly string[]>> => ({
    ...(meeting !== "neurons" ? { W_in: [meeting === "sum" ? "d_model" : "inputs", "neuron"] } : {}),
    ...(bias ? { b_in: ["neuron"] } : {}),
  }),
  width: "neuron",
  forward: ({ meeting, activation }, stream, { batch, weight, optional, hook }) => {
    const read = chosen("meeting of first-layer", meeting, MEETINGS);
    const act = chosen("activation of first-layer", activation, ACTIVATIONS);
    let from = 0;
    const parts = stream.map(({ of, x }) => {
      const part = { of, x: read(x, () => weight("W_in"), from) };
      from += x.shape[1];
      return part;
    });
    const b = optional("b_in");
    // The bias where there are fewest rows.
    if (b) parts[0] = { of: parts[0].of, x: add(parts[0].x, b) };
    const pre = hook("hook_pre", [batch.combined(parts, (...xs) => xs.reduce((x, y) => add(x, y)))], "neuron");
    return hook(
      "hook_post",
      pre.map(({ of, x }) => ({ of, x: act(x) })),
      "neuron",
    );
  },
});
