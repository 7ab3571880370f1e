import { compiled, multiple, placed } from "./module.ts";

const VALUE = Float64Array.BYTES_PER_ELEMENT;
const COLUMNS_TOGETHER = 8;
const ROWS_TOGETHER = 2;

/** Bytes of A and C that are worked on at a time: the memory of the loops never shrinks. */
const MOST_BYTES = 2 ** 24;

/** C_ij = Σ_k A_ik B_kj in float64, of A [row, inner] and B [inner, column], row after row; of at least one k. */
export function product(a: ArrayLike<number>, b: Float64Array, inner: number, columns: number): Float64Array {
  const rows = a.length / inner;
  const width = multiple(columns, COLUMNS_TOGETHER);
  const most = Math.max(1, Math.floor(MOST_BYTES / VALUE / (inner + width)));
  const height = multiple(Math.min(rows, most), ROWS_TOGETHER);
  const { memory, product } = compiled();
  const at = placed({ a: height * inner * VALUE, b: inner * width * VALUE, c: height * width * VALUE });
  const floats = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  // Nothing reads what comes of the columns and the row that are there to fill up.
  const [A, B, C] = [floats(at.a, height * inner), floats(at.b, inner * width), floats(at.c, height * width)];
  for (let k = 0; k < inner; k++) B.set(b.subarray(k * columns, (k + 1) * columns), k * width);
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += height) {
    const count = Math.min(height, rows - row);
    for (let i = 0, from = row * inner; i < count * inner; i++) A[i] = a[from + i];
    product(at.a, at.b, at.c, multiple(count, ROWS_TOGETHER), inner, width);
    for (let i = 0; i < count; i++) out.set(C.subarray(i * width, i * width + columns), (row + i) * columns);
  }
  return out;
}
