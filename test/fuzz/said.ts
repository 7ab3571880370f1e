import { createHash } from "node:crypto";
import { readArray } from "#formats/_arrays.js";
import { isArray, isDictionary, isInert, type Value } from "#formats/_values.js";
import { sizeOfShape } from "#formats/_views.js";

/** Elements that are read of one file, as a run reads those of its weights: a file can name one storage a thousand times. */
const MAX_ELEMENTS = 2 ** 24;
/** Values that are told one by one, and how deep: what is shared a thousand times would have no end. */
const MAX_VALUES = 5000;
const MAX_DEPTH = 100;

/** A value line by line, each with the keys that lead to it, so that two programs can be held against each other. */
export function linesOf(value: Value): readonly string[] {
  const lines: string[] = [];
  let left = MAX_ELEMENTS;
  let values = 0;
  const within = new Set<Value>();
  const tell = (at: readonly (string | number)[], found: Value): void => {
    if (values++ >= MAX_VALUES || within.has(found) || within.size > MAX_DEPTH) return;
    const path = JSON.stringify(at.map(String));
    if (isArray(found)) {
      const size = sizeOfShape(found.shape);
      left -= size;
      if (left >= 0) lines.push(`${path}: ${found.dtype} [${found.shape}] ${hashOf(readArray(found))}`);
    } else if (isDictionary(found)) {
      within.add(found);
      for (const [key, inner] of found) tell([...at, key], inner);
      within.delete(found);
    } else if (Array.isArray(found)) {
      within.add(found);
      for (const [i, inner] of found.entries()) tell([...at, i], inner);
      within.delete(found);
    } else if (!isInert(found)) lines.push(`${path} = ${scalar(found as Exclude<typeof found, readonly Value[]>)}`);
  };
  tell([], value);
  return lines;
}

function hashOf(elements: Float32Array | Float64Array): string {
  // One bit pattern for all that is no number.
  const numbers = Float64Array.from(elements, (element) => (Number.isNaN(element) ? Number.NaN : element));
  return createHash("sha256").update(new Uint8Array(numbers.buffer)).digest("hex").slice(0, 16);
}

function scalar(value: number | bigint | string | boolean | null | Uint8Array): string {
  switch (typeof value) {
    case "number":
    case "bigint":
      return bitsOf(Number(value));
    case "string":
      return `text ${createHash("sha256").update(value).digest("hex").slice(0, 16)}`;
    case "boolean":
      return String(value);
    default:
      return value === null ? "nothing" : `bytes ${createHash("sha256").update(value).digest("hex").slice(0, 16)}`;
  }
}

/** The bits of a float64 in hexadecimal digits. */
export function bitsOf(value: number): string {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(Number.isNaN(value) ? Number.NaN : value);
  return bits.toString("hex");
}
