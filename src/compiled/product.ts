import { compiled, multiple, placed } from "./module.ts";

const VALUE = Float64Array.BYTES_PER_ELEMENT;
const COLUMNS_TOGETHER = 8;
const ROWS_TOGETHER = 2;

/** C_ij = Σ_k A_ik B_kj in float64, of A [row, inner] and B [inner, column], row after row. */
export function product(a: ArrayLike<number>, b: Float64Array, inner: number, columns: number): Float64Array {
  const rows = a.length / inner;
  const [height, width] = [multiple(rows, ROWS_TOGETHER), multiple(columns, COLUMNS_TOGETHER)];
  const { memory, product } = compiled();
  const at = placed({ a: height * inner * VALUE, b: inner * width * VALUE, c: height * width * VALUE });
  const floats = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  // Nothing reads what comes of the columns and the row that are there to fill up.
  floats(at.a, rows * inner).set(a);
  const B = floats(at.b, inner * width);
  for (let k = 0; k < inner; k++) B.set(b.subarray(k * columns, (k + 1) * columns), k * width);
  product(at.a, at.b, at.c, height, inner, width);
  const C = floats(at.c, rows * width);
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) out.set(C.subarray(i * width, i * width + columns), i * columns);
  return out;
}
