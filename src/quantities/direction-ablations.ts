import type { Model } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { transposed } from "../numerics/matrices.ts";
import { orthonormalRows } from "../numerics/orthonormal.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { product } from "../tensors/product.ts";
import { type Ablation, named } from "./ablated.ts";
import { neuronLogitMap } from "./neuron-logit-map.ts";
import { hasLogitMap } from "./of-block.ts";
import { pairProduct } from "./pair-product.ts";
import type { Readout } from "./readout.ts";

/**
 * A block's neurons projected on the directions that W_L reads the key frequencies in, and on their null space
 * (Nanda et al. 2023, section 4.4). The directions are spanned over the neurons by W_L's cosine and sine components over the
 * answers, two a frequency; the mean of the neurons is projected like all else, and what passes the MLP by stays. Of an earlier block W_L
 * is its direct path to the logits; of an MLP's earlier layers, which have no W_L, there are none.
 */
export function* directionAblations(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  { block, neurons, own, ofNeurons, M, answers }: Readout,
): Generator<Ablation> {
  if (keys.length === 0 || hasLogitMap(model.architecture, block) !== true) return;
  const Q = orthonormalRows(logitMapDirections(model, form, keys, block));
  // Where the block writes nothing there is no direction.
  if (Q.rows === 0) return;
  const along = pairProduct(neurons, transposed(Q));
  const on = pairProduct(along, product(Q.data, M));
  const what = `${Q.rows} of W_L`;
  const [kept, removed] = [new Float32Array(own.length), new Float32Array(own.length)];
  for (let i = 0; i < own.length; i++) {
    kept[i] = own[i] - ofNeurons[i] + on[i];
    removed[i] = own[i] - on[i];
  }
  yield named(block, "directions", what, "keep", answers(kept));
  yield named(block, "directions", what, "remove", answers(removed));
}

/** Σ_c cos w_k c W_L and Σ_c sin w_k c W_L [direction, neuron] of each key. */
function logitMapDirections(model: Model, { n, order }: CyclicForm, keys: readonly number[], block: number): Matrix64 {
  const { data, shape } = neuronLogitMap(model, block);
  const [neurons, p] = shape;
  const waves = new Float64Array(p * 2 * keys.length);
  for (const [i, k] of keys.entries()) {
    for (let r = 0; r < n; r++) {
      const angle = (2 * Math.PI * ((k * r) % n)) / n;
      waves[order[r] * 2 * keys.length + 2 * i] = Math.cos(angle);
      waves[order[r] * 2 * keys.length + 2 * i + 1] = Math.sin(angle);
    }
  }
  return transposed({ ...product(data, { data: waves, rows: p, columns: 2 * keys.length }), rows: neurons });
}
