import type { Landscape } from "#quantities/learning-coefficient/sgld.js";

/** L = ½ Σ h_i w_i² at its minimum. */
export function quadratic(curvatures: readonly number[]): Landscape {
  return {
    start: new Float64Array(curvatures.length),
    loss: 0,
    gradient: (w, into) => {
      let loss = 0;
      for (const [i, h] of curvatures.entries()) {
        into[i] = h * w[i];
        loss += (h * w[i] ** 2) / 2;
      }
      return loss;
    },
  };
}

/** L = Σ w_i⁴ / 4 beside a quadratic in the first coordinates: λ = ½ of those, and ¼ of the others. */
export function partlyQuartic(quadratics: number, quartics: number): Landscape {
  return {
    start: new Float64Array(quadratics + quartics),
    loss: 0,
    gradient: (w, into) => {
      let loss = 0;
      for (let i = 0; i < w.length; i++) {
        const x = w[i];
        into[i] = i < quadratics ? x : x ** 3;
        loss += i < quadratics ? x ** 2 / 2 : x ** 4 / 4;
      }
      return loss;
    },
  };
}

/** M inputs, H hidden units, N outputs, a truth of rank r. */
export type Shape = readonly [M: number, H: number, N: number, r: number];

/**
 * Reduced-rank regression y = B A x, x of unit covariance: L = ½‖BA − T‖², T the identity on the first r inputs; at the point
 * of that set where the other hidden units are 0, which is its most singular.
 */
export function reducedRank([M, H, N, r]: Shape): Landscape {
  const start = new Float64Array(H * M + N * H);
  const [A, B] = [(k: number, j: number) => k * M + j, (i: number, k: number) => H * M + i * H + k];
  for (let i = 0; i < r; i++) start[A(i, i)] = start[B(i, i)] = 1;
  const E = new Float64Array(N * M);
  return {
    start,
    loss: 0,
    gradient: (w, into) => {
      let loss = 0;
      into.fill(0);
      for (let i = 0; i < N; i++) {
        for (let j = 0; j < M; j++) {
          let e = i === j && i < r ? -1 : 0;
          for (let k = 0; k < H; k++) e += w[B(i, k)] * w[A(k, j)];
          E[i * M + j] = e;
          loss += e ** 2 / 2;
          for (let k = 0; k < H; k++) {
            into[A(k, j)] += w[B(i, k)] * e;
            into[B(i, k)] += w[A(k, j)] * e;
          }
        }
      }
      return loss;
    },
  };
}

/** The learning coefficient of reduced-rank regression: Aoyagi and Watanabe 2005, Neural Networks 18(7), theorem 1. */
export function reducedRankCoefficient([M, H, N, r]: Shape): number {
  if (M + H < N + r) return (H * M - H * r + N * r) / 2;
  if (N + H < M + r) return (H * N - H * r + M * r) / 2;
  if (M + N < H + r) return (M * N) / 2;
  const s = H + r;
  const even = -(s ** 2) - M ** 2 - N ** 2 + 2 * s * M + 2 * s * N + 2 * M * N;
  return (even + ((M + H + N + r) % 2)) / 8;
}
