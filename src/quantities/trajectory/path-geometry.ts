/** How a path of n points goes, from their inner products alone. */
export interface PathGeometry {
  /** ‖w_i − w_{i−1}‖ of each point; NaN of the first. */
  readonly steps: Float64Array;
  /** ‖w_i − w_0‖. */
  readonly fromStart: Float64Array;
  /** The steps up to each point, added up. */
  readonly lengths: Float64Array;
  /** cos of the angle between the steps into and out of each point: 1 straight on, −1 back; NaN at both ends, and beside a step of 0. */
  readonly turns: Float64Array;
}

/** Steps, distances and turns of a path from the inner products [n, n] of its points. */
export function pathGeometry(gram: Float64Array, n: number): PathGeometry {
  const g = (i: number, j: number) => gram[i * n + j];
  const distance = (i: number, j: number) => Math.sqrt(Math.max(0, g(i, i) + g(j, j) - 2 * g(i, j)));
  const steps = Float64Array.from({ length: n }, (_, i) => (i === 0 ? Number.NaN : distance(i, i - 1)));
  const lengths = new Float64Array(n);
  for (let i = 1; i < n; i++) lengths[i] = lengths[i - 1] + steps[i];
  return {
    steps,
    lengths,
    fromStart: Float64Array.from({ length: n }, (_, i) => distance(i, 0)),
    turns: Float64Array.from({ length: n }, (_, i) => {
      if (i === 0 || i === n - 1 || steps[i] === 0 || steps[i + 1] === 0) return Number.NaN;
      const along = g(i, i + 1) - g(i, i) - g(i - 1, i + 1) + g(i - 1, i);
      return Math.min(1, Math.max(-1, along / (steps[i] * steps[i + 1])));
    }),
  };
}

/** End-to-end distance over the length of the path: 1 where it is straight; NaN where it does not move. */
export function straightness({ fromStart, lengths }: PathGeometry): number {
  return fromStart[fromStart.length - 1] / lengths[lengths.length - 1];
}

/**
 * The inner products [n, n] of a walk with the same steps, each at a right angle to all others, as random directions in many
 * dimensions are: ⟨x_i, x_j⟩ = Σ_{k ≤ min(i, j)} s_k². Such a walk has structure of its own: with equal steps its components
 * are cosines with shares near 6/(π²k²), 61 %, 15 %, 7 % (Antognini and Sohl-Dickstein 2018, arXiv:1806.08805).
 */
export function randomWalkGram({ steps }: PathGeometry): Float64Array {
  const n = steps.length;
  const along = new Float64Array(n);
  for (let i = 1; i < n; i++) along[i] = along[i - 1] + steps[i] ** 2;
  return Float64Array.from({ length: n * n }, (_, at) => along[Math.min(Math.floor(at / n), at % n)]);
}
