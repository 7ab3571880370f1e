import { activationsOf } from "../networks/forward.ts";
import type { Model, TransformerArchitecture } from "../networks/model.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import { memo, memoOfTwo } from "../numerics/memo.ts";
import { argmax } from "../numerics/statistics.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { waves } from "./frequency-waves.ts";
import { pairSums, type Residue } from "./pair-sums.ts";

/** Attention of the answering position, for all p² pairs: α softmax + (1 − α), so its rows sum to 1 where α is 1. */
export type AttentionPattern = Tensor<readonly ["pair", "head", "position"]>;

/** The pattern of each block. */
export const attentionPatterns: (model: Model) => readonly AttentionPattern[] = memo((model) => {
  const { blocks } = model.architecture as TransformerArchitecture;
  const names = Array.from({ length: blocks }, (_, i) => `blocks.${i}.attn.hook_pattern`);
  const found = activationsOf(model, names);
  return names.map((name) => {
    const [pairs, heads, positions] = found[name].shape;
    return tensor(["pair", "head", "position"], [pairs, heads, positions], found[name].data);
  });
});

/** Mean and standard deviation over the p² pairs of each head's attention to each position [head, position], float64. */
export function patternMoments({ data, shape }: AttentionPattern): {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
} {
  const [pairs, heads, positions] = shape;
  const width = heads * positions;
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width] += data[i] / pairs;
  const variance = new Float64Array(width);
  for (let i = 0; i < data.length; i++) variance[i % width] += (data[i] - mean[i % width]) ** 2 / pairs;
  return { mean, deviation: variance.map(Math.sqrt) };
}

/** The frequency that explains most of a function's variance over the pairs, and the share that it does. */
export interface ExplainedBy {
  readonly frequency: number;
  readonly fve: number;
}

/** A pattern's variance below this, of weights near 1, is the rounding of float32. */
const CONSTANT = 1e-12;
const RESIDUES: readonly Residue[] = ["a", "b", "plus", "minus"];

/**
 * For each head and position [head·positions + position] the frequency k whose components {1, cos_k, sin_k}(a) ×
 * {1, cos_k, sin_k}(b), the constant left out, hold most of the attention's variance over the n² pairs, and the share that
 * they hold: what rule `neuron` asks of neurons (Nanda et al. 2023). Undefined where the attention is constant.
 */
export const patternFrequencies: (pattern: AttentionPattern, form: CyclicForm) => readonly (ExplainedBy | undefined)[] =
  memoOfTwo(({ data, shape }, form) => {
    const { n, order } = form;
    const p = Math.round(Math.sqrt(shape[0]));
    const width = shape[1] * shape[2];
    const sums = pairSums(data, { stride: width, offset: 0, width, p }, form);
    const count = frequencyCount(n);
    const power = new Float64Array(width * count);
    for (const residue of RESIDUES) {
      const { cos, sin } = waves(sums[residue]);
      for (let i = 0; i < cos.length; i++) {
        const k = Math.floor(i / width) + 1;
        // (−1)^{a+b} and (−1)^{a−b} are the same component: at k = n/2 the difference counts no second time.
        if (2 * k === n && residue === "minus") continue;
        power[(i % width) * count + k - 1] += (cos[i] ** 2 + sin[i] ** 2) / n;
      }
    }
    const mean = new Float64Array(width);
    for (const [i, sum] of sums.a.data.entries()) mean[i % width] += sum / n ** 2;
    const variance = new Float64Array(width);
    for (const a of order) {
      for (const b of order) {
        for (let i = 0; i < width; i++) variance[i] += (data[(a * p + b) * width + i] - mean[i]) ** 2;
      }
    }
    return Array.from(variance, (total, i) => {
      if (!(total > CONSTANT * n ** 2)) return undefined;
      const powers = power.subarray(i * count, (i + 1) * count);
      const best = argmax(powers);
      return { frequency: best + 1, fve: powers[best] / total };
    });
  });
