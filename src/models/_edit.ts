import { UsageError } from "../errors.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import { type Batch, type Dependent, spread } from "./_pairs.ts";

/**
 * An intervention: called with each named activation as it is computed, [pair, …]; what it returns takes its place, and
 * undefined leaves it. At the last position of a transformer's block `pattern` [pair, head, position], `z` [pair, head,
 * d_head], `attn_out`, `resid_mid` [pair, d_model], `post` [pair, neuron], `mlp_out`, `resid_post` [pair, d_model], then
 * `logits` [pair, token]; of several blocks the names begin with `blocks.0.` and so on, and those of an earlier block's
 * other positions end in `@0`, `@1`. In an MLP `post` [pair, neuron] of the last layer, `layers.0.post` … of those before
 * it, and `logits`.
 */
export type Edit = (name: string, value: Tensor) => Tensor | undefined;

/** What an edit makes of the activations of one place in the network: each as it is where there is no edit. */
export type EditAt = (name: string, value: Dependent, axes: readonly string[], shape: readonly number[]) => Dependent;

/** Hands activations to the edit under their full names. Without an edit nothing is spread over the pairs. */
export function editAt(edit: Edit | undefined, batch: Batch, nameOf: (name: string) => string): EditAt {
  if (!edit) return (_, value) => value;
  return (name, value, axes, shape) => {
    const whole = spread(value, "pair", batch);
    const sizes = [batch.count, ...shape];
    const given = edit(nameOf(name), tensor(["pair", ...axes] as readonly string[], sizes, whole.data));
    if (given === undefined) return value;
    if (given.data.length !== whole.data.length) {
      const wanted = sizes.join(", ");
      throw new UsageError(`edit of ${nameOf(name)}`, `returned ${given.data.length} values`, `return [${wanted}]`);
    }
    return { ...whole, data: Float32Array.from(given.data) };
  };
}
