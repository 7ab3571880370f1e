import { FormatError } from "../errors.ts";
import { shown } from "./_shown.ts";
import type { DType, Extent, Value } from "./_values.ts";
import { type ArrayRef, isInert } from "./_values.ts";

/** Element type and bytes per element of torch's storage classes; those without a type come back inert. */
const STORAGES: ReadonlyMap<string, readonly [DType | undefined, number]> = new Map([
  ["DoubleStorage", ["f64", 8]],
  ["FloatStorage", ["f32", 4]],
  ["HalfStorage", ["f16", 2]],
  ["BFloat16Storage", ["bf16", 2]],
  ["LongStorage", ["i64", 8]],
  ["IntStorage", ["i32", 4]],
  ["ShortStorage", ["i16", 2]],
  ["CharStorage", ["i8", 1]],
  ["ByteStorage", ["u8", 1]],
  ["BoolStorage", ["bool", 1]],
  ["UntypedStorage", ["u8", 1]],
  ["ComplexFloatStorage", [undefined, 8]],
  ["ComplexDoubleStorage", [undefined, 16]],
  ["QInt8Storage", [undefined, 1]],
  ["QUInt8Storage", [undefined, 1]],
  ["QInt32Storage", [undefined, 4]],
]);

/** A storage as a pickle refers to it: `("storage", class, key, location, number of elements, …)`. */
export interface StorageId {
  readonly key: string;
  /** The class's name, e.g. `torch.FloatStorage`. */
  readonly class: string;
  readonly dtype: DType | undefined;
  readonly elementBytes: number;
  readonly numel: number;
  /** In streams only: (key of the view, offset, numel), or nothing. */
  readonly view: Value | undefined;
}

/** Reads a persistent id; undefined where it is none of a storage that we know. */
export function storageId(id: Value): StorageId | undefined {
  if (!Array.isArray(id) || id[0] !== "storage") return undefined;
  const [, type, key, , numel, view] = id;
  const name = isInert(type) ? type.class : "";
  const [dtype, elementBytes] = STORAGES.get(name.slice(name.lastIndexOf(".") + 1)) ?? [];
  const known = elementBytes !== undefined && /^(?:torch|torch\.storage|torch\.cuda)\.\w+$/.test(name);
  // Old keys are addresses: integers, some beyond 2⁵³.
  const text = typeof key === "string" || typeof key === "number" || typeof key === "bigint" ? String(key) : undefined;
  if (!known || text === undefined || !Number.isSafeInteger(numel) || numel < 0) return undefined;
  return { key: text, class: name, dtype, elementBytes, numel, view };
}

/** A whole storage as a one-dimensional array; inert where its elements are of no type that we read. */
export function storageArray(id: StorageId, storage: Extent | Uint8Array, littleEndian: boolean): Value {
  if (id.dtype === undefined) return { type: "inert", class: id.class, arguments: [id.key, id.numel], state: null };
  const array: ArrayRef = {
    type: "array",
    dtype: id.dtype,
    shape: [id.numel],
    strides: [1],
    start: 0,
    littleEndian,
    storage,
  };
  return array;
}

/** Says that a storage has other bytes than its elements need. */
export function storageError(where: string, id: StorageId, found: number, remedy: string): FormatError {
  const expected = `${id.numel * id.elementBytes} bytes expected (${id.numel} × ${id.elementBytes})`;
  return new FormatError(where, `tensor storage ${shown(id.key)}: ${expected}, ${found} found`, remedy);
}
