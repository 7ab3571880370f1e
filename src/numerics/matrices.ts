import type { Matrix64 } from "./matmul.ts";
import type { Tensor } from "./tensor.ts";

/** The values as a matrix of as many columns as the last axis has, float64. */
export function matrixOf({ data, shape }: Tensor): Matrix64 {
  const columns = shape[shape.length - 1];
  return { data: Float64Array.from(data), rows: data.length / columns, columns };
}

/** Aᵀ. */
export function transposed({ data, rows, columns }: Matrix64): Matrix64 {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j];
  return { data: out, rows: columns, columns: rows };
}

/** x + y, value by value; y is taken again from its start where it is shorter, as a bias of every row is. */
export function plus(x: Float64Array, y: ArrayLike<number> | undefined): Float64Array {
  return y ? x.map((value, i) => value + y[i % y.length]) : x;
}

/** The mean of each column. */
export function columnMeans({ data, rows, columns }: Matrix64): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  return means;
}

/** A less the same row from every row, as its columns' means. */
export function lessRow({ data, rows, columns }: Matrix64, row: ArrayLike<number>): Matrix64 {
  return { data: data.map((value, i) => value - row[i % columns]), rows, columns };
}
