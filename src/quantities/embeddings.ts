import { type Model, optionalWeight } from "../networks/model.ts";
import type { Tensor } from "../numerics/tensor.ts";

/** The network's embeddings of its inputs by name: W_E, or W_x and W_y where a and b have their own. */
export function embeddings(
  model: Model,
): readonly { readonly name: string; readonly W: Tensor<readonly ["token", "d_model"]> }[] {
  return (["W_E", "W_x", "W_y"] as const).flatMap((name) => {
    const W = optionalWeight(model, name);
    return W ? [{ name, W }] : [];
  });
}
