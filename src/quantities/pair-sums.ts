import { type Columns, type Residue, type ResidueSums, summingByResidue } from "../compiled/residue-sums.ts";
import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import type { Tensor } from "../numerics/tensor.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

export type { Residue, ResidueSums };

/** The residue that decides the answer: a + b, or a − b. */
export function answerResidue({ sign }: CyclicForm): Residue {
  return sign === 1 ? "plus" : "minus";
}

/** Sums over the pairs of equal a, b, a + b and a − b, modulo n. */
export type PairSums = Readonly<Record<Residue, ResidueSums>>;

/** Where each pair's values lie in an array: `width` of them for pair s = a·p + b, from `s · stride + offset` on. */
export interface PairColumns extends Columns {
  readonly p: number;
}

/**
 * A Fourier component of frequency k over pairs, {1, cos_k, sin_k}(a) × {1, cos_k, sin_k}(b), is a function of a, of b,
 * or spanned by functions of a + b and of a − b: every one of them follows from these four sums, without a 2-D transform.
 * The residues are places in `order`.
 */
export function pairSums(data: Tensor["data"], columns: PairColumns, form: CyclicForm): PairSums {
  const places = placesOf(columns.p, form);
  const { add, sums } = summingByResidue(form.n, columns, places);
  add(data, places);
  return sums();
}

/** Where each of the p inputs stands in the group; −1 where it is none of it. */
export function placesOf(p: number, { n, order }: CyclicForm): Int32Array {
  const places = new Int32Array(p).fill(-1);
  for (let i = 0; i < n; i++) places[order[i]] = i;
  return places;
}

/** Sums of the logits of the p answers. */
export const logitSums: (model: Model, form: CyclicForm) => PairSums = memoOfTwo((model, form) => {
  const { data, shape } = logitsOf(model);
  const { architecture } = model;
  const { p } = architecture;
  return pairSums(data, { stride: shape[1], offset: firstToken(architecture), width: p, p }, form);
});
