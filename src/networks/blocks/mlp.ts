import { add, multiply } from "../../tensors/operations.ts";
import { ACTIVATIONS } from "../activations.ts";
import { affine, chosen, defineBlock } from "../block.ts";

/** Neurons that read the stream and write to it; gated, each is multiplied by a second reading (Shazeer 2020). */
export default defineBlock({
  name: "mlp",
  formula:
    "post W_out + b_out, post = act(x W_in + b_in), or act(x W_gate + b_gate) · (x W_in + b_in), or act(x W_gate) · x W_in + b_in",
  component: "mlp",
  defaults: { activation: "relu", gated: false, bias: true, bias_after_gate: false },
  parameters: ({ gated, bias, bias_after_gate }): Readonly<Record<string, readonly string[]>> => ({
    ...(gated ? { W_gate: ["d_model", "neuron"] } : {}),
    W_in: ["d_model", "neuron"],
    ...(gated && bias && !bias_after_gate ? { b_gate: ["neuron"] } : {}),
    ...(bias ? { b_in: ["neuron"] } : {}),
    W_out: ["neuron", "d_model"],
    ...(bias ? { b_out: ["d_model"] } : {}),
  }),
  forward: ({ activation, gated, bias_after_gate }, stream, { batch, weight, optional, hook }) => {
    const act = chosen("activation of mlp", activation, ACTIVATIONS);
    const read = (name: string, W: string, b: string | undefined) =>
      hook(
        name,
        stream.map((x) => affine(x, weight(W), b === undefined ? b : optional(b))),
        "neuron",
      );
    const pre = gated ? read("hook_pre", "W_gate", "b_gate") : read("hook_pre", "W_in", "b_in");
    const active = pre.map(({ of, x }) => ({ of, x: act(x) }));
    const linear = gated ? read("hook_pre_linear", "W_in", bias_after_gate ? undefined : "b_in") : undefined;
    const product = linear ? active.map((x, j) => batch.combined([x, linear[j]], multiply)) : active;
    const after = bias_after_gate ? optional("b_in") : undefined;
    const post = after ? product.map(({ of, x }) => ({ of, x: add(x, after) })) : product;
    return hook("hook_post", post, "neuron").map((x) => affine(x, weight("W_out"), optional("b_out")));
  },
});
