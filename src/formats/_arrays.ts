import { FormatError } from "../errors.ts";
import { brainFloats, halfFloats } from "../numerics/half-floats.ts";
import { readPart } from "./_sources.ts";
import { type ArrayRef, BYTES, type DType, type Extent } from "./_values.ts";
import { isRowMajor, sizeOfShape, spanOf, stridesOf } from "./_views.ts";

export { arrayBytes, merged, sliced, split, squeezed, transposed } from "./_views.ts";

/** Elements of one array: 8 GiB in float64, beyond what a typed array is sure to hold. */
const MAX_ELEMENTS = 2 ** 30;

/** Elements of a view that repeats its storage (stride 0): a few bytes, in dozens of tensors, must not ask for gigabytes. */
const MAX_REPEATED = 2 ** 20;

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The elements of an array, row-major and contiguous: float32 for f32, f16 and bf16, float64 for all others (an i64
 * beyond 2⁵³ is rounded). Reads only the bytes between the view's first and last element.
 */
export function readArray(ref: ArrayRef): Float32Array | Float64Array {
  const where = ref.storage instanceof Uint8Array ? "inline array" : ref.storage.path;
  const size = sizeOfShape(ref.shape);
  const span = spanOf(ref);
  const stored = Math.floor(storedBytes(ref.storage) / BYTES[ref.dtype]);
  if (!(span.first >= 0 && span.last < stored)) {
    const shape = `[${ref.shape.join(", ")}]`;
    throw new FormatError(where, `array ${shape}: elements ${span.first} to ${span.last} of a storage of ${stored}`);
  }
  const count = size === 0 ? 0 : span.last - span.first + 1;
  if (size > MAX_ELEMENTS || (size > count && size > MAX_REPEATED)) {
    throw new FormatError(where, `array [${ref.shape.join(", ")}]: ${size} elements are too many`);
  }
  if (size === 0) return decoders[ref.dtype](new Uint8Array(0));
  const bytes = rangeOf(ref.storage, span.first * BYTES[ref.dtype], count * BYTES[ref.dtype]);
  if (ref.littleEndian !== HOST_IS_LITTLE_ENDIAN) swap(bytes, BYTES[ref.dtype]);
  const elements = decoders[ref.dtype](bytes);
  return isRowMajor(ref) ? elements : gathered(elements, ref, span.first, size);
}

/** A float64 array of the given elements, one-dimensional unless a shape is given; for values that no file holds. */
export function arrayOf(
  values: readonly number[] | Float64Array,
  shape: readonly number[] = [values.length],
): ArrayRef {
  const data = Float64Array.from(values);
  const strides = stridesOf(shape);
  const storage = new Uint8Array(data.buffer);
  return { type: "array", dtype: "f64", shape, strides, start: 0, littleEndian: HOST_IS_LITTLE_ENDIAN, storage };
}

function storedBytes(storage: Extent | Uint8Array): number {
  return storage instanceof Uint8Array ? storage.length : (storage.inflatedLength ?? storage.byteLength);
}

/** The bytes [start, start + length) of a storage in their own buffer; the checksum of all must hold. */
function rangeOf(storage: Extent | Uint8Array, start: number, length: number): Uint8Array {
  if (storage instanceof Uint8Array) return new Uint8Array(storage.subarray(start, start + length));
  return readPart(storage, start, length);
}

function swap(bytes: Uint8Array, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 2) buffer.swap16();
  if (width === 4) buffer.swap32();
  if (width === 8) buffer.swap64();
}

/** From bytes in the machine's order, at the start of their buffer. */
const decoders: Readonly<Record<DType, (bytes: Uint8Array) => Float32Array | Float64Array>> = {
  f64: ({ buffer, byteLength }) => new Float64Array(buffer, 0, byteLength / 8),
  f32: ({ buffer, byteLength }) => new Float32Array(buffer, 0, byteLength / 4),
  f16: ({ buffer, byteLength }) => halfFloats(new Uint16Array(buffer, 0, byteLength / 2)),
  bf16: ({ buffer, byteLength }) => brainFloats(new Uint16Array(buffer, 0, byteLength / 2)),
  i64: ({ buffer, byteLength }) => Float64Array.from(new BigInt64Array(buffer, 0, byteLength / 8), Number),
  i32: ({ buffer, byteLength }) => new Float64Array(new Int32Array(buffer, 0, byteLength / 4)),
  i16: ({ buffer, byteLength }) => new Float64Array(new Int16Array(buffer, 0, byteLength / 2)),
  i8: ({ buffer, byteLength }) => new Float64Array(new Int8Array(buffer, 0, byteLength)),
  u8: (bytes) => new Float64Array(bytes),
  bool: (bytes) => Float64Array.from(bytes, (byte) => (byte === 0 ? 0 : 1)),
};

/** Copies a strided view out of the elements of its span, the last axis in the inner loop. */
function gathered<T extends Float32Array | Float64Array>(elements: T, ref: ArrayRef, first: number, size: number): T {
  const result = new (elements.constructor as new (n: number) => T)(size);
  const { shape, strides } = ref;
  const outer = shape.length - 1;
  const columns = shape[outer] as number;
  const step = strides[outer] as number;
  const index = new Array<number>(outer).fill(0);
  let row = ref.start - first;
  for (let to = 0; to < size; ) {
    for (let j = 0, from = row; j < columns; j++, from += step) result[to++] = elements[from] as number;
    for (let axis = outer - 1; axis >= 0; axis--) {
      row += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      row -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
}
