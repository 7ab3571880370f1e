import type { Model } from "../../networks/model.ts";
import { power } from "../../numerics/power.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { logitMapWaves } from "../neuron-phases.ts";
import { overlaps } from "../neuron-waves/overlaps.ts";
import { preactivationWaves } from "../neuron-waves/preactivation-waves.ts";
import { neuronNorms, quadraticMlp } from "./quadratic-mlp.ts";

/** How near each neuron is to one of the network of the largest margin [neuron]; NaN of a neuron without weights. */
export interface NeuronStructure {
  /** ‖θ_i‖. */
  readonly norm: Float64Array;
  /** k that has the largest share of ‖θ_i‖². */
  readonly frequency: Int32Array;
  /** That share, of all of ‖θ_i‖², the constants included. */
  readonly share: Float64Array;
  /** |φ_u ± φ_v − φ_w| at that frequency, radians. */
  readonly misalignment: Float64Array;
  /** 3√3 ‖u_i‖‖v_i‖‖w_i‖ / ‖θ_i‖³: 1 where the three have one norm. */
  readonly balance: Float64Array;
  /**
   * 3√3 Σ_k Re(û_k v̂_k ŵ_k*) / ‖θ_i‖³ ≤ 1: the neuron's mean margin over γ* ‖θ_i‖³. 1 where one frequency has all, phases are aligned and
   * norms are balanced, and only there (Morwani et al. 2024).
   */
  readonly efficiency: Float64Array;
}

/** 3√3: the inverse of the largest product of three norms whose squares add up to 1. */
const BALANCED = 3 * Math.sqrt(3);

/** Each neuron held against the neurons of the optimum, float64. */
export function neuronStructure(model: Model, form: CyclicForm): NeuronStructure {
  const mlp = quadraticMlp(model);
  const { p, neurons, u, v, w } = mlp;
  const norm = neuronNorms(mlp);
  const given = preactivationWaves(model, form);
  const out = logitMapWaves(model, form);
  const { cosine, overlap } = overlaps(model, form);
  const frequencies = cosine.length / neurons;
  const found = {
    norm,
    frequency: new Int32Array(neurons),
    share: new Float64Array(neurons),
    misalignment: new Float64Array(neurons),
    balance: new Float64Array(neurons),
    efficiency: new Float64Array(neurons),
  };
  for (let i = 0; i < neurons; i++) {
    let [best, most, sum] = [0, -1, 0];
    for (let k = 0; k < frequencies; k++) {
      const at = k * neurons + i;
      const power = [given.a, given.b, out].reduce((all, wave) => all + wave.cos[at] ** 2 + wave.sin[at] ** 2, 0);
      if (power > most) [best, most] = [k, power];
      sum += overlap[at];
    }
    let [uu, vv, ww] = [0, 0, 0];
    for (let x = 0; x < p; x++) {
      uu += u[x * neurons + i] ** 2;
      vv += v[x * neurons + i] ** 2;
      ww += w[i * p + x] ** 2;
    }
    found.frequency[i] = best + 1;
    found.share[i] = most / norm[i] ** 2;
    // Rounding leaves a cosine a trace outside.
    found.misalignment[i] = Math.acos(Math.max(-1, Math.min(1, cosine[best * neurons + i])));
    found.balance[i] = (BALANCED * Math.sqrt(uu * vv * ww)) / power(norm[i], 3);
    found.efficiency[i] = (BALANCED * sum) / power(norm[i], 3);
  }
  return found;
}

/** The mean of the neurons' values, each counted by ‖θ_i‖³, its part of ‖θ‖_{2,3}³; neurons without weights count nothing. */
export function weightedMean(values: Float64Array, norm: Float64Array): number {
  let [sum, whole] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (norm[i] === 0) continue;
    sum += power(norm[i], 3) * values[i];
    whole += power(norm[i], 3);
  }
  return sum / whole;
}

/**
 * exp(−Σ_k s_k ln s_k), s_k the part of ‖θ‖_{2,3}³ in neurons of frequency k: how many frequencies are used, (p − 1)/2 where all
 * are alike, as the optimum has them.
 */
export function effectiveFrequencies({ norm, frequency }: Pick<NeuronStructure, "norm" | "frequency">): number {
  const parts = new Map<number, number>();
  for (const [i, k] of frequency.entries()) parts.set(k, (parts.get(k) ?? 0) + power(norm[i], 3));
  const whole = [...parts.values()].reduce((sum, part) => sum + part, 0);
  const entropy = [...parts.values()].reduce(
    (sum, part) => (part > 0 ? sum - (part / whole) * Math.log(part / whole) : sum),
    0,
  );
  return whole > 0 ? Math.exp(entropy) : Number.NaN;
}
