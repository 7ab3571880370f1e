/** A dense row-major array whose axes have names, e.g. `Tensor<readonly ["token", "d_model"]>`. */
export interface Tensor<Axes extends readonly string[] = readonly string[]> {
  readonly axes: Axes;
  readonly shape: { readonly [K in keyof Axes]: number };
  readonly data: Float32Array | Float64Array;
}

/** The number of values in an array of this shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Names the axes of `data`; throws a RangeError if the sizes do not multiply to its length. */
export function tensor<const Axes extends readonly string[]>(
  axes: Axes,
  shape: { readonly [K in keyof Axes]: number },
  data: Float32Array | Float64Array,
): Tensor<Axes> {
  const size = sizeOf(shape as readonly number[]);
  if (size !== data.length || axes.length !== (shape as readonly number[]).length) {
    throw new RangeError(
      `tensor [${axes.join(", ")}] of shape [${shape.join(", ")}] needs ${size} values, got ${data.length}`,
    );
  }
  return { axes, shape, data };
}
