import { FormatError } from "../errors.ts";
import { budget, UNFOLDED } from "./_budget.ts";
import { isArray, isDictionary, isInert, type Value } from "./_values.ts";
import { sizeOfShape } from "./_views.ts";

/**
 * What one number of an array counts, as entries: it takes less memory, and a curve of a million ones that is compressed is
 * honest and has next to no bytes.
 */
const NUMBER = 1 / 4;

/**
 * Called with each list, dictionary, object and array that a walk of a file's value comes to, it throws a FormatError once the
 * walk takes too much of it more than once: the value may share its parts, so that as a tree it has no bound.
 */
export function unfolding(where: string): (value: Value, weight?: number) => void {
  const seen = new Set<unknown>();
  const read = new Map<unknown, number>();
  const spend = budget(UNFOLDED, 0, (problem, remedy) => {
    throw new FormatError(where, problem, remedy);
  });
  return (value, weight = 1) => {
    if (isArray(value)) {
      const { storage, shape } = value;
      const stored = storage instanceof Uint8Array ? storage.length : storage.byteLength;
      const size = sizeOfShape(shape);
      const all = size + (read.get(storage) ?? 0);
      read.set(storage, all);
      // An element takes a byte at least: what is read of it beyond these is read again, compressed, or made of nothing.
      spend(NUMBER * Math.max(0, Math.min(size, all - stored)));
    } else if (seen.has(value)) spend(weight * (1 + lengthOf(value)));
    else if (typeof value === "object" && value !== null) seen.add(value);
  };
}

function lengthOf(value: Value): number {
  if (Array.isArray(value)) return value.length;
  if (isDictionary(value)) return value.size;
  return isInert(value) ? value.arguments.length : 0;
}
