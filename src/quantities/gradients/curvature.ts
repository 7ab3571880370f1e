import type { LossFunction } from "../../networks/gradients.ts";
import { type LanczosSettings, type LargestEigenvalue, largestEigenvalue } from "../../numerics/lanczos.ts";
import { randomSigns } from "../../numerics/random-signs.ts";
import { mean, variance } from "../../numerics/statistics.ts";
import { dot } from "../../numerics/vectors.ts";

/** The residual is then at most a ten thousandth of the sharpness, and the sharpness off by about its square over the gap. */
export const SHARPNESS: LanczosSettings = { tolerance: 1e-4, most: 60 };

/** A mean of draws and how far it may be off. */
export interface Estimate {
  readonly value: number;
  /** Of the mean: s/√n; NaN of one draw. */
  readonly standardError: number;
}

/** Sharpness: the largest eigenvalue of H = ∂²L/∂w∂w, by Lanczos iteration on products H v from a random start. */
export function sharpness(L: LossFunction, seed: number, settings: LanczosSettings = SHARPNESS): LargestEigenvalue {
  return largestEigenvalue(L.hessianVector, randomSigns(seed)(L.weights.length), settings);
}

/** tr H by Hutchinson 1990: the mean of vᵀHv over vectors v of random signs, of which vᵢ² = 1 leaves the diagonal exact. */
export function hessianTrace(L: LossFunction, seed: number, draws: number): Estimate {
  const signs = randomSigns(seed);
  const samples = Array.from({ length: draws }, () => {
    const v = signs(L.weights.length);
    return dot(v, L.hessianVector(v));
  });
  return { value: mean(samples), standardError: Math.sqrt(variance(samples) / draws) };
}
