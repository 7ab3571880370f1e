/** The element types that checkpoints hold. */
export type DType = "f64" | "f32" | "f16" | "bf16" | "i64" | "i32" | "i16" | "i8" | "u8" | "bool";

/** Bytes per element. */
export const BYTES: Readonly<Record<DType, number>> = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  i64: 8,
  i32: 4,
  i16: 2,
  i8: 1,
  u8: 1,
  bool: 1,
};

/** Ways to compress a stretch besides raw deflate. */
export type Codec = "zstd" | "gzip" | "zlib";

/** A stretch of a file that holds the raw elements of one storage. Plain data: it crosses threads. */
export interface Extent {
  readonly path: string;
  /** First byte in the file. */
  readonly offset: number;
  /** Bytes in the file; for a deflated stretch, the compressed length. */
  readonly byteLength: number;
  /** Set where the stretch is compressed: the length once inflated. */
  readonly inflatedLength?: number;
  /** How it is compressed; a raw deflate stream where nothing is said. */
  readonly codec?: Codec;
  /** The checksum of the (inflated) bytes that the container promises. */
  readonly crc32?: number;
  /** The file's stamp when its head was read, where no checksum tells that it has other bytes by now. */
  readonly stamp?: string;
  /** The stretch of the file that it promises a checksum of, where this one is a part of it, and not inflated. */
  readonly within?: { readonly offset: number; readonly byteLength: number; readonly crc32: number };
}

/**
 * An array that has not been read yet: a strided view of a storage. Transposing,
 * slicing, splitting an axis make another view of the same bytes; nothing is copied
 * until `readArray`. Plain data: it crosses threads.
 */
export interface ArrayRef {
  readonly type: "array";
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
  /** Index of the first element in the storage. */
  readonly start: number;
  readonly littleEndian: boolean;
  /** Where the storage lies, or its bytes where the file carried them inline. */
  readonly storage: Extent | Uint8Array;
}

/** An object of a class that we do not know. Nothing of it is ever run. */
export interface Inert {
  readonly type: "inert";
  /** Qualified name, e.g. `argparse.Namespace`. */
  readonly class: string;
  readonly arguments: readonly Value[];
  /** What `__setstate__`, `__dict__` or item assignment would have received. */
  readonly state: Value;
}

/** What a file says, whatever its format: dictionaries are Maps, lists and tuples arrays. */
export type Value =
  | ArrayRef
  | Inert
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | Dictionary;
export type Dictionary = ReadonlyMap<string | number, Value>;

export function isArray(value: Value | undefined): value is ArrayRef {
  return typeof value === "object" && value !== null && "type" in value && value.type === "array";
}
export function isInert(value: Value | undefined): value is Inert {
  return typeof value === "object" && value !== null && "type" in value && value.type === "inert";
}
export function isDictionary(value: Value | undefined): value is Dictionary {
  return value instanceof Map;
}
