import { readArray } from "../formats/_arrays.ts";
import { isArray, isDictionary, isInert, type Value } from "../formats/_values.ts";

/** The pairs that a file says were trained on: as pairs (a, b), or as indices a·p + b. */
export interface StoredSplit {
  readonly train: PairList | undefined;
  readonly test: PairList | undefined;
}
export type PairList =
  | { readonly as: "pairs"; readonly pairs: readonly (readonly [number, number])[] }
  | { readonly as: "indices"; readonly indices: readonly number[] };

/** Keys that scripts use for the training pairs; the test pairs have `test` or `val` for `train`. */
const KEYS = ["train_data", "train_pairs", "train_indices", "train_idx", "train_inds", "train"];

/** The split that a file stores under the usual names; undefined if it stores none. */
export function storedSplit(value: Value): StoredSplit | undefined {
  if (!isDictionary(value)) return undefined;
  const first = (names: readonly string[]) =>
    names.map((name) => pairList(value.get(name))).find((list) => list !== undefined);
  const train = first(KEYS);
  const test = first(KEYS.flatMap((name) => [name.replace("train", "test"), name.replace("train", "val")]));
  return train || test ? { train, test } : undefined;
}

/** Deep enough for a loader of a subset of a subset, and a bound on a file made to nest for ever. */
const MAX_DEPTH = 4;

/**
 * A list of (a, b) or (a, b, =), or of indices, also those of a pickled torch Subset or of the DataLoader around one;
 * undefined for anything else.
 */
export function pairList(value: Value | undefined, depth = 0): PairList | undefined {
  if (isInert(value)) {
    if (!isDictionary(value.state) || depth > MAX_DEPTH) return undefined;
    const { state } = value;
    // What a loader draws from is its dataset; a loader's own samplers repeat it.
    const indices = pairList(state.get("indices"), depth + 1);
    return indices?.as === "indices" ? indices : pairList(state.get("dataset"), depth + 1);
  }
  if (isArray(value)) return arrayPairs(value.shape, () => readArray(value));
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((entry) => Number.isInteger(entry))) return { as: "indices", indices: value as number[] };
  const pairs = value.map((entry: Value) => pair(entry));
  return pairs.every((entry) => entry !== undefined) ? { as: "pairs", pairs } : undefined;
}

function arrayPairs(shape: readonly number[], read: () => ArrayLike<number>): PairList | undefined {
  const [rows, columns] = shape;
  if (shape.length === 1 && rows > 1) return { as: "indices", indices: Array.from(read()) };
  if (shape.length !== 2 || (columns !== 2 && columns !== 3)) return undefined;
  const data = read();
  return {
    as: "pairs",
    pairs: Array.from({ length: rows }, (_, i) => [data[i * columns], data[i * columns + 1]] as const),
  };
}

function pair(entry: Value): readonly [number, number] | undefined {
  // A pair may stand with its '=' token (a, b, =), or nested with its answer ((a, b), c).
  if (!Array.isArray(entry) || entry.length < 2 || entry.length > 3) return undefined;
  const [a, b] = Array.isArray(entry[0]) ? entry[0] : entry;
  return Number.isInteger(a) && Number.isInteger(b) ? [a as number, b as number] : undefined;
}
