import type { Tensor } from "../numerics/tensor.ts";

/** A weight as one matrix. */
export interface WeightMatrix {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A weight as one matrix: W_Q, W_K, W_V [head, d_model, d_head] as [d_model, head·d_head], W_O [head, d_head, d_model] as
 * [head·d_head, d_model], a matrix as it is. Undefined for biases and other vectors, which have no rank.
 */
export function weightMatrix({ axes, shape, data }: Tensor): WeightMatrix | undefined {
  if (shape.length === 2) {
    // A bias of every head, [head, d_head], is a vector in two parts.
    return axes[0] === "head" ? undefined : { data, rows: shape[0], columns: shape[1] };
  }
  if (shape.length !== 3) return undefined;
  const [heads, rows, columns] = shape;
  if (axes[2] === "d_model") return { data, rows: heads * rows, columns };
  const side = new Float64Array(data.length);
  for (let h = 0; h < heads; h++) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++)
        side[r * heads * columns + h * columns + c] = data[(h * rows + r) * columns + c];
    }
  }
  return { data: side, rows, columns: heads * columns };
}
