import type { GradientFilter } from "./rule/filter.ts";

/** As the published code keeps divisions from 0. */
const LEAST = 1e-30;

/**
 * ⊥Grad of Prieto et al. 2025, arXiv:2501.04697, section 5: the part of the gradient along the weights, which only scales
 * the logits, is taken away. Of each matrix and vector apart, and as long as it was before, as in their code; the paper's
 * formula is of all weights together, and keeps the shorter length.
 */
const orthogonal: GradientFilter = {
  name: "orthogonal",
  formula: "g⊥ = g − (w·g / w·w) w of each parameter, times ‖g‖ / ‖g⊥‖",
  filter: ({ gradient, weights, slots }) => {
    for (const { offset, rows, columns } of slots) {
      const end = offset + rows * columns;
      const [along, squares, before] = [
        dot(weights, gradient, offset, end),
        dot(weights, weights, offset, end),
        dot(gradient, gradient, offset, end),
      ];
      const share = along / (squares + LEAST);
      for (let i = offset; i < end; i++) gradient[i] -= share * weights[i];
      const scale = Math.sqrt(before) / (Math.sqrt(dot(gradient, gradient, offset, end)) + LEAST);
      for (let i = offset; i < end; i++) gradient[i] *= scale;
    }
    return undefined;
  },
};

export default orthogonal;

/** Σ a b over these places, float64. */
function dot(a: Float32Array, b: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += a[i] * b[i];
  return sum;
}
