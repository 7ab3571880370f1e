import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { firstToken } from "../networks/architecture.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import { argmax } from "../numerics/statistics.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { embeddings } from "./embeddings.ts";
import { components } from "./spectrum.ts";

/** One principal component of an embedding: a direction of d_model that the inputs, less their mean, spread along. */
export interface PrincipalComponent {
  /** How far each input stands along it [input], over the norm of all; inputs in the group's order. */
  readonly scores: Float64Array;
  /** Σ over the inputs of the squared distance along it; over all components, ‖W_E − mean‖². */
  readonly power: number;
  /** The frequency that holds most of it over the inputs. */
  readonly frequency: number;
  /** The share that this frequency holds: 1 where the inputs lie on a wave of it. */
  readonly share: number;
}
/** The components of one embedding, largest first: as many as there are inputs. */
export interface EmbeddingComponents {
  readonly name: string;
  readonly components: readonly PrincipalComponent[];
}

/**
 * Principal components of each embedding over the inputs, each column less its mean, float64: eigenvectors of X Xᵀ, which
 * is smaller than X where d_model is large.
 */
export const principalComponents: (model: Model, form: CyclicForm) => readonly EmbeddingComponents[] = memoOfTwo(
  (model, form) =>
    embeddings(model).map(({ name, W }) => {
      const { n } = form;
      const square = gram(W.data, W.shape[1], firstToken(model.architecture), form);
      // Of weights that training sent to infinity there are none, and the iteration would not end.
      if (!square.every(Number.isFinite)) return { name, components: [] };
      const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rowsOf(square, n)), {
        assumeSymmetric: true,
      });
      const vectors = Float64Array.from(eigenvectorMatrix.to1DArray());
      // In the group's order already: component i is column i.
      const places = Int32Array.from({ length: n }, (_, x) => x);
      const waves = components(vectors, n, (i) => i, n, { n, order: places }).data;
      const count = waves.length / n / 2;
      const all = realEigenvalues.map((power, i): PrincipalComponent => {
        const at = i * 2 * count;
        const powers = Float64Array.from({ length: count }, (_, k) => waves[at + k] ** 2 + waves[at + count + k] ** 2);
        const best = argmax(powers);
        const scores = Float64Array.from({ length: n }, (_, x) => vectors[x * n + i]);
        return { scores, power: Math.max(0, power), frequency: best + 1, share: powers[best] };
      });
      return { name, components: all.sort((x, y) => y.power - x.power) };
    }),
);

/** X Xᵀ [input, input] of the embedding's rows less their mean, in the group's order. */
function gram(W: ArrayLike<number>, width: number, first: number, { n, order }: CyclicForm): Float64Array {
  const X = new Float64Array(n * width);
  for (let m = 0; m < width; m++) {
    let mean = 0;
    for (const x of order) mean += W[(first + x) * width + m] / n;
    for (let i = 0; i < n; i++) X[i * width + m] = W[(first + order[i]) * width + m] - mean;
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let m = 0; m < width; m++) dot += X[i * width + m] * X[j * width + m];
      out[i * n + j] = dot;
      out[j * n + i] = dot;
    }
  }
  return out;
}

function rowsOf(square: Float64Array, n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(square.subarray(i * n, (i + 1) * n)));
}
