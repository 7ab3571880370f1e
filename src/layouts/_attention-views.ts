import type { ArrayRef } from "../formats/_values.ts";
import { sliced, split, transposed } from "../formats/_views.ts";
import type { WeightView } from "./_layout.ts";
import { flipped } from "./_views.ts";

/** One projection of attention as a file keeps it: whole, or one matrix a head. */
export interface Projection {
  readonly names: readonly string[];
  readonly arrays: readonly ArrayRef[];
  readonly biases: readonly (ArrayRef | undefined)[];
  /** Where each head keeps its query, key and value together: which of the three. */
  readonly third?: number;
}

/** One third of each head along an axis: [head · 3 · d_head] as [head, d_head] of this third. */
function thirdOf(array: ArrayRef, axis: number, heads: number, third: number): ArrayRef {
  const apart = split(array, axis, [heads, 3, array.shape[axis] / heads / 3]);
  const one = sliced(apart, axis + 1, third, third + 1);
  return { ...one, shape: one.shape.toSpliced(axis + 1, 1), strides: one.strides.toSpliced(axis + 1, 1) };
}

/** How many heads the file keeps apart; undefined where they are fused into one matrix. */
export function separateHeads({ arrays }: Projection, d_model: number): number | undefined {
  if (arrays.length > 1) return arrays.length;
  const { shape } = arrays[0];
  if (shape.length < 3) return undefined;
  return shape[0] === d_model && shape[1] !== d_model ? shape[1] : shape[0];
}

/** head · d_head. */
export function widthOf({ arrays, third }: Projection, d_model: number): number {
  const values = arrays.reduce((total, { shape }) => total + shape.reduce((product, n) => product * n, 1), 0);
  return values / d_model / (third === undefined ? 1 : 3);
}

/** W_Q, W_K or W_V as [head, d_model, d_head]. */
export function inputProjection(projection: Projection, d_model: number, heads: number, outIn: boolean): WeightView {
  const size = widthOf(projection, d_model) / heads;
  const [first] = projection.arrays;
  if (projection.third !== undefined)
    return transposed(
      thirdOf(oriented(first, d_model, 3 * heads * size, outIn), 1, heads, projection.third),
      [1, 0, 2],
    );
  if (projection.arrays.length > 1) return projection.arrays.map((array) => oriented(array, d_model, size, outIn));
  if (first.shape.length === 3) {
    if (first.shape[0] !== heads) return transposed(first, [1, 0, 2]);
    return first.shape[1] === d_model && first.shape[2] === size ? first : transposed(first, [0, 2, 1]);
  }
  return transposed(split(oriented(first, d_model, heads * size, outIn), 1, [heads, size]), [1, 0, 2]);
}

/** W_O as [head, d_head, d_model]. */
export function outputProjection(projection: Projection, d_model: number, heads: number, outIn: boolean): WeightView {
  const size = widthOf(projection, d_model) / heads;
  const [first] = projection.arrays;
  if (projection.arrays.length > 1) return projection.arrays.map((array) => oriented(array, size, d_model, outIn));
  if (first.shape.length === 3) {
    if (first.shape[0] !== heads) return transposed(first, [1, 2, 0]);
    return first.shape[2] === d_model && first.shape[1] === size ? first : transposed(first, [0, 2, 1]);
  }
  return split(oriented(first, heads * size, d_model, outIn), 0, [heads, size]);
}

/** b_Q, b_K or b_V as [head, d_head]; undefined where there is none. */
export function projectionBias({ biases, third }: Projection, heads: number): WeightView | undefined {
  const found = biases.filter((bias) => bias !== undefined);
  if (found.length === 0 || found.length < biases.length) return undefined;
  if (found.length > 1) return found;
  const [bias] = found;
  if (third !== undefined) return thirdOf(bias, 0, heads, third);
  return bias.shape.length === 2 ? bias : split(bias, 0, [heads, bias.shape[0] / heads]);
}

/** A matrix as [in, out]: by its shape; a square one as stored, or transposed where `outIn`. */
export function oriented(matrix: ArrayRef, inputs: number, outputs: number, outIn: boolean): ArrayRef {
  const [rows, columns] = matrix.shape;
  if (rows === columns) return outIn ? flipped(matrix) : matrix;
  return rows === inputs && columns === outputs ? matrix : flipped(matrix);
}
