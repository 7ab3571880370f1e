import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import type { Value } from "#formats/_values.js";
import { file } from "./_builders.ts";

/** The value with its arrays read: what a consumer of the file sees, as plain data. */
export function plain(value: Value, seen = new Set<Value>()): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (seen.has(value)) return "again";
  const inner = new Set(seen).add(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, inner));
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item, inner)]));
  if (!("type" in value)) return value;
  if (value.type === "array") return { [`${value.dtype} [${value.shape}]`]: [...readArray(value)] };
  return { [value.class]: plain(value.arguments, inner), state: plain(value.state, inner) };
}

/** Reads bytes as a file, arrays and all. */
export function read(bytes: Uint8Array): unknown {
  return plain(readFile(file(bytes)).value);
}
