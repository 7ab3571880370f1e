import type { Matrix64 } from "../numerics/matmul.ts";
import { valuesOf } from "../tensors/evaluate.ts";
import { constant, matmul } from "../tensors/operations.ts";

/**
 * x B [pair, column] for x [pair, row of B], float32; of `places` alone, Σ_{i ∈ places} x_si B_ij: what
 * these columns of x contribute.
 */
export function pairProduct(x: ArrayLike<number>, B: Matrix64, places?: ArrayLike<number>): Float32Array {
  const pairs = x.length / B.rows;
  const width = places?.length ?? B.rows;
  // A product over nothing has no shape.
  if (width === 0) return new Float32Array(pairs * B.columns);
  const rows = places ? someRows(B, places) : new Float32Array(B.data);
  const data = places ? someColumns(x, B.rows, places) : x instanceof Float32Array ? x : new Float32Array(x);
  return valuesOf(matmul(constant(data, [pairs, width]), constant(rows, [width, B.columns]))) as Float32Array;
}

function someRows({ data, columns }: Matrix64, places: ArrayLike<number>): Float32Array {
  const out = new Float32Array(places.length * columns);
  for (let i = 0; i < places.length; i++) {
    out.set(data.subarray(places[i] * columns, (places[i] + 1) * columns), i * columns);
  }
  return out;
}

/** The columns of x [pair, column], `width` of them, that `places` names. */
export function someColumns(x: ArrayLike<number>, width: number, places: ArrayLike<number>): Float32Array {
  const count = places.length;
  const out = new Float32Array((x.length / width) * count);
  for (let from = 0, at = 0; at < out.length; from += width) {
    for (let i = 0; i < count; i++) out[at++] = x[from + places[i]];
  }
  return out;
}
