import { readArray } from "../formats/_arrays.ts";
import { type ArrayRef, isArray, isDictionary, isInert, type Value } from "../formats/_values.ts";
import type { TokenRow } from "./_facts.ts";

/** The pairs that a file says were trained on: as pairs (a, b), as indices a·p + b, or as a mask over these. */
export interface StoredSplit {
  readonly train: PairList | undefined;
  readonly test: PairList | undefined;
}
export type PairList =
  | { readonly as: "pairs"; readonly pairs: readonly (readonly [number, number])[]; readonly row?: TokenRow }
  | { readonly as: "indices"; readonly indices: readonly number[] }
  | { readonly as: "mask"; readonly mask: readonly boolean[] };

/** What scripts call the training pairs, after `train_` or before `_train`; the test pairs have `test` or `val` for it. */
const NOUNS = ["data", "pairs", "indices", "idx", "inds", "mask", "dataset", "set", "loader", "inputs", "x"];
const KEYS = [...NOUNS.flatMap((noun) => [`train_${noun}`, `${noun}_train`]), "is_train", "train"];

/** The split that a file stores under the usual names; undefined if it stores none. */
export function storedSplit(value: Value): StoredSplit | undefined {
  if (!isDictionary(value)) return undefined;
  const named = new Map(
    [...value].flatMap(([name, entry]) => (typeof name === "string" ? [[name.toLowerCase(), entry]] : [])),
  );
  const first = (names: readonly string[]) =>
    names.map((name) => pairList(named.get(name))).find((list) => list !== undefined);
  const train = first(KEYS);
  const test = first(KEYS.flatMap((name) => [name.replace("train", "test"), name.replace("train", "val")]));
  return train || test ? { train, test } : undefined;
}

/** Deep enough for a loader of a subset of a subset, and a bound on a file made to nest for ever. */
const MAX_DEPTH = 4;
/** What a dictionary calls the inputs beside their answers. */
const INPUTS = ["x", "inputs", "input", "input_ids", "tokens", "pairs", "data", "indices"];

/**
 * A list of (a, b) or (a, b, =), or of indices, or a mask; rows of tokens, of which two columns vary, with their answers or
 * without; also those of a pickled torch Subset, TensorDataset or DataLoader. Undefined for anything else.
 */
export function pairList(value: Value | undefined, depth = 0): PairList | undefined {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return undefined;
  const known = KNOWN[depth];
  const found = known.get(value) ?? { list: pairsOf(value, depth) };
  known.set(value, found);
  return found.list;
}

/**
 * What was found at each depth, since less is looked at further down: a file may have one list, of a million numbers, under
 * every name and within itself.
 */
const KNOWN = Array.from(
  { length: MAX_DEPTH + 1 },
  () => new WeakMap<object, { readonly list: PairList | undefined }>(),
);

function pairsOf(value: Value, depth: number): PairList | undefined {
  const below = (inner: Value | undefined) => pairList(inner, depth + 1);
  if (isInert(value)) {
    if (!isDictionary(value.state)) return undefined;
    const { state } = value;
    const indices = below(state.get("indices"));
    // What a loader draws from is its dataset; a loader's own samplers repeat it.
    const all = below(state.get("dataset")) ?? below(state.get("tensors"));
    if (indices?.as !== "indices") return all;
    // A subset counts the rows of its dataset: those of one that lists pairs are the pairs.
    if (all?.as === "pairs") return picked(all.pairs, indices.indices);
    if (all?.as !== "indices") return indices;
    const within = indices.indices.map((i) => all.indices[i]);
    return within.every((index) => index !== undefined) ? { as: "indices", indices: within } : undefined;
  }
  if (isDictionary(value)) return INPUTS.map((name) => below(value.get(name))).find((list) => list?.as === "pairs");
  if (isArray(value)) return arrayPairs(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((entry) => Number.isInteger(entry))) return { as: "indices", indices: value as number[] };
  if (value.every((entry) => typeof entry === "boolean")) return { as: "mask", mask: value as boolean[] };
  const [inputs, answers] = value;
  // Inputs and answers apart: (x, y).
  if (isArray(inputs) && inputs.shape.length === 2 && isArray(answers) && answers.shape[0] === inputs.shape[0])
    return arrayPairs(inputs);
  const pairs = value.map((entry: Value) => pair(entry));
  return pairs.every((entry) => entry !== undefined) ? { as: "pairs", pairs } : undefined;
}

function picked(pairs: readonly (readonly [number, number])[], indices: readonly number[]): PairList | undefined {
  const found = indices.map((i) => pairs[i]);
  return found.every((one) => one !== undefined) ? { as: "pairs", pairs: found } : undefined;
}

function arrayPairs(array: ArrayRef): PairList | undefined {
  const { shape, dtype } = array;
  const [rows, columns] = shape;
  const size = shape.reduce((product, n) => product * n, 1);
  if (dtype === "bool" && size > 1) return { as: "mask", mask: Array.from(readArray(array), (value) => value !== 0) };
  if (shape.length === 1 && rows > 1) return { as: "indices", indices: Array.from(readArray(array)) };
  if (shape.length !== 2 || columns < 2 || columns > MAX_COLUMNS) return undefined;
  const data = readArray(array);
  const places = operands(data, rows, columns);
  if (!places) return undefined;
  const [a, b] = places;
  const pairs = Array.from({ length: rows }, (_, i) => [data[i * columns + a], data[i * columns + b]] as const);
  const row = columns === 2 ? undefined : tokenRow(data, rows, columns, places);
  return { as: "pairs", pairs, ...(row ? { row } : {}) };
}

/** With so many rows for each residue the last one, as the first, is among them. */
const ROWS_A_RESIDUE = 2;

/** What rows of tokens are, where all columns but those of a and b are of one token; both operands of one vocabulary. */
function tokenRow(
  data: ArrayLike<number>,
  rows: number,
  columns: number,
  [a, b]: readonly [number, number],
): TokenRow | undefined {
  const column = (c: number) => Array.from({ length: rows }, (_, i) => data[i * columns + c]);
  const signs = Array.from({ length: columns }, (_, c) => c).filter((c) => c !== a && c !== b);
  if (signs.some((c) => column(c).some((token) => token !== data[c]))) return undefined;
  const range = (c: number) =>
    column(c).reduce(([x, y], token) => [Math.min(x, token), Math.max(y, token)], [Infinity, 0]);
  const [[leastA, mostA], [leastB, mostB]] = [range(a), range(b)];
  // b may have a vocabulary of its own.
  if (mostA < leastB || mostB < leastA) return undefined;
  const [least, most] = [Math.min(leastA, leastB), Math.max(mostA, mostB)];
  // Signs stand before the residues or after them.
  if (signs.some((c) => data[c] >= least && data[c] <= most)) return undefined;
  const sequence = Array.from({ length: columns }, (_, c) => (c === a ? "a" : c === b ? "b" : data[c]));
  const firstToken = signs.some((c) => data[c] < least) ? least : 0;
  const span = most - firstToken + 1;
  // Of few rows a residue may be missing.
  return rows >= ROWS_A_RESIDUE * span ? { sequence, firstToken, span } : undefined;
}

/** A row of tokens is [a, b], [a, op, b, =], and at most [eos, a, op, b, =, c, eos]. */
const MAX_COLUMNS = 7;

/** The columns of a and b: of the two or, with the answer, three that vary, the first two; of two columns both. */
function operands(data: ArrayLike<number>, rows: number, columns: number): readonly [number, number] | undefined {
  if (columns === 2) return [0, 1];
  const varying = Array.from({ length: columns }, (_, c) => c).filter((c) =>
    Array.from({ length: rows }, (_, i) => data[i * columns + c]).some((value) => value !== data[c]),
  );
  return varying.length === 2 || varying.length === 3 ? [varying[0], varying[1]] : undefined;
}

function pair(entry: Value): readonly [number, number] | undefined {
  // A pair may stand with its '=' token (a, b, =), or nested with its answer ((a, b), c).
  if (!Array.isArray(entry) || entry.length < 2 || entry.length > 3) return undefined;
  const [a, b] = Array.isArray(entry[0]) ? entry[0] : entry;
  return Number.isInteger(a) && Number.isInteger(b) ? [a as number, b as number] : undefined;
}
