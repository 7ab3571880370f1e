import { FormatError } from "../errors.ts";
import { cursorOf } from "./_cursor.ts";
import { dtypeNamed } from "./_dtype-names.ts";
import { defineFormat } from "./_format.ts";
import { binaryLength, type Extension, type MsgpackReader, msgpackReader } from "./_msgpack.ts";
import { isSafetensors } from "./_safetensors.ts";
import { shown } from "./_shown.ts";
import { readExtent, type Source } from "./_sources.ts";
import { type ArrayRef, BYTES, isArray, isDictionary, type Value } from "./_values.ts";
import { arrayBytes, shapeOf, sizeOfShape, stridesOf } from "./_views.ts";

/** Flax's own types: an array, a complex number, one element of an array. */
const NDARRAY = 1;
const COMPLEX = 2;
const SCALAR = 3;

/** An array larger than a gigabyte is a dictionary with this key, its shape, and its parts one after another. */
const CHUNKED = "__msgpack_chunked_array__";

/** Nested dictionaries of arrays, as flax.serialization's to_bytes and msgpack_serialize write them. */
export default defineFormat({
  name: "flax-msgpack",
  title: "Flax (msgpack)",
  specification: "https://github.com/google/flax/blob/main/flax/serialization.py",
  recognises: (source) => !isSafetensors(source) && beginsDictionary(source.read(0, Math.min(64, source.byteLength))),
  read,
});

function read(source: Source): Value {
  const cursor = cursorOf(source);
  const reader = msgpackReader(cursor, extension(source));
  const value = joined(reader.value(), source.path);
  if (cursor.remaining() > 0) reader.fail(`${cursor.remaining()} bytes follow the value`);
  return value;
}

/** Whether a dictionary of at least one entry begins here, whose first key is a word: msgpack has no mark of its own. */
function beginsDictionary(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  const key = first > 0x80 && first < 0x90 ? 1 : first === 222 ? 3 : first === 223 ? 5 : undefined;
  const length = key === undefined ? undefined : bytes[key];
  if (key === undefined || length === undefined) return false;
  const [from, n] = length === 217 ? [key + 2, bytes[key + 1] as number] : [key + 1, length - 0xa0];
  if (length !== 217 && (n <= 0 || n >= 32)) return false;
  const word = Buffer.from(bytes.subarray(from, from + n)).toString("latin1");
  return word.length === Math.min(n, bytes.length - from) && !/\p{Cc}/u.test(word);
}

function extension(source: Source): Extension {
  return (type, length, reader) => {
    if (type === COMPLEX) return reader.fail("a complex number is no weight that we read");
    if (type === NDARRAY || type === SCALAR) return array(source, reader);
    reader.cursor.skip(length);
    return { type: "inert", class: `msgpack.ExtType.${type}`, arguments: [], state: null };
  };
}

/** (shape, name of the type, bytes in row-major order); the bytes stay in the file. */
function array({ path, stamp }: Source, reader: MsgpackReader): Value {
  const { cursor, fail } = reader;
  if (cursor.byte() !== 0x93) fail("an array that is no triple");
  const sizes = reader.value();
  const name = reader.value();
  const shape = shapeOf(sizes) ?? fail("an array without a shape");
  const byteLength = binaryLength(reader);
  const storage = { path, stamp, offset: cursor.position(), byteLength };
  cursor.skip(byteLength);
  if (typeof name !== "string") return fail("an array without a type");
  if (/^complex/.test(name)) return fail(`an array of type ${shown(name)} is none that we read`);
  const dtype = dtypeNamed(name);
  if (dtype === undefined) return { type: "inert", class: `numpy.${name}`, arguments: [[...shape]], state: null };
  const expected = sizeOfShape(shape) * BYTES[dtype];
  if (byteLength !== expected) {
    return fail(`${expected} bytes expected for ${name} [${shape.join(", ")}], ${byteLength} found`);
  }
  return { type: "array", dtype, shape, strides: stridesOf(shape), start: 0, littleEndian: true, storage };
}

/** The value with each array that was cut into parts in one piece. */
function joined(value: Value, path: string): Value {
  if (Array.isArray(value)) return value.map((item) => joined(item, path));
  if (!isDictionary(value)) return value;
  if (value.has(CHUNKED)) return unchunked(value, path);
  return new Map([...value].map(([key, item]) => [key, joined(item, path)]));
}

function unchunked(value: ReadonlyMap<string | number, Value>, path: string): Value {
  const parts = listed(value.get("chunks"));
  const shape = shapeOf(listed(value.get("shape")));
  const [first] = parts;
  const bytes = parts.map((part) => (isArray(part) ? arrayBytes(part) : Number.NaN)).reduce((a, b) => a + b, 0);
  const alike = isArray(first) && parts.every((part) => isArray(part) && part.dtype === first.dtype);
  if (!alike || shape === undefined || bytes !== sizeOfShape(shape) * BYTES[first.dtype]) {
    throw new FormatError(path, "msgpack: the parts of an array do not make its shape");
  }
  const storage = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts as readonly ArrayRef[]) {
    storage.set(part.storage instanceof Uint8Array ? part.storage : readExtent(part.storage), at);
    at += arrayBytes(part);
  }
  return { ...first, shape, strides: stridesOf(shape), storage };
}

/** A tuple as Flax writes it: a dictionary by "0", "1", … */
function listed(value: Value | undefined): readonly Value[] {
  if (!isDictionary(value)) return [];
  return [...value.keys()].map((_, i) => value.get(String(i)) ?? null);
}
