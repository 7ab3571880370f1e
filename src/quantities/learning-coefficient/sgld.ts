import { torchGenerator } from "../../numerics/torch-random.ts";

/** A loss that can be sampled: of a network, or of a problem whose answer is known. */
export interface Landscape {
  /** w*, the point whose neighbourhood is asked about. */
  readonly start: Float64Array;
  /** Noise is drawn for so many coordinates at once, as for each weight of a network; all of `start` unless given. */
  readonly parts?: readonly number[];
  /** L(w*), over all samples. */
  readonly loss: number;
  /** L(w) in nats a sample, of all samples or of a mini-batch, and its gradient, which is written to `into`. */
  readonly gradient: (w: Float64Array, into: Float64Array) => number;
}

/** How a chain walks. */
export interface SgldSettings {
  /** ε: the variance of a step's noise, and twice the rate of its drift. */
  readonly stepSize: number;
  /** γ of the pull (γ/2)‖w − w*‖² back to w*. */
  readonly localisation: number;
  /** nβ, the number of samples times the inverse temperature. */
  readonly nBeta: number;
  /** Gradients taken, one a step. */
  readonly steps: number;
}

/**
 * L(w_t), t = 0 … steps − 1, w_0 = w*, of stochastic gradient Langevin dynamics (Welling and Teh 2011), localised as in Lau et
 * al. 2023, arXiv:2308.12108: Δw = −(ε/2)(nβ ∇L(w) + γ(w − w*)) + N(0, ε). It ends with the first L that is not finite. The
 * noise is what `torch.manual_seed(seed)` and `torch.normal` part by part draw; without a seed there is none: a descent.
 */
export function sgldTrace(
  { start, parts = [start.length], gradient }: Landscape,
  { stepSize, localisation, nBeta, steps }: SgldSettings,
  seed?: number,
): Float64Array {
  const w = Float64Array.from(start);
  const slope = new Float64Array(w.length);
  const trace = new Float64Array(steps);
  const generator = seed === undefined ? undefined : torchGenerator(seed);
  const [half, deviation] = [stepSize / 2, Math.sqrt(stepSize)];
  for (let t = 0; t < steps; t++) {
    trace[t] = gradient(w, slope);
    if (!Number.isFinite(trace[t])) return trace.subarray(0, t + 1);
    for (let i = 0; i < w.length; i++) w[i] -= half * (nBeta * slope[i] + localisation * (w[i] - start[i]));
    for (let from = 0, p = 0; generator && p < parts.length; from += parts[p++]) {
      const noise = generator.randn(parts[p]);
      for (let i = 0; i < noise.length; i++) w[from + i] += deviation * noise[i];
    }
  }
  return trace;
}
