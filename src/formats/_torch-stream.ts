import { FormatError } from "../errors.ts";
import { type Cursor, cursorOf } from "./_cursor.ts";
import { unpickle } from "./_pickle.ts";
import { shown } from "./_shown.ts";
import type { Source } from "./_sources.ts";
import { type StorageId, storageArray, storageError, storageId } from "./_torch-storages.ts";
import { type ArrayRef, type Extent, isArray, type Value } from "./_values.ts";
import { sizesOf } from "./_views.ts";

/** Protocol 2, then torch's magic number 0x1950a86a20f9469cfc6c as a LONG1 of ten bytes, STOP. */
const MAGIC: Uint8Array = Uint8Array.of(
  0x80,
  2,
  0x8a,
  10,
  0x6c,
  0xfc,
  0x9c,
  0x46,
  0xf9,
  0x20,
  0x6a,
  0xa8,
  0x50,
  0x19,
  0x2e,
);
const PROTOCOL_VERSION = 1001;

/** Whether the bytes begin as torch.save wrote them before version 1.6, and still does on request. */
export function isTorchStream(source: Source): boolean {
  return source.byteLength >= MAGIC.length && Buffer.compare(source.read(0, MAGIC.length), MAGIC) === 0;
}

/** A storage that the object refers to, and where its bytes will be. */
interface Known {
  readonly id: StorageId;
  readonly storage: Filled | Uint8Array;
}
/** An extent whose offset is known only once the object, which refers to it, has been read. */
type Filled = { -readonly [K in keyof Extent]: Extent[K] };

/**
 * The object of a stream: five pickles (magic number, protocol version, system, the object, the keys of its
 * storages), then for each key eight bytes of numel and the raw elements, little-endian whatever the machine
 * (torch/serialization.py, _legacy_save). `inline` takes the elements along, where the source is no file.
 */
export function readTorchStream(source: Source, inline = false): Value {
  const cursor = cursorOf(source);
  cursor.skip(MAGIC.length);
  const storages = new Map<string, Known>();
  const version = unpickle(cursor);
  if (version !== PROTOCOL_VERSION)
    throw new FormatError(source.path, `torch stream of version ${shown(nameOf(version))}`);
  unpickle(cursor); // The system: sizes of its types, which the elements do not depend on.
  const claimed = { bytes: 0 };
  const value = unpickle(cursor, { persistentLoad: (id) => load(source, storages, claimed, id, inline) });
  const keys = unpickle(cursor);
  if (!Array.isArray(keys)) throw new FormatError(source.path, "torch stream: no list of storage keys");
  for (const key of keys) readStorage(cursor, source, storages, nameOf(key));
  const [missing] = storages.values();
  if (missing !== undefined) throw failure(source, missing.id, 0);
  return value;
}

function load(
  source: Source,
  storages: Map<string, Known>,
  claimed: { bytes: number },
  id: Value,
  inline: boolean,
): Value {
  // A module saved whole carries its class and source: ("module", class, file, source).
  if (Array.isArray(id) && id[0] === "module") return id[1] ?? null;
  const found = storageId(id);
  if (found === undefined) throw new FormatError(source.path, "torch stream: a storage of an unknown class");
  const byteLength = found.numel * found.elementBytes;
  const before = storages.get(found.key);
  if (before === undefined) {
    // Each has bytes of its own in the stream: together they are no longer than it.
    if (claimed.bytes + byteLength > source.byteLength) throw failure(source, found, source.byteLength - claimed.bytes);
    claimed.bytes += byteLength;
  }
  const known = before ?? {
    id: found,
    storage: inline ? new Uint8Array(byteLength) : { path: source.path, stamp: source.stamp, offset: 0, byteLength },
  };
  if (known.id.numel !== found.numel || known.id.class !== found.class) {
    throw new FormatError(source.path, `torch stream: storage ${shown(found.key)} has two types or lengths`);
  }
  storages.set(found.key, known);
  const whole = storageArray(found, known.storage, true);
  return isArray(whole) && Array.isArray(found.view)
    ? viewed(source, whole.shape[0] as number, whole, found.view)
    : whole;
}

function viewed(source: Source, length: number, whole: ArrayRef, view: readonly Value[]): ArrayRef {
  // What is no number is not made one: a list of lists would be written out for it.
  const [start, numel] = sizesOf(view.slice(1, 3)) ?? [];
  if (start === undefined || numel === undefined)
    throw new FormatError(source.path, "torch stream: a part of a storage without two whole numbers");
  if (start + numel > length)
    throw new FormatError(source.path, `torch stream: elements ${start} to ${start + numel} of a storage of ${length}`);
  return { ...whole, shape: [numel], start };
}

/** Notes where the next storage lies; its bytes are skipped, or copied where they are kept inline. */
function readStorage(cursor: Cursor, source: Source, storages: Map<string, Known>, key: string): void {
  const known = storages.get(key);
  if (known === undefined)
    throw new FormatError(source.path, `torch stream: storage ${shown(key)} belongs to no tensor`);
  const { id, storage } = known;
  const numel = cursor.take(8).readBigInt64LE(0);
  const byteLength = id.numel * id.elementBytes;
  if (numel !== BigInt(id.numel)) throw failure(source, id, Number(numel) * id.elementBytes);
  if (byteLength > cursor.remaining()) throw failure(source, id, cursor.remaining());
  if (storage instanceof Uint8Array) storage.set(cursor.take(byteLength));
  else {
    storage.offset = cursor.position();
    cursor.skip(byteLength);
  }
  storages.delete(key);
}

function failure(source: Source, id: StorageId, found: number): FormatError {
  return storageError(source.path, id, found, "the file is truncated or damaged: copy it again");
}

function nameOf(value: Value): string {
  return typeof value === "object" ? "?" : String(value);
}
