import { isArray, isDictionary, isInert, type Value } from "../formats/_values.ts";

/** An array that a file holds, and that comes back without its numbers. */
export interface UnreadArray {
  /** The keys that lead to it, joined by dots; empty where it is all that the file holds. */
  readonly at: string;
  /** What it is, e.g. `numpy.ndarray`. */
  readonly class: string;
}

/** What NumPy, torch and JAX make arrays by: of text or objects, of types that no weight has, or made as no writer makes them. */
const ARRAYS =
  /^(?:numpy\.ndarray|numpy\.ma\.\w+\.\w+|torch\._utils\._rebuild_\w+|torch\._tensor\._rebuild_from_type_v2|jax\._src\.array\._reconstruct_array)$/;
/** Deeper than any network or log. */
const MAX_DEPTH = 12;

/** The arrays in a file's value that are not read, each once, the outer ones first, in the order in which they stand. */
export function unreadArrays(value: Value): readonly UnreadArray[] {
  const found: UnreadArray[] = [];
  const seen = new Set<Value>();
  let level: (readonly [Value | undefined, string])[] = [[value, ""]];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: (readonly [Value, string])[] = [];
    for (const [one, at] of level) {
      if (!isHolder(one) || seen.has(one)) continue;
      seen.add(one);
      if (isInert(one) && ARRAYS.test(one.class)) found.push({ at, class: one.class });
      else
        for (const [key, inner] of within(one))
          if (isHolder(inner)) next.push([inner, key === "" || at === "" ? `${at}${key}` : `${at}.${key}`]);
    }
    level = next;
  }
  return found;
}

/** Whether a value may hold others; a number of a log of millions does not. */
function isHolder(value: Value | undefined): value is Value & object {
  return typeof value === "object" && value !== null && !isArray(value);
}

/** What a value holds, by its keys; what an object is made of has none. */
function within(value: Value & object): Iterable<readonly [string | number, Value | undefined]> {
  if (isInert(value))
    return [
      ["", value.state],
      ["", value.arguments],
    ];
  if (isDictionary(value)) return value;
  return Array.isArray(value) ? value.entries() : [];
}
