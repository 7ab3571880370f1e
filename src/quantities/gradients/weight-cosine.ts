import { dot, norm } from "../../numerics/vectors.ts";

/**
 * cos(−g, w) of a gradient g = ∂L/∂w and the weights w: 1 where a step of gradient descent does nothing but scale the weights
 * up, which is the direction of naive loss minimisation (Prieto et al. 2025, arXiv:2501.04697); NaN where either is 0.
 */
export function weightCosine(gradient: ArrayLike<number>, weights: ArrayLike<number>): number {
  return -dot(gradient, weights) / (norm(gradient) * norm(weights));
}
