import type { Group } from "../../numerics/groups.ts";
import type { Matrix64 } from "../../numerics/matmul.ts";
import type { Tensor } from "../../numerics/tensor.ts";

/** Variance below this share of the mean square is float32 rounding. */
const CONSTANT = 1e-12;

export const INPUTS = ["a", "b", "product"] as const;
/** Of what a function on the group is: the first element, the second, their product. */
export type Input = (typeof INPUTS)[number];

/** A layer's neurons as functions on the group: their means over the pairs of equal a, b or a∘b [element, neuron], centred. */
export interface GroupFunctions {
  readonly functions: Readonly<Record<Input, Matrix64>>;
  /** The share of each neuron's variance over all pairs that each is [neuron]; NaN of a neuron that is constant. */
  readonly shares: Readonly<Record<Input, Float64Array>>;
}

/** Of values [pair, neuron] of all n² pairs, pair (a, b) at a·n + b; float64. An MLP's first layer is the sum of the first two. */
export function groupFunctions({ data, shape }: Tensor, { n, product }: Group): GroupFunctions {
  const width = shape[1];
  const squares = new Float64Array(width);
  const sums = { a: new Float64Array(n * width), b: new Float64Array(n * width), product: new Float64Array(n * width) };
  for (let s = 0; s < n * n; s++) {
    const [a, b, c] = [Math.floor(s / n) * width, (s % n) * width, product[s] * width];
    for (let j = 0, from = s * width; j < width; j++) {
      const value = data[from + j];
      squares[j] += value * value;
      sums.a[a + j] += value;
      sums.b[b + j] += value;
      sums.product[c + j] += value;
    }
  }
  const means = new Float64Array(width);
  for (let i = 0; i < sums.a.length; i++) means[i % width] += sums.a[i] / (n * n);
  const variance = squares.map((square, j) => {
    const spread = square - means[j] ** 2 * n * n;
    return spread > CONSTANT * square ? spread : 0;
  });
  const functionOf = (sum: Float64Array): Matrix64 => ({
    data: sum.map((value, i) => value / n - means[i % width]),
    rows: n,
    columns: width,
  });
  const shareOf = (f: Matrix64) =>
    columnSquares(f).map((square, j) => (variance[j] > 0 ? Math.min(1, (n * square) / variance[j]) : Number.NaN));
  const functions = { a: functionOf(sums.a), b: functionOf(sums.b), product: functionOf(sums.product) };
  return {
    functions,
    shares: { a: shareOf(functions.a), b: shareOf(functions.b), product: shareOf(functions.product) },
  };
}

/** Σ over the rows of the squares of each column. */
export function columnSquares({ data, columns }: Matrix64): Float64Array {
  const squares = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) squares[i % columns] += data[i] ** 2;
  return squares;
}

/** Some of the columns, in that order. */
export function chosenColumns({ data, rows, columns }: Matrix64, chosen: readonly number[]): Matrix64 {
  const out = new Float64Array(rows * chosen.length);
  for (let i = 0; i < rows; i++)
    for (const [j, from] of chosen.entries()) out[i * chosen.length + j] = data[i * columns + from];
  return { data: out, rows, columns: chosen.length };
}

/** The same functions of elements that are renamed: row i is row `order[i]`. */
export function renamed({ data, rows, columns }: Matrix64, order: Int32Array): Matrix64 {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) out.set(data.subarray(order[i] * columns, (order[i] + 1) * columns), i * columns);
  return { data: out, rows, columns };
}
