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
  const share = new Float64Array(keys.length);
  for (let row = 0; row < rows; row++) {
    for (let h = 0; h < heads; h++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < share.length; j++) {
        share[j] = scores[j].data[scoreRows[j][row] * heads + h];
        // Written so that a NaN score stays a NaN.
        top = share[j] <= top ? top : share[j];
      }
      let total = 0;
      for (let j = 0; j < share.length; j++) {
        share[j] = Math.exp(share[j] - top);
        total += share[j];
      }
      const at = row * width + h * size;
      for (let j = 0; j < share.length; j++) {
        const A = (coefficient * share[j]) / total + 1 - coefficient;
        const value = values[j].data;
        const from = valueRows[j][row] * width + h * size;
        for (let i = 0; i < size; i++) data[at + i] += A * value[from + i];
      }
    }
  }
  return { of, data, rows, width };
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
