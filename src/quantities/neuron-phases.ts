import { neuronCounts } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { phaseOf, wrapped } from "../numerics/angles.ts";
import { frequencyCount } from "../numerics/fourier.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { type Waves, waves } from "./frequency-waves.ts";
import { inputWaves } from "./input-waves.ts";
import { neuronFrequencies } from "./neuron-frequencies.ts";
import { neuronPowers } from "./neuron-powers.ts";
import { neuronSums } from "./neuron-sums.ts";
import { hasLogitMap, lastBlockOf, memoOfBlockAndForm, type OfBlockAndForm } from "./of-block.ts";
import { answerResidue } from "./pair-sums.ts";
import { logitMapComponents } from "./weight-spectra.ts";

/**
 * A wave with less than this share of its function's power has no phase: float32 activations and weights round to shares
 * of about 1e-14, and the faintest phase of a trained neuron is orders of magnitude above.
 */
const NEGLIGIBLE = 1e-10;

/** Phases of each neuron's waves at its own frequency k, radians in (−π, π] [neuron]; NaN where there is no such wave. */
export interface NeuronPhases {
  /** φ_a of cos(w_k a + φ_a) in the neuron's input. */
  readonly a: Float64Array;
  /** φ_b likewise. */
  readonly b: Float64Array;
  /** σ of cos(w_k(a ± b) + σ) in its activation. */
  readonly answer: Float64Array;
  /** ψ of cos(w_k c + ψ) in its row of W_L over the answers c. */
  readonly output: Float64Array;
  /** ψ − (φ_a ± φ_b). */
  readonly misalignment: Float64Array;
  /** The share of frequency k in the power of its row of W_L over the answers, the constant left out. */
  readonly outputShare: Float64Array;
}

/**
 * Of a·b and a/b, a, b and c are places on the multiplicative group. The inputs' phases are those of the pre-activation
 * f(a) + g(b) in an MLP's first hidden layer, as Gromov 2023 (arXiv:2301.02679) and He et al. 2026 define them; elsewhere,
 * where nothing is such a sum, those of the mean activation over the other input: for a nonlinearity that only rises, the
 * same of one wave. A neuron adds cos(w_k(a ± b) + σ) cos(w_k c + ψ), whose part in cos(w_k(a ± b − c)) is largest for
 * ψ = σ; σ is φ_a ± φ_b where two waves add up before a convex nonlinearity. What is written is that of the block's W_L, past
 * later blocks the direct path alone; where it has none (`hasLogitMap`), NaN. Of the last block unless one is named.
 */
export const neuronPhases: OfBlockAndForm<NeuronPhases> = memoOfBlockAndForm((model, form, block) => {
  const { frequency } = neuronFrequencies(model, form, block);
  const { variance } = neuronPowers(model, form, block);
  const sums = neuronSums(model, form, block);
  // Waves are of sums over n pairs: n times the variance is what they share.
  const activity = variance.map((value) => value * form.n);
  const given = inputWaves(model, form, block);
  const inputs = given ?? { a: waves(sums.a), b: waves(sums.b) };
  const ofInput = given ? added(powers(given.a, frequency.length), powers(given.b, frequency.length)) : activity;
  const a = phases(inputs.a, frequency, ofInput);
  const b = phases(inputs.b, frequency, ofInput);
  const written = logitMapWaves(model, form, block);
  const power = powers(written, frequency.length);
  const output = phases(written, frequency, power);
  return {
    a,
    b,
    answer: phases(waves(sums[answerResidue(form)]), frequency, activity),
    output,
    misalignment: output.map((psi, i) => wrapped(psi - (a[i] + form.sign * b[i]))),
    outputShare: power.map((whole, i) => powerAt(written, frequency, i) / whole),
  };
});

/** Each neuron's phase at its frequency. */
function phases(waves: Waves, frequency: Int32Array, whole: Float64Array): Float64Array {
  return whole.map((most, i) => {
    const at = (frequency[i] - 1) * frequency.length + i;
    return powerAt(waves, frequency, i) > NEGLIGIBLE * most ? phaseOf(waves.cos[at], waves.sin[at]) : Number.NaN;
  });
}

/** Squares at the neuron's frequency; NaN where it has none. */
function powerAt({ cos, sin }: Waves, frequency: Int32Array, i: number): number {
  const at = (frequency[i] - 1) * frequency.length + i;
  return frequency[i] === 0 ? Number.NaN : cos[at] ** 2 + sin[at] ** 2;
}

/** Squares over all frequencies [neuron]. */
function powers({ cos, sin }: Waves, neurons: number): Float64Array {
  const out = new Float64Array(neurons);
  for (let i = 0; i < cos.length; i++) out[i % neurons] += cos[i] ** 2 + sin[i] ** 2;
  return out;
}

function added(x: Float64Array, y: Float64Array): Float64Array {
  return x.map((value, i) => value + y[i]);
}

/**
 * The components of W_L's rows over the answers, as waves [frequency, neuron]; NaN where there is no W_L. Of the last block
 * unless one is named.
 */
export function logitMapWaves(model: Model, form: CyclicForm, block = lastBlockOf(model)): Waves {
  if (hasLogitMap(model.architecture, block) !== true) {
    const none = new Float64Array(frequencyCount(form.n) * neuronCounts(model)[block]).fill(Number.NaN);
    return { cos: none, sin: none };
  }
  const { data, functions } = logitMapComponents(model, form, block);
  const count = data.length / functions / 2;
  const part = (first: number) => {
    const out = new Float64Array(count * functions);
    for (let i = 0; i < functions; i++) {
      for (let k = 0; k < count; k++) out[k * functions + i] = data[i * 2 * count + first + k];
    }
    return out;
  };
  return { cos: part(0), sin: part(count) };
}
