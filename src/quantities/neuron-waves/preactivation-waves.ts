import type { Architecture } from "../../networks/architecture.ts";
import { activationsOf } from "../../networks/forward.ts";
import type { Model } from "../../networks/model.ts";
import { memoOfTwo } from "../../numerics/memo.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { type Waves, waves } from "../frequency-waves.ts";
import { type InputWaves, inputWaves } from "../input-waves.ts";
import { pairSums } from "../pair-sums.ts";

/** True, or why the neurons' inputs are no waves of a and of b that one frequency could win. */
export function hasPreactivationWaves(architecture: Architecture): true | string {
  switch (architecture.kind) {
    case "mlp":
      return (
        architecture.hiddenLayers === 1 ||
        "between the inputs and the last neurons are other neurons: the lottery is one of a single hidden layer"
      );
    case "transformer":
      if (architecture.blocks > 1)
        return "its last neurons read what neurons of earlier blocks wrote: the lottery is one of a single hidden layer";
      return architecture.gated
        ? "its neurons are gated: each is given two inputs, which have phases of their own"
        : true;
    case "blocks":
      return "its blocks are a list of its own, in which no layer is known to read a and b and write the answer";
  }
}

/**
 * The waves [frequency, neuron] of f(a) and g(b), what a neuron of the only hidden layer is given by each input, float64.
 * In an MLP the pre-activation is f(a) + g(b) itself, as in He et al. 2026 (arXiv:2602.16849), and these are the Fourier coefficients of
 * its input weights. In a one-block transformer (ours) f(a) is the mean of the pre-activation at the last position over all b, and g(b)
 * that over all a: embedding, attention as it is on the average, W_V, W_O, norms and W_in, and what passes attention by.
 */
export const preactivationWaves: (model: Model, form: CyclicForm) => InputWaves = memoOfTwo((model, form) => {
  const given = inputWaves(model, form);
  if (given) return given;
  const name = "blocks.0.mlp.hook_pre";
  const { data, shape } = activationsOf(model, [name])[name];
  const { p } = model.architecture;
  const sums = pairSums(data, { stride: shape[1], offset: 0, width: shape[1], p }, form);
  const mean = ({ cos, sin }: Waves): Waves => ({
    cos: cos.map((value) => value / form.n),
    sin: sin.map((value) => value / form.n),
  });
  return { a: mean(waves(sums.a)), b: mean(waves(sums.b)) };
});
