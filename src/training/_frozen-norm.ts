/** ‖w‖₂ of all weights together, float64. */
export function norm(weights: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < weights.length; i++) squares += weights[i] ** 2;
  return Math.sqrt(squares);
}

/** Scales all weights by one factor, to this norm: what an update does to their length is undone (Liu et al. 2023, arXiv:2210.01117). */
export function rescale(weights: Float32Array, to: number): void {
  const factor = to / norm(weights);
  for (let i = 0; i < weights.length; i++) weights[i] *= factor;
}
