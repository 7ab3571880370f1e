import type { Tensor2D } from "@tensorflow/tfjs-core";
import { tensorflow } from "../engine/backend.ts";

/** Uploads a matrix of rows of `width` values. */
export function matrix(data: Float32Array, width: number): Tensor2D {
  return tensorflow().tensor2d(data, [data.length / width, width]);
}

/** The values of a matrix on the tensor backend. */
export function values(x: Tensor2D): Float32Array {
  return x.dataSync() as Float32Array;
}

/** Transposed. */
export function turned(x: Tensor2D): Tensor2D {
  return tensorflow().transpose(x);
}

/** Adds value by value, in place. */
export function add(into: Float32Array, more: Float32Array): void {
  for (let i = 0; i < into.length; i++) into[i] += more[i];
}

/** The row of each pair. */
export function gathered(table: Float32Array, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) out.set(table.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  return out;
}

/** Adds each pair's values to its row. */
export function scattered(table: Float32Array, more: Float32Array, rows: Int32Array, width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const at = rows[i] * width;
    for (let j = 0; j < width; j++) table[at + j] += more[i * width + j];
  }
}
