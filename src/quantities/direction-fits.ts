import { neuronsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { waves } from "./frequency-waves.ts";
import { lastBlockOf } from "./of-block.ts";
import { pairProduct } from "./pair-product.ts";
import { answerResidue, pairSums } from "./pair-sums.ts";
import { pairVariances } from "./pair-variances.ts";
import { logitMapComponents } from "./weight-spectra.ts";

/** A direction u of a block's neurons that W_L writes onto one wave of the answer. */
export interface DirectionFit {
  readonly frequency: number;
  readonly wave: "cos" | "sin";
  /** ‖u‖. */
  readonly norm: number;
  /** R² of u·x(a, b) on cos w_k(a ± b) and sin w_k(a ± b) over the n² pairs; NaN where it is constant. */
  readonly explained: number;
}

/**
 * For each key frequency k the directions u = W_L cos_k and W_L sin_k [neuron], and how much of u·x, with x the activations
 * of the block, is a wave of a ± b of that frequency (Nanda et al. 2023, section 4.2). u·x is float32, as the logits
 * that it makes are; sums over pairs are float64. For even n, k = n/2 has no sine. Of the last block unless one is named.
 */
export function directionFits(
  model: Model,
  form: CyclicForm,
  keys: readonly number[],
  block = lastBlockOf(model),
): readonly DirectionFit[] {
  if (keys.length === 0) return [];
  const { n } = form;
  const { p } = model.architecture;
  const directions = writtenOn(model, form, keys, block);
  const width = directions.columns;
  const projected = pairProduct(neuronsOf(model, block).data, directions);
  const columns = { stride: width, offset: 0, width, p };
  const sums = pairSums(projected, columns, form);
  const { cos, sin } = waves(sums[answerResidue(form)]);
  const variance = pairVariances(projected, columns, form, sums);
  return keys.flatMap((k, i) => {
    const fit = (wave: "cos" | "sin", j: number): DirectionFit => {
      const at = (k - 1) * width + j;
      let squares = 0;
      for (let row = j; row < directions.data.length; row += width) squares += directions.data[row] ** 2;
      const explained = (cos[at] ** 2 + sin[at] ** 2) / n / variance[j];
      return { frequency: k, wave, norm: Math.sqrt(squares), explained };
    };
    return 2 * k === n ? [fit("cos", 2 * i)] : [fit("cos", 2 * i), fit("sin", 2 * i + 1)];
  });
}

/** What W_L writes onto these frequencies [neuron, direction]: the cosine's and the sine's of each in turn. */
function writtenOn(model: Model, form: CyclicForm, keys: readonly number[], block: number): Matrix64 {
  const { data, functions: rows } = logitMapComponents(model, form, block);
  const count = frequencyCount(form.n);
  const width = 2 * keys.length;
  const out = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    for (const [j, k] of keys.entries()) {
      out[i * width + 2 * j] = data[i * 2 * count + k - 1];
      out[i * width + 2 * j + 1] = data[i * 2 * count + count + k - 1];
    }
  }
  return { data: out, rows, columns: width };
}
