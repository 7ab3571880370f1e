import type { EditAt } from "./_edit.ts";
import { type Batch, type Dependence, type Dependent, rowCount, rowIndex, union } from "./_pairs.ts";

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
  at: EditAt,
): Dependent {
  const { width } = query;
  const size = width / heads;
  const shares = attentionPattern(query, keys, { heads, coefficient }, batch);
  const pattern = at("pattern", shares, ["head", "position"], [heads, keys.length]);
  const of = [pattern, ...values].reduce<Dependence>((all, x) => union(all, x.of), "nothing");
  const patternRows = rowIndex(pattern.of, of, batch);
  const data = new Float32Array(patternRows.length * width);
  for (const [j, value] of values.entries()) {
    addWeighted(data, pattern, patternRows, j, value, rowIndex(value.of, of, batch), heads);
  }
  return at("z", { of, data, rows: patternRows.length, width }, ["head", "d_head"], [heads, size]);
}

/** A_h = α softmax_j(q_h · k_hj / √d_head) + (1 − α) [row, head, position], a row for each thing that q and k depend on. */
export function attentionPattern(
  query: Dependent,
  keys: readonly Dependent[],
  { heads, coefficient }: AttentionShape,
  batch: Batch,
): Dependent {
  const scores = keys.map((key) => headScores(query, key, heads, batch));
  const of = scores.reduce<Dependence>((all, x) => union(all, x.of), "nothing");
  const shares = softmax(scores.map((x) => gathered(x, rowIndex(x.of, of, batch))));
  const positions = shares.length;
  const data = new Float32Array(shares[0].length * positions);
  for (const [j, share] of shares.entries()) {
    for (let i = 0; i < share.length; i++) data[i * positions + j] = coefficient * share[i] + 1 - coefficient;
  }
  return { of, data, rows: rowCount(of, batch), width: data.length / rowCount(of, batch) };
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

/** Adds to each head's part of each row the value's row, times that head's share of position j. */
function addWeighted(
  data: Float32Array,
  pattern: Dependent,
  patternRows: Int32Array,
  j: number,
  value: Dependent,
  valueRows: Int32Array,
  heads: number,
): void {
  const size = value.width / heads;
  const positions = pattern.width / heads;
  for (let row = 0, at = 0; row < valueRows.length; row++) {
    let from = valueRows[row] * value.width;
    const shares = patternRows[row] * pattern.width + j;
    for (let h = 0; h < heads; h++) {
      const A = pattern.data[shares + h * positions];
      for (let i = 0; i < size; i++) data[at++] += A * value.data[from++];
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
