import { compiled, multiple, placed } from "./module.ts";

const VALUE = Float64Array.BYTES_PER_ELEMENT;
const COLUMNS_TOGETHER = 2;

/**
 * The entries of the bidiagonal matrix that a matrix [row, column] of at least as many rows as columns becomes by rotations
 * and reflections of its rows and of its columns, float64: the diagonal's and the one beside it by turns, the last 0.
 */
export function bidiagonal(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const { memory, bidiagonal } = compiled();
  const stride = multiple(columns, COLUMNS_TOGETHER);
  const at = placed({
    A: rows * stride * VALUE,
    entries: 2 * columns * VALUE,
    v: rows * VALUE,
    w: stride * VALUE,
  });
  const floats = (address: number, length: number) => new Float64Array(memory.buffer, address, length);
  const A = floats(at.A, rows * stride).fill(0);
  for (let i = 0, from = 0; i < rows; i++) for (let j = 0, to = i * stride; j < columns; j++) A[to++] = values[from++];
  // Twice as many rows as columns, and it is cheaper.
  bidiagonal(at.A, rows, columns, stride, rows >= 2 * columns, at.entries, at.v, at.w);
  return floats(at.entries, 2 * columns).slice();
}
