import { isArray, isDictionary, isInert, type Value } from "../formats/_values.ts";

/** An array that a file holds, and that comes back without its numbers. */
export interface UnreadArray {
  /** The keys that lead to it, joined by dots; empty where it is all that the file holds. */
  readonly at: string;
  /** What it is, e.g. `numpy.ndarray`. */
  readonly class: string;
}

/** What NumPy and torch make arrays by: of text or objects, of types that no weight has, or made as no writer makes them. */
const ARRAYS = /^(?:numpy\.ndarray|torch\._utils\._rebuild_\w+)$/;
/** Deeper than any network or log. */
const MAX_DEPTH = 12;

/** The arrays in a file's value that are not read, each once, in the order in which they stand. */
export function unreadArrays(value: Value): readonly UnreadArray[] {
  const found: UnreadArray[] = [];
  const seen = new Set<Value>();
  const visit = (one: Value | undefined, at: string, depth: number): void => {
    if (typeof one !== "object" || one === null || isArray(one) || seen.has(one) || depth > MAX_DEPTH) return;
    seen.add(one);
    const within = (key: string | number) => (at === "" ? String(key) : `${at}.${key}`);
    if (isDictionary(one)) for (const [key, inner] of one) visit(inner, within(key), depth + 1);
    else if (Array.isArray(one)) for (const [i, inner] of one.entries()) visit(inner, within(i), depth + 1);
    else if (isInert(one) && ARRAYS.test(one.class)) found.push({ at, class: one.class });
    else if (isInert(one)) visit(one.state, at, depth + 1);
  };
  visit(value, "", 0);
  return found;
}
