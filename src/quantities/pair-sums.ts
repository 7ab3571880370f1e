import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo, once } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/** A residue of the pair (a, b): the first input, the second, their sum, their difference. */
export type Residue = "a" | "b" | "plus" | "minus";

/** The residue that decides the answer: a + b, or a − b. */
export function answerResidue({ sign }: CyclicForm): Residue {
  return sign === 1 ? "plus" : "minus";
}

/** Σ over the n pairs whose residue is r, of each of `width` values that a pair has: [residue, column], float64. */
export interface ResidueSums {
  readonly data: Float64Array;
  readonly n: number;
  readonly width: number;
}
export type PairSums = Readonly<Record<Residue, ResidueSums>>;

/** Where each pair's values lie in an array: `width` of them for pair s = a·p + b, from `s · stride + offset` on. */
export interface PairColumns {
  readonly stride: number;
  readonly offset: number;
  readonly width: number;
  readonly p: number;
}

/**
 * A Fourier component of frequency k over pairs, {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b), is a function of a, of b,
 * or spanned by functions of a + b and of a − b: every one of them follows from these four sums, without a 2-D transform;
 * each sum is taken when it is asked for. The residues are places in `order`.
 */
export function pairSums(
  data: ArrayLike<number>,
  { stride, offset, width, p }: PairColumns,
  { n, order }: CyclicForm,
): PairSums {
  /** `placesOf(r, i)`: the i-th pair whose residue is r. */
  const sums = (placesOf: (r: number, i: number) => readonly [number, number]): ResidueSums => {
    const out = new Float64Array(n * width);
    const rows = new Int32Array(n);
    for (let r = 0; r < n; r++) {
      for (let i = 0; i < n; i++) {
        const [a, b] = placesOf(r, i);
        rows[i] = (order[a] * p + order[b]) * stride + offset;
      }
      addRows(out, r * width, data, rows, width);
    }
    return { data: out, n, width };
  };
  // Each is a pass over all values: a measure of a + b alone asks for one of the four.
  const kept = {
    a: once(() => sums((r, i) => [r, i])),
    b: once(() => sums((r, i) => [i, r])),
    plus: once(() => sums((r, i) => [i, (r - i + n) % n])),
    minus: once(() => sums((r, i) => [i, (i - r + n) % n])),
  };
  return {
    get a() {
      return kept.a();
    },
    get b() {
      return kept.b();
    },
    get plus() {
      return kept.plus();
    },
    get minus() {
      return kept.minus();
    },
  };
}

/** Adds rows of `data` to the one of `out`, four at a time: it is read and written a quarter as often. */
function addRows(out: Float64Array, at: number, data: ArrayLike<number>, rows: Int32Array, width: number): void {
  let k = 0;
  for (; k + 4 <= rows.length; k += 4) {
    const [r0, r1, r2, r3] = [rows[k], rows[k + 1], rows[k + 2], rows[k + 3]];
    for (let i = 0; i < width; i++) out[at + i] += data[r0 + i] + data[r1 + i] + data[r2 + i] + data[r3 + i];
  }
  for (; k < rows.length; k++) for (let i = 0; i < width; i++) out[at + i] += data[rows[k] + i];
}

/** Sums of the logits of the p answers. */
export const logitSums: (model: Model, form: CyclicForm) => PairSums = memoOfTwo((model, form) => {
  const { data, shape } = logitsOf(model);
  const { architecture } = model;
  const { p } = architecture;
  return pairSums(data, { stride: shape[1], offset: firstToken(architecture), width: p, p }, form);
});
