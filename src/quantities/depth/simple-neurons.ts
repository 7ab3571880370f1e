import { phaseOf } from "../../numerics/angles.ts";
import { frequencyCount } from "../../numerics/fourier.ts";
import type { Tensor } from "../../numerics/tensor.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { waves } from "../frequency-waves.ts";
import { answerResidue, type PairSums, pairSums, type Residue } from "../pair-sums.ts";

/** A neuron's variance below this share of its mean square is float32 rounding (6e-8 squared, and some): it is constant. */
const CONSTANT = 1e-12;

/** Pre-activations of a layer summed over the pairs of equal a, b, a + b and a − b, with Σ (x − mean)² [neuron]; float64. */
export interface LayerSums {
  readonly sums: PairSums;
  /** 0 of a neuron that is constant over the pairs; NaN of one that is not finite. */
  readonly variance: Float64Array;
}

/** The sums of a layer's pre-activations [pair, neuron] over the n² pairs of the group. */
export function layerSums({ data, shape }: Tensor, form: CyclicForm, p: number): LayerSums {
  const width = shape[1];
  const { n, order } = form;
  const sums = pairSums(data, { stride: width, offset: 0, width, p }, form);
  const squares = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const from = (order[i] * p + order[j]) * width;
      for (let k = 0; k < width; k++) squares[k] += data[from + k] ** 2;
    }
  }
  const total = new Float64Array(width);
  for (let i = 0; i < sums.a.data.length; i++) total[i % width] += sums.a.data[i];
  const variance = squares.map((square, k) => {
    const spread = square - total[k] ** 2 / n ** 2;
    return spread <= CONSTANT * square ? 0 : spread;
  });
  return { sums, variance };
}

/** What a layer's neurons follow [neuron]. */
export interface SimpleNeurons {
  /**
   * R² of the least-squares fit of the pre-activation by a constant + α cos(w_k a + φ_a) + β cos(w_k b + φ_b) over all n²
   * pairs, at the k that fits best; NaN of a constant neuron. (McCracken et al. 2025's simple neuron, with amplitudes.)
   */
  readonly simple: Float64Array;
  /** That k; 0 of a constant neuron. */
  readonly simpleFrequency: Int32Array;
  readonly alpha: Float64Array;
  readonly phaseA: Float64Array;
  readonly beta: Float64Array;
  readonly phaseB: Float64Array;
  /** The largest share of the variance in the 8 components {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b) of one k, and that k. */
  readonly single: Float64Array;
  readonly frequency: Int32Array;
  /** The share of the variance that is a function of the answer's residue alone, a + b (or a − b). */
  readonly answer: Float64Array;
}

/** The fits of every neuron. A wave of a is orthogonal to one of b and to another k, so that each R² is a sum of powers. */
export function simpleNeurons(layer: LayerSums, form: CyclicForm): SimpleNeurons {
  const { sums, variance } = layer;
  const neurons = variance.length;
  const { n } = form;
  const simple = bestFrequency(layer, ["a", "b"]);
  const single = bestFrequency(layer, ["a", "b", "plus", "minus"]);
  const wave = (residue: "a" | "b") => {
    const { cos, sin } = waves(sums[residue]);
    const at = (i: number) => (simple.frequency[i] - 1) * neurons + i;
    const scale = (i: number) => Math.sqrt((2 * simple.frequency[i] === n ? 1 : 2) / n) / n;
    return {
      amplitude: variance.map((_, i) => (variance[i] > 0 ? scale(i) * Math.hypot(cos[at(i)], sin[at(i)]) : Number.NaN)),
      phase: variance.map((_, i) => (variance[i] > 0 ? phaseOf(cos[at(i)], sin[at(i)]) : Number.NaN)),
    };
  };
  const [a, b] = [wave("a"), wave("b")];
  return {
    simple: simple.share,
    simpleFrequency: simple.frequency,
    alpha: a.amplitude,
    phaseA: a.phase,
    beta: b.amplitude,
    phaseB: b.phase,
    single: single.share,
    frequency: single.frequency,
    answer: residueShare(layer, answerResidue(form)),
  };
}

/** The frequency that holds most of each neuron's variance over these residues, with the share; 0 and NaN of one without variance. */
export function bestFrequency(
  { sums, variance }: LayerSums,
  residues: readonly Residue[],
): { readonly frequency: Int32Array; readonly share: Float64Array } {
  const { n } = sums.a;
  const neurons = variance.length;
  const frequency = new Int32Array(neurons);
  const share = new Float64Array(neurons).fill(Number.NaN);
  const found = residues.map((residue) => ({ residue, ...waves(sums[residue]) }));
  for (let k = 1; k <= frequencyCount(n); k++) {
    for (let i = 0; i < neurons; i++) {
      if (!(variance[i] > 0)) continue;
      const at = (k - 1) * neurons + i;
      let power = 0;
      for (const { residue, cos, sin } of found) {
        // (−1)^{a+b} and (−1)^{a−b} are the same component.
        if (2 * k === n && residue === "minus") continue;
        power += cos[at] ** 2 + sin[at] ** 2;
      }
      const explained = Math.min(1, power / n / variance[i]);
      if (frequency[i] === 0 || explained > share[i]) [frequency[i], share[i]] = [k, explained];
    }
  }
  return { frequency, share };
}

/** The share of each neuron's variance that is a function of this residue alone [neuron]; NaN of a constant one. */
export function residueShare({ sums, variance }: LayerSums, residue: Residue): Float64Array {
  const { data, n, width } = sums[residue];
  const total = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let i = 0; i < data.length; i++) total[i % width] += data[i];
  for (let i = 0; i < data.length; i++) squares[i % width] += (data[i] - total[i % width] / n) ** 2;
  return variance.map((spread, i) => (spread > 0 ? Math.min(1, squares[i] / n / spread) : Number.NaN));
}
