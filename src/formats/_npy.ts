import { FormatError } from "../errors.ts";
import { numpyDtype } from "./_numpy-dtypes.ts";
import { shown } from "./_shown.ts";
import { type ArrayRef, BYTES, type Extent, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

/** As numpy.load's own max_header_size: a longer one is a record type with hundreds of fields. */
export const MAX_HEADER = 10_000;

const MAGIC = "\x93NUMPY";

/** Whether the bytes begin a NumPy array. */
export function isNpy(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/** What the header of a .npy says. */
export interface NpyHeader {
  /** Where the elements begin. */
  readonly headerLength: number;
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/**
 * The header of a .npy file of version 1 to 3 (numpy/lib/format.py): magic, version, length, and a Python dictionary.
 * `bytes` are the file's first, MAX_HEADER of them if there are as many.
 */
export function npyHeader(bytes: Uint8Array, where: string): NpyHeader {
  const fail = (problem: string): never => {
    throw new FormatError(where, `npy: ${problem}`);
  };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = head[6] ?? fail("the file ends within the header");
  if (version < 1 || version > 3) fail(`version ${version} is not supported`);
  const textStart = version === 1 ? 10 : 12;
  if (head.length < textStart) fail("the file ends within the header");
  const headerLength = textStart + (version === 1 ? head.readUInt16LE(8) : head.readUInt32LE(8));
  if (headerLength > MAX_HEADER) fail(`a header of ${headerLength} bytes, more than ${MAX_HEADER}`);
  if (headerLength > head.length) fail("the file ends within the header");
  const text = withoutLists(head.toString(version === 3 ? "utf8" : "latin1", textStart, headerLength));
  // Of two entries of one name Python takes the last: whoever writes two means to be read in two ways.
  for (const entry of ["descr", "fortran_order", "shape"]) {
    if (text.split(`'${entry}'`).length > 2) fail(`two entries ${entry} in the header`);
  }
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1] ?? fail("no fortran_order in the header");
  const sizes = /'shape':\s*\(([\dL,\s]*)\)/.exec(text)?.[1] ?? fail("no shape in the header");
  const numbers = sizes.split(",").map((size) => size.trim().replace(/L$/, ""));
  // A tuple of one has a comma at its end.
  const shape = shapeOf(numbers.filter((size, i) => size !== "" || i < numbers.length - 1).map(digits));
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? (/'descr':\s*\[/.test(text) ? "record" : fail("no descr"));
  return { headerLength, descr, fortranOrder: fortran === "True", shape: shape ?? fail(`shape (${shown(sizes)})`) };
}

/** A header in which the fields of a record are not listed: they may have the names of the header's own entries. */
function withoutLists(text: string): string {
  let [depth, out] = [0, ""];
  for (const [part] of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\s\S]/g)) {
    if (part === "]") depth--;
    if (depth <= 0) out += part;
    if (part === "[") depth++;
  }
  return out;
}

const digits = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

/**
 * The array of a header, `start` elements into its storage, of which `available` bytes are its own. Text, dates and
 * records come back inert, as arrays that we cannot say the elements of; objects are a pickle, which is refused.
 */
export function npyArray(
  header: NpyHeader,
  storage: Extent | Uint8Array,
  start: number,
  available: number,
  where: string,
): Value {
  const { descr, shape, fortranOrder } = header;
  if (/O/.test(descr)) {
    throw new FormatError(where, "npy: an array of Python objects", "save numbers: numpy.array(…, dtype=float)");
  }
  const element = numpyDtype(descr);
  if (element === undefined)
    return { type: "inert", class: "numpy.ndarray", arguments: [[...shape], descr], state: null };
  const expected = sizeOfShape(shape) * BYTES[element.dtype];
  if (available < expected) {
    throw new FormatError(where, `npy: ${expected} bytes expected, ${available} found`, "the file is truncated");
  }
  const array: ArrayRef = { type: "array", ...element, shape, strides: stridesOf(shape, fortranOrder), start, storage };
  return array;
}

/** Bytes per element, or 1 where the elements are none that we read. */
export function npyWidth(header: NpyHeader): number {
  const element = numpyDtype(header.descr);
  return element === undefined ? 1 : BYTES[element.dtype];
}
