import { type ArrayRef, BYTES, type Value } from "./_values.ts";

/** More axes than NumPy and torch allow. */
const MAX_AXES = 64;

/*
 * Views of views: each returns another window on the same storage and reads nothing. What the axes do not allow is
 * the caller's mistake, hence a RangeError.
 */

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** A file's list of sizes or strides as a list of our own; undefined where it is none. */
export function sizesOf(list: unknown): readonly number[] | undefined {
  if (!Array.isArray(list) || list.length > MAX_AXES) return undefined;
  return list.every((n: Value) => Number.isSafeInteger(n) && (n as number) >= 0) ? [...list] : undefined;
}

/** The same for a shape, whose elements must be countable. */
export function shapeOf(list: unknown): readonly number[] | undefined {
  const sizes = sizesOf(list);
  return sizes && Number.isSafeInteger(sizeOfShape(sizes)) ? sizes : undefined;
}

/** Strides, in elements, of a contiguous array: the last axis varies fastest, or the first (Fortran's order). */
export function stridesOf(shape: readonly number[], fortranOrder = false): readonly number[] {
  return shape.map((_, axis) => sizeOfShape(fortranOrder ? shape.slice(0, axis) : shape.slice(axis + 1)));
}

/** Bytes that the elements of an array take when contiguous. */
export function arrayBytes(ref: ArrayRef): number {
  return sizeOfShape(ref.shape) * BYTES[ref.dtype];
}

/** The storage indices of a view's lowest and highest element; `last` is below `first` where it has none. */
export function spanOf(view: Pick<ArrayRef, "shape" | "strides" | "start">): { first: number; last: number } {
  let first = view.start;
  let last = view.start;
  view.shape.forEach((n, axis) => {
    const reach = (n - 1) * (view.strides[axis] as number);
    if (reach < 0) first += reach;
    else last += reach;
  });
  return sizeOfShape(view.shape) === 0 ? { first: 0, last: -1 } : { first, last };
}

/** Whether the elements lie in the storage one after another, in row-major order. */
export function isRowMajor(ref: ArrayRef): boolean {
  const strides = stridesOf(ref.shape);
  return ref.shape.every((n, axis) => n === 1 || ref.strides[axis] === strides[axis]);
}

/** Axis i of the result is axis `permutation[i]` of `ref`. */
export function transposed(ref: ArrayRef, permutation: readonly number[]): ArrayRef {
  const axes = new Set(permutation);
  if (permutation.length !== ref.shape.length || axes.size !== ref.shape.length) {
    throw new RangeError(`[${permutation.join(", ")}] does not permute the axes of ${shown(ref)}`);
  }
  permutation.forEach((axis) => {
    checkAxis(ref, axis);
  });
  return {
    ...ref,
    shape: permutation.map((axis) => ref.shape[axis] as number),
    strides: permutation.map((axis) => ref.strides[axis] as number),
  };
}

/** Indices from ≤ i < to along one axis. */
export function sliced(ref: ArrayRef, axis: number, from: number, to: number): ArrayRef {
  checkAxis(ref, axis);
  const n = ref.shape[axis] as number;
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= n)) {
    throw new RangeError(`no slice ${from} to ${to} of axis ${axis} of ${shown(ref)}`);
  }
  return {
    ...ref,
    shape: ref.shape.with(axis, to - from),
    start: to === from ? ref.start : ref.start + from * (ref.strides[axis] as number),
  };
}

/** One axis as several, the last varying fastest: [head · d_head] as [head, d_head]. */
export function split(ref: ArrayRef, axis: number, sizes: readonly number[]): ArrayRef {
  checkAxis(ref, axis);
  if (sizeOfShape(sizes) !== ref.shape[axis]) {
    throw new RangeError(`axis ${axis} of ${shown(ref)} does not split into [${sizes.join(", ")}]`);
  }
  const stride = ref.strides[axis] as number;
  return {
    ...ref,
    shape: ref.shape.toSpliced(axis, 1, ...sizes),
    strides: ref.strides.toSpliced(axis, 1, ...stridesOf(sizes).map((n) => n * stride)),
  };
}

/** Axes `axis` and `axis + 1` as one: [head, d_head] as [head · d_head], where a single stride can say so. */
export function merged(ref: ArrayRef, axis: number): ArrayRef {
  checkAxis(ref, axis);
  checkAxis(ref, axis + 1);
  const [outer, inner] = ref.shape.slice(axis, axis + 2) as [number, number];
  const [wide, narrow] = ref.strides.slice(axis, axis + 2) as [number, number];
  const stride = inner === 1 ? wide : narrow;
  if (outer > 1 && inner > 1 && wide !== inner * narrow) {
    throw new RangeError(`axes ${axis} and ${axis + 1} of ${shown(ref)} with strides ${wide}, ${narrow} do not merge`);
  }
  return {
    ...ref,
    shape: ref.shape.toSpliced(axis, 2, outer * inner),
    strides: ref.strides.toSpliced(axis, 2, stride),
  };
}

/** Without the axes of length 1. */
export function squeezed(ref: ArrayRef): ArrayRef {
  const kept = (_: number, axis: number): boolean => ref.shape[axis] !== 1;
  return { ...ref, shape: ref.shape.filter(kept), strides: ref.strides.filter(kept) };
}

function checkAxis(ref: ArrayRef, axis: number): void {
  if (!Number.isInteger(axis) || axis < 0 || axis >= ref.shape.length) {
    throw new RangeError(`${shown(ref)} has no axis ${axis}`);
  }
}

function shown(ref: ArrayRef): string {
  return `an array of shape [${ref.shape.join(", ")}]`;
}
