import { RunError } from "../errors.ts";
import { NEITHER, type Split, TEST, TRAIN } from "./_split.ts";
import type { Task } from "./_task.ts";

/**
 * The split that trains on the first `trainCount` of the pair indices in `order` and tests on its others; of the p² =
 * `size` pairs, those that `order` lacks are in neither.
 */
export function splitFromOrder(order: Int32Array, trainCount: number, size: number, origin: string): Split {
  const member = new Uint8Array(size).fill(NEITHER);
  for (let i = 0; i < order.length; i++) member[order[i] as number] = i < trainCount ? TRAIN : TEST;
  return { member, origin, kind: "drawn" };
}

/**
 * The split that a run stored as lists of pair indices a·p + b. Without `test`, all that is not trained on is tested on,
 * but for the pairs that `answers` leaves without an answer.
 */
export function splitFromIndices(
  p: number,
  train: ArrayLike<number>,
  test: ArrayLike<number> | undefined,
  origin: string,
  answers?: Int32Array,
): Split {
  const member = new Uint8Array(p * p).fill(NEITHER);
  const put = (list: string, pairs: ArrayLike<number>, value: number) => {
    for (let i = 0; i < pairs.length; i++) {
      const s = pairs[i] as number;
      const where = `${origin}: ${list} pair ${i}`;
      if (!(Number.isInteger(s) && s >= 0 && s < p * p)) {
        throw new RunError(where, `a pair's index is an integer from 0 to ${p * p - 1}, got ${s}`);
      }
      if (member[s] !== NEITHER) {
        const before = member[s] === TRAIN ? "train" : "test";
        throw new RunError(where, `already listed under ${before}: (${Math.floor(s / p)}, ${s % p})`);
      }
      member[s] = value;
    }
  };
  put("train", train, TRAIN);
  // Some code trains on every pair, and tests on the same.
  if (test && samePairs(train, test)) return { member, origin: `${origin}: none held out`, kind: "stored" };
  put("test", test ?? remainder(member, answers), TEST);
  return { member, origin, kind: "stored" };
}

function samePairs(train: ArrayLike<number>, test: ArrayLike<number>): boolean {
  const trained = new Set(Array.from(train));
  return train.length === test.length && Array.from(test).every((pair) => trained.has(pair));
}

/** The split that a run stored as lists of pairs [a, b]; see `splitFromIndices`. */
export function splitFromPairs(
  p: number,
  trainPairs: readonly (readonly [number, number])[],
  testPairs: readonly (readonly [number, number])[] | undefined,
  origin: string,
  answers?: Int32Array,
): Split {
  const indices = (list: string, pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([a, b], i) => {
      if (isResidue(a, p) && isResidue(b, p)) return a * p + b;
      throw new RunError(`${origin}: ${list} pair ${i}`, `a and b are integers from 0 to ${p - 1}, got (${a}, ${b})`);
    });
  const test = testPairs === undefined ? undefined : indices("test", testPairs);
  return splitFromIndices(p, indices("train", trainPairs), test, origin, answers);
}

/** The pairs that have an answer ordered by it, then by b: (c ∘⁻¹ b, b) for c = 0 …, for b = 0 … */
export function quotientOrder({ p, answers }: Pick<Task, "p" | "answers">): Int32Array {
  const defined = Array.from({ length: p * p }, (_, s) => s).filter((s) => answers[s] >= 0);
  return Int32Array.from(defined.toSorted((s, t) => answers[s] - answers[t] || (s % p) - (t % p)));
}

/** How many pairs are in each part. */
export function counts(split: Split): { readonly train: number; readonly test: number } {
  let train = 0;
  let test = 0;
  for (const value of split.member) {
    if (value === TRAIN) train++;
    if (value === TEST) test++;
  }
  return { train, test };
}

function remainder(member: Uint8Array, answers: Int32Array | undefined): number[] {
  const rest: number[] = [];
  for (const [s, value] of member.entries()) if (value === NEITHER && (answers?.[s] ?? 0) >= 0) rest.push(s);
  return rest;
}

function isResidue(x: number, p: number): boolean {
  return Number.isInteger(x) && x >= 0 && x < p;
}
