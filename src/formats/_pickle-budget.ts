/**
 * What the objects of a pickle may take in memory besides the bytes that the pickle itself carries: one byte can ask for
 * an empty dictionary of 260. Genuine pickles ask for thirty times their length at most, where they are long lists of
 * NumPy scalars; MOST is six million floats, or a quarter of a million of those scalars.
 */
const FREE = 2 ** 24;
const PER_BYTE = 64;
const MOST = 2 ** 27;

/** About what V8 takes for one; lists grow by half when they are full, so that a slot is two and a half. */
export const COST = { slot: 20, memo: 24, list: 32, bytes: 220, object: 100, dictionary: 260, entry: 36 } as const;

/** Values that wait on the stack: a pickler appends a thousand at once, only a long tuple needs more. */
export const MAX_STACK = 2 ** 20;

/** Spends of the memory allowed for a pickle of so many bytes; calls `fail` when there is none left. */
export function budgetFor(byteLength: number, fail: (problem: string) => never): (cost: number) => void {
  const most = Math.min(FREE + PER_BYTE * byteLength, MOST);
  let left = most;
  return (cost) => {
    left -= cost;
    if (left < 0) fail(`pickle of ${byteLength} bytes asks for objects of more than ${most}`);
  };
}
