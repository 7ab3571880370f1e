import { product } from "../../numerics/matmul.ts";
import { type Expression, emptyValues, sizeOf, type Values } from "../expression.ts";

/** Products of matrices, summed in float64. */
export function matmul({ dtype, shape, inputs, attributes }: Expression, [x, y]: readonly Values[]): Values {
  const { left, right } = attributes as { left: boolean; right: boolean };
  const [rows, columns] = shape.slice(-2);
  const inner = inputs[0].shape[inputs[0].shape.length - (left ? 2 : 1)];
  const batch = sizeOf(shape.slice(0, -2));
  const shared = inputs[1].shape.length === 2;
  const out = emptyValues(dtype, sizeOf(shape));
  for (let i = 0; i < batch; i++) {
    const one = x.subarray(i * rows * inner, (i + 1) * rows * inner);
    const other = shared ? y : y.subarray(i * inner * columns, (i + 1) * inner * columns);
    const data = right ? transposed(other, columns, inner) : Float64Array.from(other);
    const left64 = left ? transposed(one, inner, rows) : one;
    out.set(product(left64, { data, rows: inner, columns }).data, i * rows * columns);
  }
  return out;
}

function transposed(x: Values, rows: number, columns: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = x[i * columns + j];
  return out;
}
