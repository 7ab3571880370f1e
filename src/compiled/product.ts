import { compiled, floats, multiple, placed, VALUE } from "./module.ts";

const COLUMNS_TOGETHER = 8;
const ROWS_TOGETHER = 2;
/** Values of A and C, and rows of B, that are worked on at a time: the memory of the loops never shrinks. */
const MOST_VALUES = 2 ** 21;
const MOST_INNER = 2 ** 15;

/** C_ij = Σ_k A_ik B_kj in float64, of A [row, inner] and B [inner, column], row after row; of at least one k. */
export function product(left: ArrayLike<number>, b: Float64Array, inner: number, columns: number): Float64Array {
  const loops = compiled();
  const a = left instanceof Float64Array || left instanceof Float32Array ? left : Float64Array.from(left);
  const rows = a.length / inner;
  const width = multiple(columns, COLUMNS_TOGETHER);
  const depth = Math.min(inner, MOST_INNER);
  const most = Math.max(1, Math.floor(MOST_VALUES / (depth + width)));
  const height = multiple(Math.min(rows, most), ROWS_TOGETHER);
  const at = placed({
    a: height * depth * VALUE,
    b: depth * COLUMNS_TOGETHER * VALUE,
    c: height * width * VALUE,
  });
  // Nothing reads what comes of the columns and the row that are there to fill up.
  const A = floats(at.a, height * depth);
  const B = floats(at.b, depth * COLUMNS_TOGETHER);
  const C = floats(at.c, height * width);
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += height) {
    const count = Math.min(height, rows - row);
    C.fill(0);
    for (let k = 0; k < inner; k += depth) {
      const length = Math.min(depth, inner - k);
      for (let i = 0; i < count; i++) {
        const from = (row + i) * inner + k;
        A.set(a.subarray(from, from + length), i * length);
      }
      // Eight columns after eight: of C too they lie together.
      for (let column = 0; column < columns; column += COLUMNS_TOGETHER) {
        const some = Math.min(COLUMNS_TOGETHER, columns - column);
        for (let j = 0; j < length; j++) {
          const [to, from] = [j * COLUMNS_TOGETHER, (k + j) * columns + column];
          for (let c = 0; c < some; c++) B[to + c] = b[from + c];
        }
        const c = at.c + column * height * VALUE;
        loops.product(at.a, at.b, c, multiple(count, ROWS_TOGETHER), length, COLUMNS_TOGETHER);
      }
    }
    for (let column = 0; column < columns; column += COLUMNS_TOGETHER) {
      const some = Math.min(COLUMNS_TOGETHER, columns - column);
      for (let i = 0; i < count; i++) {
        const [to, from] = [(row + i) * columns + column, column * height + i * COLUMNS_TOGETHER];
        for (let c = 0; c < some; c++) out[to + c] = C[from + c];
      }
    }
  }
  return out;
}
