import { memoOfTwo } from "../numerics/memo.ts";
import type { Network } from "../runs/run.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { NEITHER, TEST, TRAIN } from "../tasks/_split.ts";
import type { Residue } from "./pair-sums.ts";

/** The n² pairs of a cyclic group, in the order of its places: pair (i, j) at i·n + j. */
export interface GroupPairs {
  /** Its index a·p + b among all pairs of the task. */
  readonly index: Int32Array;
  readonly answer: Int32Array;
  readonly residue: Readonly<Record<Residue, Int32Array>>;
  /** Where its row begins in a table [residue, answer], and in one [pair, answer] of all pairs of the task. */
  readonly rows: Readonly<Record<Residue | "pair", Int32Array>>;
  /** Where the pairs of each part of the split stand; null where the split is not known. */
  readonly train: Int32Array | null;
  readonly test: Int32Array | null;
  readonly all: Int32Array;
}

/** On the multiplicative group the pairs with a zero, which no frequency describes, are left out. */
export const groupPairs: (network: Network, form: CyclicForm) => GroupPairs = memoOfTwo(
  ({ task, split }, { n, order }) => {
    const index = new Int32Array(n * n);
    const residue = {
      a: new Int32Array(n * n),
      b: new Int32Array(n * n),
      plus: new Int32Array(n * n),
      minus: new Int32Array(n * n),
    };
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        index[at] = order[i] * task.p + order[j];
        residue.a[at] = i;
        residue.b[at] = j;
        residue.plus[at] = (i + j) % n;
        residue.minus[at] = (i - j + n) % n;
      }
    }
    const member = index.map((s) => split?.member[s] ?? NEITHER);
    const all = index.map((_, at) => at);
    const part = (which: number) => (split ? all.filter((at) => member[at] === which) : null);
    const row = (places: Int32Array) => places.map((place) => place * task.p);
    const { a, b, plus, minus } = residue;
    const rows = { a: row(a), b: row(b), plus: row(plus), minus: row(minus), pair: row(index) };
    const answer = index.map((s) => task.answers[s]);
    return { index, answer, residue, rows, train: part(TRAIN), test: part(TEST), all };
  },
);
