/**
 * Where an array lies among the bytes: type, offset in bytes, length; of a matrix the columns too, and of a quantised one
 * the least value, the step between two levels and, of a square, whether below its diagonal lie differences to the mirrored cells.
 */
export type Packing = readonly [
  type: string,
  offset: number,
  length: number,
  columns?: number,
  least?: number,
  step?: number,
  mirrored?: 1,
];

type Numbers = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The level of a quantised matrix that stands for no value. */
const NO_VALUE = 255;

/**
 * The value that `packed` wrote: a length in four bytes, so many bytes of JSON, then, from the next multiple of eight on,
 * the numbers that the JSON refers to. An array of numbers comes back as a typed array with NaN for null, a matrix as
 * rows of them.
 */
export function unpacked(bytes: Uint8Array): unknown {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const json = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  // Typed arrays begin at multiples of their element's size, of the buffer and not of the view.
  const numbers = new Uint8Array(bytes.subarray(Math.ceil((4 + length) / 8) * 8)).buffer;
  return JSON.parse(json, (_, value) => (isReference(value) ? arrayAt(numbers, value.$) : withOwnNames(value)));
}

/** What stands for an array has this name; others that begin with it, as a setting may, have it once more. */
const MARK = "$";

/** The name as it is written; `withOwnNames` gives it back. */
export function packedName(name: string): string {
  return name.startsWith(MARK) ? MARK + name : name;
}

function withOwnNames(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.keys(value).some((name) => name.startsWith(MARK)))
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.startsWith(MARK) ? name.slice(MARK.length) : name, each]),
  );
}

function isReference(value: unknown): value is { readonly $: Packing } {
  return typeof value === "object" && value !== null && "$" in value;
}

function arrayAt(buffer: ArrayBuffer, [type, offset, length, columns, least, step, mirrored]: Packing): unknown {
  const stored = typed(buffer, type, offset, length);
  const values = mirrored && columns !== undefined ? unmirrored(stored, columns) : stored;
  const array =
    least === undefined || step === undefined
      ? values
      : Float32Array.from(values, (level) => (level === NO_VALUE ? Number.NaN : least + level * step));
  if (columns === undefined) return array;
  return Array.from({ length: length / columns }, (_, row) => array.subarray(row * columns, (row + 1) * columns));
}

/** The levels of a square whose cells below the diagonal are differences, modulo 256. */
function unmirrored(stored: Numbers, columns: number): Uint8Array {
  const levels = Uint8Array.from(stored);
  for (let row = 1; row < columns; row++)
    for (let column = 0; column < row; column++)
      levels[row * columns + column] = (levels[row * columns + column] ?? 0) + (levels[column * columns + row] ?? 0);
  return levels;
}

function typed(buffer: ArrayBuffer, type: string, offset: number, length: number): Numbers {
  if (type === "u1") return new Uint8Array(buffer, offset, length);
  if (type === "i2") return new Int16Array(buffer, offset, length);
  if (type === "i4") return new Int32Array(buffer, offset, length);
  if (type === "f4") return new Float32Array(buffer, offset, length);
  return new Float64Array(buffer, offset, length);
}
