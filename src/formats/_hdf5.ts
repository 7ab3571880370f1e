import { FormatError, GrokError } from "../errors.ts";
import { budget, COST, NESTING, OBJECTS } from "./_budget.ts";
import { type Links, symbolTableLinks } from "./_hdf5-names.ts";
import { elementOf } from "./_hdf5-numbers.ts";
import { type DataObjects, rootOf } from "./_jsfive.ts";
import { shown } from "./_shown.ts";
import { BYTES, type Extent, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

const MAGIC = "\x89HDF\r\n\x1a\n";
/** The message of an object's header that says where its elements are, and the class of those that lie in one piece. */
const LAYOUT = 8;
const CONTIGUOUS = 1;
/** What elements are that were never written, and that they are in other files. */
const [FILL, EXTERNAL] = [5, 7] as const;
/** No bytes were written: all elements are zero, where nothing else is said of them. */
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;
/** Names of names that are followed. */
const MAX_LINKS = 8;

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
  const fail = (problem: string, remedy?: string): never => {
    throw new FormatError(where, `HDF5: ${problem}`, remedy);
  };
  try {
    return rootTree(bytes, file, where, fail);
  } catch (cause) {
    if (cause instanceof GrokError) throw cause;
    // jsfive throws plain text, too.
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(where, `HDF5: ${shown(words)}`, "the file is damaged or truncated: copy it again", { cause });
  }
}

function rootTree(
  bytes: Uint8Array,
  file: Extent | undefined,
  where: string,
  fail: (problem: string, remedy?: string) => never,
): Value {
  const root = rootOf(bytes, fail);
  const spend = budget(OBJECTS, bytes.length, fail);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = new Set<number>();
  const header = (address: number): DataObjects => {
    const objects = new root.readHeader(bytes.buffer, address);
    // Many names may share a header.
    spend(COST.dictionary * objects.msgs.length + objects.msg_data.byteLength);
    return objects;
  };
  const linksOf = (objects: DataObjects): Links => symbolTableLinks(objects, all, spend, fail) ?? objects.get_links();
  /** Where a path leads from a group: undefined where it leads nowhere. */
  const followed = (path: string, from: Links, links: number): number | undefined => {
    let address: number | undefined = root.address;
    let within = path.startsWith("/") ? linksOf(header(root.address)) : from;
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    for (const [i, part] of parts.entries()) {
      const target: number | string | undefined = Object.hasOwn(within, part) ? within[part] : undefined;
      if (target === undefined || links > MAX_LINKS) return undefined;
      address = typeof target === "string" ? followed(target, within, links + 1) : target;
      if (address === undefined) return undefined;
      if (i < parts.length - 1) within = linksOf(header(address));
    }
    return parts.length > 0 ? address : undefined;
  };
  const tree = (name: string, address: number, objects: DataObjects, depth: number): Value => {
    // Links may make a circle, and many names of one object a small bomb.
    if (depth > NESTING.values || groups.has(address)) fail(`group ${shown(name || "/")} is met twice`);
    groups.add(address);
    const links = linksOf(objects);
    const entries = Object.entries(links).map(([key, target]): [string, Value] => {
      const at = typeof target === "string" ? followed(target, links, 1) : target;
      if (at === undefined) return [key, null];
      const [inner, path] = [header(at), `${name}/${key}`];
      return [key, inner.is_dataset ? array(inner, path, bytes, file, where) : tree(path, at, inner, depth + 1)];
    });
    return new Map(entries);
  };
  return tree("", root.address, header(root.address), 0);
}

/** The superblock says where the file ends; versions 0 and 1 have more before it than 2 and 3. */
function refuseTruncated(bytes: Uint8Array, where: string): void {
  const at = ((bytes[8] as number) < 2 ? 40 : 28) + (bytes[8] === 1 ? 4 : 0);
  const end = at + 8 > bytes.length ? at + 8 : Buffer.from(bytes.buffer).readBigUInt64LE(at);
  if (end > bytes.length) {
    throw new FormatError(where, `HDF5: ${end} bytes expected, ${bytes.length} found`, "the file is truncated");
  }
}

function array(dataset: DataObjects, path: string, bytes: Uint8Array, file: Extent | undefined, where: string): Value {
  const name = `${where}: dataset ${shown(path)}`;
  const shape = shapeOf([...dataset.shape]);
  if (shape === undefined) throw new FormatError(name, "HDF5: no shape");
  const element = elementOf(dataset, bytes, name);
  if (element === undefined) {
    return { type: "inert", class: "h5py.Dataset", arguments: [[...shape]], state: null };
  }
  const width = BYTES[element.dtype];
  const byteLength = sizeOfShape(shape) * width;
  const ref = { type: "array", ...element, shape, strides: stridesOf(shape), start: 0 } as const;
  const at = address(dataset, bytes, name);
  if (dataset.find_msg_type(EXTERNAL).length > 0)
    throw new FormatError(name, "HDF5: its elements are in another file", "write them into this one");
  if (at === undefined && byteLength > 0 && dataset.find_msg_type(FILL).length > 0 && element.dtype !== "bf16") {
    const fill = dataset.fillvalue;
    if (Number(fill) !== 0) throw new FormatError(name, `HDF5: never written: all elements are ${fill}`, "write them");
  }
  if (at === undefined) return { ...ref, strides: shape.map(() => 0), storage: new Uint8Array(width) };
  if (at + byteLength > bytes.length) {
    const problem = `bytes ${at} to ${at + byteLength} of ${bytes.length}`;
    throw new FormatError(name, problem, "the file is truncated");
  }
  if (file === undefined) return { ...ref, storage: bytes.slice(at, at + byteLength) };
  return { ...ref, storage: { ...file, offset: file.offset + at, byteLength } };
}

/** Where the elements begin; undefined where none were written. The message's versions 1 and 2 put the class elsewhere. */
function address(dataset: DataObjects, bytes: Uint8Array, where: string): number | undefined {
  const offset = dataset.find_msg_type(LAYOUT)[0]?.get("offset_to_message") ?? bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(offset);
  const early = version < 3;
  if (view.getUint8(offset + (early ? 2 : 1)) !== CONTIGUOUS) {
    throw new FormatError(where, "HDF5: written in chunks", "write it without chunks and compression");
  }
  const at = view.getBigUint64(offset + (early ? 8 : 2), true);
  return at === UNDEFINED_ADDRESS ? undefined : Number(at);
}
