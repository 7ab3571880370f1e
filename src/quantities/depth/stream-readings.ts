import { type Activations, forward } from "../../networks/forward.ts";
import type { Hook } from "../../networks/hooks.ts";
import type { Model } from "../../networks/model.ts";
import type { Tensor } from "../../numerics/tensor.ts";
import type { Place } from "./places.ts";

/**
 * The logit lens (nostalgebraist 2020): the logits [pair, token] where the residual stream of a place, at the last position,
 * stands in for that after the last block, so that what follows it, a final norm and the unembedding, is applied to it.
 * `last` is the place after the last block. Throws where the streams are of different widths.
 */
export function logitLens(model: Model, stream: Tensor, last: Place): Activations["logits"] {
  return forward(model, { hooks: { [last.activation]: { position: -1, value: stream } } }).logits;
}

/**
 * The logits [pair, token] with the block that ends at a place passed by, at every position. Zero: the stream after it is the
 * one before it. Mean: that, and at each position the mean over all pairs of what the block adds. Whatever the block is made
 * of goes with it, norms too.
 */
export function withoutBlock(
  model: Model,
  { before, activation }: { readonly before: string; readonly activation: string },
  kind: "zero" | "mean",
): Activations["logits"] {
  let seen: Float32Array | undefined;
  const remember: Hook = ({ data }) => {
    seen = Float32Array.from(data);
    return undefined;
  };
  const passBy: Hook = (after) => {
    // What is computed first is shown first.
    const stream = seen as Float32Array;
    if (kind === "zero") return { ...after, data: stream };
    const mean = meanAdded(after.data, stream, after.shape[0]);
    return { ...after, data: stream.map((value, i) => value + mean[i % mean.length]) };
  };
  return forward(model, { hooks: { [before]: remember, [activation]: passBy } }).logits;
}

/**
 * The same of the last block, after which the last position alone is read: from the streams before and after it there
 * [pair, d_model], without the other positions.
 */
export function withoutLastBlock(
  model: Model,
  { before, after }: { readonly before: Tensor; readonly after: Tensor },
  last: Place,
  kind: "zero" | "mean",
): Activations["logits"] {
  if (kind === "zero") return logitLens(model, before, last);
  const mean = meanAdded(after.data, before.data, before.shape[0]);
  const data = Float32Array.from(before.data, (value, i) => value + mean[i % mean.length]);
  return logitLens(model, { ...before, data }, last);
}

/** The mean over the samples of what was added [position · d_model], float64. */
function meanAdded(after: ArrayLike<number>, before: ArrayLike<number>, samples: number): Float64Array {
  const width = before.length / samples;
  const mean = new Float64Array(width);
  for (let i = 0; i < before.length; i++) mean[i % width] += (after[i] - before[i]) / samples;
  return mean;
}
