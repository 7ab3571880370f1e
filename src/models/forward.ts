import { scoped } from "../engine/backend.ts";
import { memo } from "../numerics/memo.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { Model } from "./_model.ts";
import { mlp } from "./mlp.ts";
import { transformer } from "./transformer.ts";

/**
 * Floats in the widest activation of one batch: 2²⁰ (4 MiB) stays in cache enough that larger batches are no faster,
 * and bounds memory whatever p is.
 */
const BATCH_FLOATS = 2 ** 20;

/** What flows through the network at the last position, for every pair (a, b) at index a·p + b. */
export interface Activations {
  /** After the last nonlinearity. */
  readonly neurons: Tensor<readonly ["pair", "neuron"]>;
  /** Every logit the network gives, '=' included. */
  readonly logits: Tensor<readonly ["pair", "token"]>;
}

/** The network's activations for all p² pairs, float32 as trained, in batches that bound memory; once a model. */
export const forward: (model: Model) => Activations = memo((model) => {
  const { p } = model.architecture;
  const pairs = p * p;
  return scoped(() => {
    const { architecture } = model;
    const network = architecture.kind === "transformer" ? transformer(model, architecture) : mlp(model, architecture);
    let neurons: Float32Array | undefined;
    let logits: Float32Array | undefined;
    // The first pair tells how wide the widest activation is.
    for (let first = 0, size = 1; first < pairs; ) {
      const batch = network({ p, first, count: Math.min(size, pairs - first) });
      neurons ??= new Float32Array(pairs * batch.neurons.width);
      logits ??= new Float32Array(pairs * batch.logits.width);
      neurons.set(batch.neurons.data, first * batch.neurons.width);
      logits.set(batch.logits.data, first * batch.logits.width);
      first += size;
      size = Math.max(1, Math.floor(BATCH_FLOATS / Math.max(batch.neurons.width, batch.logits.width)));
    }
    const [n, l] = [neurons ?? new Float32Array(), logits ?? new Float32Array()];
    return {
      neurons: tensor(["pair", "neuron"], [pairs, n.length / pairs], n),
      logits: tensor(["pair", "token"], [pairs, l.length / pairs], l),
    };
  });
});
