/**
 * What a file may make its reader use of one thing: so much whatever its size, so much for each of its bytes, and never more
 * than `most`. Bytes are what a file is made of, so that a small one cannot ask for gigabytes; genuine ones stay far below.
 */
export interface Allowance {
  /** What is counted, for people. */
  readonly of: string;
  readonly free: number;
  readonly perByte: number;
  readonly most: number;
  /** What the owner of a genuine file that asks for more can do; without it there is none such. */
  readonly remedy?: string;
}

/**
 * Memory of the objects that a file asks for besides the bytes that it carries: one byte can ask for an empty dictionary of
 * 260. Genuine pickles ask for thirty times their length at most, where they are long lists of NumPy scalars; `most` is six
 * million floats, a quarter of a million of those scalars, or half a million dictionaries.
 */
export const OBJECTS: Allowance = { of: "bytes of objects", free: 2 ** 24, perByte: 64, most: 2 ** 27 };

/** About what V8 takes for one; lists grow by half when they are full, so that a slot is two and a half. */
export const COST = { slot: 20, memo: 24, list: 32, bytes: 220, object: 100, dictionary: 260, entry: 36 } as const;

/** What a pickle may have copied of its own bytes: genuine ones copy each once or twice. */
export const COPIES: Allowance = { of: "bytes of copies", free: 2 ** 16, perByte: 8, most: Number.POSITIVE_INFINITY };

/**
 * What compressed bytes may come to: weights hardly shrink at all, tokens 10 to 1, and arrays of zeros, which shrink without
 * end, are rarely larger than what is free. There is no `most`: arrays are inflated one at a time, when they are asked for.
 */
export const INFLATED: Allowance = {
  of: "bytes inflated",
  free: 2 ** 26,
  perByte: 20,
  most: Number.POSITIVE_INFINITY,
  remedy: "save it without compression (numpy.savez, torch.save), or do not trust its source",
};

/**
 * Entries of lists, dictionaries and arrays that a walk takes once more: a list that stands a thousand times in another, and
 * that a thousand times in a third, is a few bytes of a file. Each has been counted once where it was made. A history of 50 000
 * epochs that all have the one configuration of twenty settings beside them is genuine.
 */
export const UNFOLDED: Allowance = {
  of: "entries taken more than once",
  free: 2 ** 20,
  perByte: 0,
  most: Number.POSITIVE_INFINITY,
};

/** What the rows of a database may come to: where each has its own bytes, no more than the file. */
export const ROWS: Allowance = { of: "bytes of rows", free: 2 ** 16, perByte: 1, most: Number.POSITIVE_INFINITY };

/**
 * Numbers of the answers to all pairs, p³ of them: of p = 997 a gigabyte of them is a network's of a megabyte, while a few
 * kilobytes of tables of one column would ask for as many.
 */
export const ANSWERS: Allowance = { of: "logits of all pairs", free: 2 ** 26, perByte: 2 ** 12, most: 2 ** 30 };

/**
 * Multiplications of the answers to all pairs, under all readings that are tried: p² for each number of the weights. At p = 997
 * a million of them are for four bytes, while of zeros a compressed file has ten million in as many kilobytes.
 */
export const WORK: Allowance = {
  of: "multiplications for the answers to all pairs",
  free: 2 ** 34,
  perByte: 2 ** 21,
  most: Number.POSITIVE_INFINITY,
  remedy: "state the tensors' roles with --map",
};

/** Whoever walks a value may recurse: Python's own pickler stops at 1000 calls; a text nests by what a person writes. */
export const NESTING = { values: 1000, text: 100 } as const;

/** How much that is for a file, or a part of one, of so many bytes. */
export function allowed({ free, perByte, most }: Allowance, byteLength: number): number {
  return Math.min(free + perByte * byteLength, most);
}

/** Spends of what is allowed to so many bytes; calls `fail`, which throws, with the problem where there is no more. */
export function budget(
  allowance: Allowance,
  byteLength: number,
  fail: (problem: string, remedy: string) => never,
): (amount: number) => void {
  const limit = allowed(allowance, byteLength);
  let left = limit;
  return (amount) => {
    left -= amount;
    if (left >= 0) return;
    const remedy = allowance.remedy ?? (limit < allowance.most ? OUT_OF_PROPORTION : TOO_LARGE);
    fail(`asks for more than ${limit} ${allowance.of}${inFile(byteLength)}`, remedy);
  };
}

const OUT_OF_PROPORTION = "no genuine file does: do not trust its source, or save it again with less in it";
/** An honest file may be as large as that. */
const TOO_LARGE = "save it again with less in it";

function inFile(byteLength: number): string {
  return byteLength > 0 ? `, with ${byteLength} bytes to make them of` : "";
}
