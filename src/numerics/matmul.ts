import { product as compiled } from "../compiled/product.ts";

/** A row-major matrix. */
export interface Matrix64 {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** C_ij = Σ_k A_ik B_kj in float64. */
export function product(a: ArrayLike<number>, { data, rows: inner, columns }: Matrix64): Matrix64 {
  return { data: compiled(a, data, inner, columns), rows: a.length / inner, columns };
}
