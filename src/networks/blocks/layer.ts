import { ACTIVATIONS } from "../activations.ts";
import { affine, chosen, defineBlock } from "../block.ts";

/** One layer of an MLP: an affine map and a nonlinearity. */
export default defineBlock({
  name: "layer",
  formula: "act(x W + b)",
  component: "mlp",
  defaults: { activation: "relu", bias: true },
  parameters: ({ bias }): Readonly<Record<string, readonly string[]>> => ({
    W: ["neuron", "neuron"],
    ...(bias ? { b: ["neuron"] } : {}),
  }),
  width: "neuron",
  forward: ({ activation }, stream, { weight, optional, hook }) => {
    const act = chosen("activation of layer", activation, ACTIVATIONS);
    const pre = hook(
      "hook_pre",
      stream.map((x) => affine(x, weight("W"), optional("b"))),
      "neuron",
    );
    return hook(
      "hook_post",
      pre.map(({ of, x }) => ({ of, x: act(x) })),
      "neuron",
    );
  },
});
