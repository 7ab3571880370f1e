/** One position's keys and values, a row for each token that can stand there, and which row each pair has. */
export interface Seen {
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly rows: Int32Array;
}
/** Likewise the query. */
export interface Query {
  readonly query: Float32Array;
  readonly rows: Int32Array;
}

/** Attention of one position over some, forward and back, for the pairs of a batch. */
export interface AttentionPass {
  /** z [pair, head·d_head]. */
  readonly z: Float32Array;
  /** From ∂z to ∂query, and to ∂key and ∂value of each position, summed over the pairs of a row. */
  readonly back: (dz: Float32Array) => {
    readonly query: Float32Array;
    readonly keys: readonly Float32Array[];
    readonly values: readonly Float32Array[];
  };
}

/** z_h = Σ_j A_hj v_hj, A_h = α softmax_j(q_h · k_hj / √d_head) + 1 − α, and its gradient. Softmax in float64. */
export function attentionPass(
  { query, rows: queryRows }: Query,
  seen: readonly Seen[],
  { heads, width, coefficient }: { readonly heads: number; readonly width: number; readonly coefficient: number },
): AttentionPass {
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  const positions = seen.length;
  const pairs = queryRows.length;
  const z = new Float32Array(pairs * width);
  const softmax = new Float32Array(pairs * heads * positions);
  const share = new Float64Array(positions);
  for (let i = 0; i < pairs; i++) {
    const q = queryRows[i] * width;
    for (let h = 0; h < heads; h++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < positions; j++) {
        const { key, rows } = seen[j];
        const k = rows[i] * width + h * size;
        let dot = 0;
        for (let d = 0; d < size; d++) dot += query[q + h * size + d] * key[k + d];
        share[j] = dot * scale;
        if (!(share[j] <= top)) top = share[j];
      }
      let total = 0;
      for (let j = 0; j < positions; j++) total += share[j] = Math.exp(share[j] - top);
      for (let j = 0; j < positions; j++) {
        const A = share[j] / total;
        softmax[(i * heads + h) * positions + j] = A;
        const weight = coefficient * A + 1 - coefficient;
        const { value, rows } = seen[j];
        const v = rows[i] * width + h * size;
        const at = i * width + h * size;
        for (let d = 0; d < size; d++) z[at + d] += weight * value[v + d];
      }
    }
  }
  const back: AttentionPass["back"] = (dz) => {
    const gradient = {
      query: new Float32Array(query.length),
      keys: seen.map(({ key }) => new Float32Array(key.length)),
      values: seen.map(({ value }) => new Float32Array(value.length)),
    };
    const dA = new Float64Array(positions);
    for (let i = 0; i < pairs; i++) {
      const q = queryRows[i] * width;
      for (let h = 0; h < heads; h++) {
        const at = i * width + h * size;
        const first = (i * heads + h) * positions;
        let mean = 0;
        for (let j = 0; j < positions; j++) {
          const { value, rows } = seen[j];
          const v = rows[i] * width + h * size;
          const A = softmax[first + j];
          const weight = coefficient * A + 1 - coefficient;
          const dvalue = gradient.values[j];
          let dot = 0;
          for (let d = 0; d < size; d++) {
            dot += dz[at + d] * value[v + d];
            dvalue[v + d] += weight * dz[at + d];
          }
          dA[j] = dot;
          mean += A * dot;
        }
        for (let j = 0; j < positions; j++) {
          const ds = coefficient * softmax[first + j] * (dA[j] - mean) * scale;
          const { key, rows } = seen[j];
          const k = rows[i] * width + h * size;
          const dquery = gradient.query;
          const dkey = gradient.keys[j];
          for (let d = 0; d < size; d++) {
            dkey[k + d] += ds * query[q + h * size + d];
            dquery[q + h * size + d] += ds * key[k + d];
          }
        }
      }
    }
    return gradient;
  };
  return { z, back };
}
