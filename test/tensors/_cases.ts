import type { Dtype, Expression, Values } from "#tensors/expression.js";
import * as op from "#tensors/operations.js";

/** Numbers between −2 and 2 that repeat nothing, the same at every run. */
export function numbers(size: number, seed = 1): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 2 * Math.sin(seed * 12.9898 + i * 78.233));
}

/** An array of the dtype, of those numbers, or of `values`. */
export function array(shape: readonly number[], dtype: Dtype, seed = 1, values?: Float64Array): Expression {
  const data =
    values ??
    numbers(
      shape.reduce((product, n) => product * n, 1),
      seed,
    );
  return op.constant((dtype === "float32" ? Float32Array.from(data) : data) as Values, shape);
}

const index = (...rows: number[]) => op.constant(Int32Array.from(rows));
const above = (shape: readonly number[], dtype: Dtype) => op.add(op.square(array(shape, dtype)), 0.1);

/** Each operation in the forms that networks and measures use: of the dtype, from arrays made here. */
export const CASES: Readonly<Record<string, (dtype: Dtype) => Expression>> = {
  scalar: (t) => op.add(op.scalar(0.25, t), array([3], t)),
  negate: (t) => op.negate(array([4, 3], t)),
  exp: (t) => op.exp(op.multiply(array([4, 3], t), 4)),
  log: (t) => op.log(above([7], t)),
  log1p: (t) => op.log1p(op.multiply(above([7], t), op.exp(op.multiply(array([7], t, 3), 9)))),
  sqrt: (t) => op.sqrt(above([7], t)),
  reciprocal: (t) => op.reciprocal(above([7], t)),
  tanh: (t) => op.tanh(array([9], t)),
  erf: (t) => op.erf(array([9], t)),
  sigmoid: (t) => op.sigmoid(array([9], t)),
  relu: (t) => op.relu(array([5, 5], t)),
  step: (t) => op.step(array([5, 5], t)),
  "cast to float32": (t) => op.cast(array([5], t), "float32"),
  "cast to float64": (t) => op.cast(array([5], t), "float64"),
  add: (t) => op.add(array([4, 3], t), array([4, 3], t, 2)),
  "add a row": (t) => op.add(array([4, 3], t), array([3], t, 2)),
  "add a column": (t) => op.add(array([4, 1], t), array([1, 3], t, 2)),
  subtract: (t) => op.subtract(array([2, 4, 3], t), array([2, 1, 3], t, 2)),
  multiply: (t) => op.multiply(array([2, 1, 3], t), array([1, 4, 3], t, 2)),
  divide: (t) => op.divide(array([4, 3], t), above([4, 1], t)),
  maximum: (t) => op.maximum(array([4, 3], t), array([4, 3], t, 2)),
  matmul: (t) => op.matmul(array([4, 3], t), array([3, 5], t, 2)),
  "matmul, left transposed": (t) => op.matmul(array([3, 4], t), array([3, 5], t, 2), { left: true }),
  "matmul, right transposed": (t) => op.matmul(array([4, 3], t), array([5, 3], t, 2), { right: true }),
  "matmul, both transposed": (t) => op.matmul(array([3, 4], t), array([5, 3], t, 2), { left: true, right: true }),
  "matmul of batches": (t) => op.matmul(array([2, 4, 3], t), array([2, 3, 5], t, 2)),
  "matmul of batches, left transposed": (t) => op.matmul(array([2, 3, 4], t), array([2, 3, 5], t, 2), { left: true }),
  "matmul of batches, right transposed": (t) => op.matmul(array([2, 4, 3], t), array([2, 5, 3], t, 2), { right: true }),
  "matmul of a batch by one": (t) => op.matmul(array([2, 4, 3], t), array([3, 5], t, 2)),
  "matmul of a batch by one transposed": (t) => op.matmul(array([2, 4, 3], t), array([5, 3], t, 2), { right: true }),
  sum: (t) => op.sum(array([4, 3], t), [1]),
  "sum of the first axis": (t) => op.sum(array([4, 3, 2], t), [0]),
  "sum of two axes": (t) => op.sum(array([4, 3, 2], t), [0, 2]),
  mean: (t) => op.mean(array([4, 3], t), [-1]),
  max: (t) => op.max(array([4, 3], t)),
  argmax: (t) => op.argmax(array([4, 3], t)),
  reshape: (t) => op.reshape(array([4, 3], t), [2, 6]),
  transpose: (t) => op.transpose(array([4, 3, 2], t), [2, 0, 1]),
  broadcast: (t) => op.broadcast(array([4, 1], t), [2, 4, 3]),
  concat: (t) => op.concat([array([4, 1], t), array([4, 3], t, 2)], 1),
  slice: (t) => op.slice(array([4, 5], t), 1, 1, 3),
  pad: (t) => op.pad(array([4, 2], t), 1, 1, 3),
  gather: (t) => op.gather(array([4, 2], t), index(3, 0, 3, 1, 2)),
  scatter: (t) => op.scatter(array([5, 2], t), index(3, 0, 3, 1, 2), 6),
  pick: (t) => op.pick(array([4, 3], t), index(2, 0, 1, 1)),
  place: (t) => op.place(array([4, 3], t), index(2, 0, 1, 1), array([4, 1], t, 2)),
};
