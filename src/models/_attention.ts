import { type Batch, type Dependence, type Dependent, rowIndex, union } from "./_pairs.ts";

export interface AttentionShape {
  readonly heads: number;
  /** α in `softmax · α + (1 − α)` (Zhong et al. 2023); 1 is ordinary attention, 0 weighs every position by 1. */
  readonly coefficient: number;
}

/**
 * z_h = Σ_j A_hj v_hj with A_h = α softmax_j(q_h · k_hj / √d_head) + (1 − α), for one query and the positions j that it
 * may see. Scores are computed once for each thing that q and k_j depend on; the softmax is float64 inside.
 */
export function attention(
  query: Dependent,
  keys: readonly Dependent[],
  values: readonly Dependent[],
  { heads, coefficient }: AttentionShape,
  batch: Batch,
): Dependent {
  const { width } = query;
  const size = width / heads;
  const scores = keys.map((key) => headScores(query, key, heads, batch));
  const of = [...scores, ...values].reduce<Dependence>((all, x) => union(all, x.of), "nothing");
  const scoreRows = scores.map((x) => rowIndex(x.of, of, batch));
  const valueRows = values.map((x) => rowIndex(x.of, of, batch));
  const rows = scoreRows[0].length;
  const data = new Float32Array(rows * width);
  const shares = softmax(scores.map((x, j) => gathered(x, scoreRows[j])));
  for (const [j, share] of shares.entries()) {
    for (let i = 0; i < share.length; i++) share[i] = coefficient * share[i] + 1 - coefficient;
    addWeighted(data, share, values[j].data, valueRows[j], heads, size);
  }
  return { of, data, rows, width };
}

/** The rows of `x` that `rows` names, in float64. */
function gathered({ data, width }: Dependent, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * width);
  for (let row = 0, at = 0; row < rows.length; row++) {
    const from = rows[row] * width;
    for (let h = 0; h < width; h++) out[at++] = data[from + h];
  }
  return out;
}

/** e^{x_j} / Σ_j e^{x_j} over the lists, place by place, in place of them. */
function softmax(lists: readonly Float64Array[]): readonly Float64Array[] {
  const top = lists[0].slice();
  for (const list of lists) {
    // Written so that a NaN stays a NaN.
    for (let i = 0; i < top.length; i++) top[i] = list[i] <= top[i] ? top[i] : list[i];
  }
  const total = new Float64Array(top.length);
  for (const list of lists) {
    for (let i = 0; i < top.length; i++) {
      list[i] = Math.exp(list[i] - top[i]);
      total[i] += list[i];
    }
  }
  for (const list of lists) for (let i = 0; i < top.length; i++) list[i] /= total[i];
  return lists;
}

/** Adds to each head's part of each row the value's row, times that head's share. */
function addWeighted(
  data: Float32Array,
  share: Float64Array,
  value: Float32Array,
  valueRow: Int32Array,
  heads: number,
  size: number,
): void {
  for (let row = 0, at = 0; row < valueRow.length; row++) {
    let from = valueRow[row] * heads * size;
    for (let h = 0; h < heads; h++) {
      const A = share[row * heads + h];
      for (let i = 0; i < size; i++) data[at++] += A * value[from++];
    }
  }
}

/** q_h · k_h / √d_head for each head: one row for each thing that either depends on. */
function headScores(query: Dependent, key: Dependent, heads: number, batch: Batch): Dependent {
  const of = union(query.of, key.of);
  const queryRows = rowIndex(query.of, of, batch);
  const keyRows = rowIndex(key.of, of, batch);
  const size = query.width / heads;
  const data = new Float32Array(queryRows.length * heads);
  for (let row = 0; row < queryRows.length; row++) {
    for (let h = 0; h < heads; h++) {
      const q = queryRows[row] * query.width + h * size;
      const k = keyRows[row] * query.width + h * size;
      let dot = 0;
      for (let i = 0; i < size; i++) dot += query.data[q + i] * key.data[k + i];
      data[row * heads + h] = dot / Math.sqrt(size);
    }
  }
  return { of, data, rows: queryRows.length, width: heads };
}
