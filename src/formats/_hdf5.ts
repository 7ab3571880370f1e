import { FormatError, GrokError } from "../errors.ts";
import { NESTING } from "./_budget.ts";
import { checkTrees, headersWithin } from "./_hdf5-trees.ts";
import { type Dataset, type Group, jsfive } from "./_jsfive.ts";
import { numpyDtype } from "./_numpy-dtypes.ts";
import { shown } from "./_shown.ts";
import { type ArrayRef, BYTES, type Extent, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

const MAGIC = "\x89HDF\r\n\x1a\n";
/** The message of an object's header that says where its elements are, and the class of those that lie in one piece. */
const LAYOUT = 8;
const CONTIGUOUS = 1;
/** No bytes were written: all elements are zero. */
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** Whether the bytes begin an HDF5 file. */
export function isHdf5(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/**
 * The groups of an HDF5 file as nested dictionaries, its datasets as arrays that stay where they are: in `file`, or, where
 * it is undefined, in `bytes`. Datasets in chunks, which may be compressed, are refused: who writes weights writes none.
 */
export function hdf5Tree(bytes: Uint8Array, file: Extent | undefined, where: string): Value {
  refuseTruncated(bytes, where);
  checkTrees(bytes, (problem) => {
    throw new FormatError(where, `HDF5: ${problem}`);
  });
  const { File, Dataset } = jsfive;
  const seen = new Set<number>();
  const spend = headersWithin(bytes.length, where);
  const tree = (group: Group, depth: number): Value => {
    // Links may make a circle, and many names of one object a small bomb.
    if (depth > NESTING.values || seen.has(group._dataobjects.offset)) {
      throw new FormatError(where, `HDF5: group ${shown(group.name)} is met twice`);
    }
    seen.add(group._dataobjects.offset);
    const entries = group.keys.map((key): [string, Value] => {
      const found = group.get(key);
      if (found === null) return [key, null];
      spend(found._dataobjects);
      return [key, found instanceof Dataset ? array(found, bytes, file, where) : tree(found as Group, depth + 1)];
    });
    return new Map(entries);
  };
  try {
    return tree(new File(bytes.buffer, where), 0);
  } catch (cause) {
    if (cause instanceof GrokError) throw cause;
    // jsfive throws plain text, too.
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(where, `HDF5: ${shown(words)}`, "the file is damaged or truncated: copy it again", { cause });
  }
}

/** The superblock says where the file ends; versions 0 and 1 have more before it than 2 and 3. */
function refuseTruncated(bytes: Uint8Array, where: string): void {
  const at = ((bytes[8] as number) < 2 ? 40 : 28) + (bytes[8] === 1 ? 4 : 0);
  const end = at + 8 > bytes.length ? at + 8 : Buffer.from(bytes.buffer).readBigUInt64LE(at);
  if (end > bytes.length) {
    throw new FormatError(where, `HDF5: ${end} bytes expected, ${bytes.length} found`, "the file is truncated");
  }
}

function array(dataset: Dataset, bytes: Uint8Array, file: Extent | undefined, where: string): Value {
  const name = `${where}: dataset ${shown(dataset.name)}`;
  const shape = shapeOf([...dataset.shape]);
  if (shape === undefined) throw new FormatError(name, "HDF5: no shape");
  const element = elementOf(dataset);
  if (element === undefined) {
    return { type: "inert", class: "h5py.Dataset", arguments: [[...shape]], state: null };
  }
  const width = BYTES[element.dtype];
  const byteLength = sizeOfShape(shape) * width;
  const ref = { type: "array", ...element, shape, strides: stridesOf(shape), start: 0 } as const;
  const at = address(dataset, bytes, name);
  if (at === undefined) return { ...ref, strides: shape.map(() => 0), storage: new Uint8Array(width) };
  if (at + byteLength > bytes.length) {
    const problem = `bytes ${at} to ${at + byteLength} of ${bytes.length}`;
    throw new FormatError(name, problem, "the file is truncated");
  }
  if (file === undefined) return { ...ref, storage: bytes.slice(at, at + byteLength) };
  return { ...ref, storage: { ...file, offset: file.offset + at, byteLength } };
}

/** What the elements are; bfloat16 is two opaque bytes, and Keras says beside them what they mean. */
function elementOf(dataset: Dataset): Pick<ArrayRef, "dtype" | "littleEndian"> | undefined {
  let dtype: unknown;
  try {
    dtype = dataset.dtype;
  } catch (problem) {
    if (!/Opaque/.test(String(problem))) throw problem;
    return dataset.attrs.dtype === "bfloat16" ? { dtype: "bf16", littleEndian: true } : undefined;
  }
  return typeof dtype === "string" ? numpyDtype(dtype) : undefined;
}

/** Where the elements begin; undefined where none were written. The message's versions 1 and 2 put the class elsewhere. */
function address(dataset: Dataset, bytes: Uint8Array, where: string): number | undefined {
  const offset = dataset._dataobjects.find_msg_type(LAYOUT)[0]?.get("offset_to_message") ?? bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(offset);
  const early = version < 3;
  if (view.getUint8(offset + (early ? 2 : 1)) !== CONTIGUOUS) {
    throw new FormatError(where, "HDF5: written in chunks", "write it without chunks and compression");
  }
  const at = view.getBigUint64(offset + (early ? 8 : 2), true);
  return at === UNDEFINED_ADDRESS ? undefined : Number(at);
}
