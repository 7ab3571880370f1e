import { product as byLoops, type Matrix64 } from "../numerics/matmul.ts";
import { valuesOf } from "./evaluate.ts";
import { constant, matmul } from "./operations.ts";

/** Fewer multiplications than this are done before a graph is handed to an engine. */
const WORTH = 2 ** 18;

/** C_ij = Σ_k A_ik B_kj in float64, by the backend where it is worth it. */
export function product(a: ArrayLike<number>, b: Matrix64): Matrix64 {
  const rows = a.length / b.rows;
  if (rows * b.rows * b.columns < WORTH) return byLoops(a, b);
  const left = a instanceof Float64Array ? a : Float64Array.from(a);
  const x = matmul(constant(left, [rows, b.rows]), constant(b.data, [b.rows, b.columns]));
  return { data: valuesOf(x) as Float64Array, rows, columns: b.columns };
}
