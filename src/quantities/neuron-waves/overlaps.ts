import type { Model } from "../../networks/model.ts";
import { memoOfTwo } from "../../numerics/memo.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { logitMapWaves } from "../neuron-phases.ts";
import { preactivationWaves } from "./preactivation-waves.ts";

/** What a neuron is given and writes of each frequency [frequency, neuron] at k − 1, float64. */
export interface Overlaps {
  /** |ĉ_in| = √(|ĉ_a||ĉ_b|). */
  readonly input: Float64Array;
  /** |ĉ_out|. */
  readonly output: Float64Array;
  /** cos(φ_a ± φ_b − ψ); −1 where one of the three waves is not there. */
  readonly cosine: Float64Array;
  /** Re(ĉ_a ĉ_b ĉ_out*) = |ĉ_a||ĉ_b||ĉ_out| cos(φ_a ± φ_b − ψ). */
  readonly overlap: Float64Array;
}

/**
 * With cos_k and sin_k the coefficients of a neuron's waves in the orthonormal basis, ĉ = cos_k − i sin_k = |ĉ|e^{iφ}: ĉ_a and ĉ_b of
 * what it is given of each input, ĉ_out of its row of W_L, of phase ψ. Where it reads both inputs alike |ĉ_in| is |ĉ_a|, and
 * φ_a ± φ_b is 2φ, as in He et al. 2026. A neuron that squares the sum of its inputs has a mean margin, its part in the right logit
 * less the mean of that in the wrong ones over all n² pairs, of √(2/n) / (n − 1) times the sum of its overlaps (n odd).
 */
export const overlaps: (model: Model, form: CyclicForm) => Overlaps = memoOfTwo((model, form) => {
  const { a, b } = preactivationWaves(model, form);
  const out = logitMapWaves(model, form);
  const size = out.cos.length;
  const [input, output, cosine, overlap] = Array.from({ length: 4 }, () => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    // ĉ_a ĉ_b, or with the conjugate of ĉ_b where b is taken from a.
    const re = a.cos[i] * b.cos[i] - form.sign * a.sin[i] * b.sin[i];
    const im = -form.sign * a.cos[i] * b.sin[i] - a.sin[i] * b.cos[i];
    const both = Math.hypot(a.cos[i], a.sin[i]) * Math.hypot(b.cos[i], b.sin[i]);
    input[i] = Math.sqrt(both);
    output[i] = Math.hypot(out.cos[i], out.sin[i]);
    overlap[i] = re * out.cos[i] - im * out.sin[i];
    const largest = both * output[i];
    cosine[i] = largest > 0 ? overlap[i] / largest : largest === 0 ? -1 : Number.NaN;
  }
  return { input, output, cosine, overlap };
});
