import { firstToken } from "../networks/architecture.ts";
import { forward } from "../networks/forward.ts";
import { inputEmbeddings, type Model, optionalWeight, weight } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { columnMeans, lessRow } from "../numerics/matrices.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import { product } from "../tensors/product.ts";
import type { GroupIrreps } from "./irreps.ts";
import { neuronLogitMap } from "./neuron-logit-map.ts";

/** Shares of a squared norm that lie in the entries of each irrep [irrep]. */
export interface IrrepShares {
  /** Of what reads a, and b: W_E in a transformer; in an MLP its embeddings through the first layer's weights. */
  readonly embeddingA: Float64Array;
  readonly embeddingB: Float64Array;
  /** Of W_L, the map from the last layer's neurons to the answers. */
  readonly unembedding: Float64Array;
  /** Of the last layer's neurons, centred over all pairs: functions of a, of b, of the product. */
  readonly neuronA: Float64Array;
  readonly neuronB: Float64Array;
  readonly neuronProduct: Float64Array;
}

/**
 * How much of weights and neurons is in the span of each irrep's matrix entries (`percent_*` in the code of Chughtai et
 * al. 2023), float64. Over pairs, entries of ρ(a) have norm √n times theirs over the group.
 */
export const irrepShares: (model: Model, irreps: GroupIrreps) => IrrepShares = memoOfTwo((model, irreps) => {
  const shares = (W: Matrix64, whole = sumOfSquares(W.data)) => sharesOf(irreps, W, whole);
  const [a, b] = inputMaps(model);
  const { data, shape } = neuronLogitMap(model);
  const [neurons, n] = shape;
  const byAnswer = new Float64Array(data.length);
  for (let j = 0; j < neurons; j++) for (let c = 0; c < n; c++) byAnswer[c * neurons + j] = data[j * n + c];
  const sums = neuronSumsOf(model, irreps);
  const embeddingA = shares(a);
  return {
    embeddingA,
    embeddingB: a === b ? embeddingA : shares(b),
    unembedding: shares({ data: byAnswer, rows: n, columns: neurons }),
    neuronA: shares(centred(sums.a), n * sums.variation),
    neuronB: shares(centred(sums.b), n * sums.variation),
    neuronProduct: shares(centred(sums.product), n * sums.variation),
  };
});

/** Sums of the last layer's neurons over the pairs of equal a, of equal b, of equal product [element, neuron], float64. */
export interface NeuronSums {
  readonly a: Matrix64;
  readonly b: Matrix64;
  readonly product: Matrix64;
  /** Σ (h − mean)² over all pairs and neurons. */
  readonly variation: number;
}

export const neuronSumsOf: (model: Model, irreps: GroupIrreps) => NeuronSums = memoOfTwo((model, { group }) => {
  const { data, shape } = forward(model).neurons;
  const { n, inverse, product } = group;
  const columns = shape[1];
  /** `pairOf(r, i)`: the i-th pair of the element r. */
  const sums = (pairOf: (r: number, i: number) => number): Matrix64 => {
    const out = new Float64Array(n * columns);
    for (let r = 0; r < n; r++) {
      const pairs = Int32Array.from({ length: n }, (_, i) => pairOf(r, i) * columns);
      addRows(out, r * columns, data, pairs, columns);
    }
    return { data: out, rows: n, columns };
  };
  const a = sums((r, i) => r * n + i);
  const mean = columnMeans(a).map((sum) => sum / n);
  return {
    a,
    b: sums((r, i) => i * n + r),
    product: sums((r, i) => i * n + product[inverse[i] * n + r]),
    variation: sumOfSquares(data) - n ** 2 * sumOfSquares(mean),
  };
});

/** Adds rows of `data` to the one of `out`, four at a time: it is read and written a quarter as often. */
function addRows(out: Float64Array, at: number, data: ArrayLike<number>, rows: Int32Array, width: number): void {
  let k = 0;
  for (; k + 4 <= rows.length; k += 4) {
    const [r0, r1, r2, r3] = [rows[k], rows[k + 1], rows[k + 2], rows[k + 3]];
    for (let i = 0; i < width; i++) out[at + i] += data[r0 + i] + data[r1 + i] + data[r2 + i] + data[r3 + i];
  }
  for (; k < rows.length; k++) for (let i = 0; i < width; i++) out[at + i] += data[rows[k] + i];
}

/** ‖projection of the columns of W [element, column] on each irrep's functions‖² / whole. */
function sharesOf({ irreps, basis }: GroupIrreps, W: Matrix64, whole: number): Float64Array {
  const coefficients = product(basis, W).data;
  let at = 0;
  return Float64Array.from(irreps, (irrep) => {
    // One coefficient for each of its functions and each column.
    const to = at + (irrep.basis.length / W.rows) * W.columns;
    const share = sumOfSquares(coefficients.subarray(at, to)) / whole;
    at = to;
    return share;
  });
}

/** What the network reads of a and of b [element, column]; the same object where it is the same. */
function inputMaps(model: Model): readonly [Matrix64, Matrix64] {
  const { architecture } = model;
  const { p } = architecture;
  const [a, b] = inputEmbeddings(model).map(({ data, shape }) => {
    const from = firstToken(architecture) * shape[1];
    return { data: Float64Array.from(data.subarray(from, from + p * shape[1])), rows: p, columns: shape[1] };
  });
  const shared = optionalWeight(model, "W_E") !== undefined;
  if (architecture.kind !== "mlp" || architecture.meeting === "neurons") return [a, shared ? a : b];
  const W_in = weight(model, "W_in");
  const columns = W_in.shape[1];
  const through = (E: Matrix64, firstRow: number) => {
    const part = W_in.data.subarray(firstRow * columns, (firstRow + E.columns) * columns);
    return product(E.data, { data: Float64Array.from(part), rows: E.columns, columns });
  };
  return [through(a, 0), through(b, architecture.meeting === "sum" ? 0 : a.columns)];
}

function centred(W: Matrix64): Matrix64 {
  return lessRow(W, columnMeans(W));
}

function sumOfSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
