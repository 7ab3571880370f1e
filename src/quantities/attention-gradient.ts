import { firstToken } from "../models/_architecture.ts";
import { type Model, optionalWeight, type TransformerArchitecture, weight } from "../models/_model.ts";
import { type Matrix64, product } from "../numerics/matmul.ts";
import { plus, transposed } from "../numerics/matrices.ts";
import { weightMatrix } from "./weight-matrix.ts";

/** The attention half of a one-block transformer without LayerNorm, for some pairs, float64. */
export interface AttentionGradient {
  /** The stream at the last position after it [pair, d_model]. */
  readonly mid: Float64Array;
  /** From ∂/∂mid to ∂/∂x_a and ∂/∂x_b, x = W_E + W_pos at the positions of a and b. */
  readonly back: (dMid: Float64Array) => { readonly a: Float64Array; readonly b: Float64Array };
}

/** mid = x_last + z W_O + b_O, z_h = Σ_j (α softmax_j(q_h · k_hj / √d_head) + 1 − α) v_hj, and its gradient. */
export function attentionGradient(model: Model, pairs: readonly (readonly number[])[]): AttentionGradient {
  const { sequence, heads, attentionCoefficient: coefficient } = model.architecture as TransformerArchitecture;
  const streams = sequence.map((slot, position) => embedded(model, position, (pair) => tokenOf(model, slot, pair)));
  const last = sequence.length - 1;
  const W = { Q: flat("W_Q"), K: flat("W_K"), V: flat("W_V"), O: flat("W_O") };
  const query = mapped(streams[last], "Q");
  const keys = streams.map((x) => mapped(x, "K"));
  const values = streams.map((x) => mapped(x, "V"));
  const width = W.Q.columns;
  const size = width / heads;
  const positions = sequence.length;
  const softmax = new Float64Array(pairs.length * heads * positions);
  const z = new Float64Array(pairs.length * width);
  for (let row = 0; row < pairs.length * heads; row++) {
    // Where a head of a pair begins, in query, keys, values and z alike.
    const at = row * size;
    const scores = keys.map((key) => dot(query, key, at) / Math.sqrt(size));
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    for (let j = 0; j < positions; j++) {
      softmax[row * positions + j] = Math.exp(scores[j] - top) / total;
      addScaled(z, coefficient * softmax[row * positions + j] + 1 - coefficient, values[j], at);
    }
  }
  const written = plus(product(z, W.O).data, optionalWeight(model, "b_O", 0)?.data);
  return { mid: plus(streams[last], written), back };

  function back(dMid: Float64Array) {
    const dz = product(dMid, transposed(W.O)).data;
    const empty = () => new Float64Array(z.length);
    const [dQuery, dKeys, dValues] = [empty(), keys.map(empty), values.map(empty)];
    for (let row = 0; row < pairs.length * heads; row++) {
      const at = row * size;
      const A = softmax.subarray(row * positions, (row + 1) * positions);
      const dA = values.map((value) => dot(dz, value, at));
      const mean = dA.reduce((sum, d, j) => sum + A[j] * d, 0);
      for (let j = 0; j < positions; j++) {
        const dScore = (coefficient * A[j] * (dA[j] - mean)) / Math.sqrt(size);
        addScaled(dKeys[j], dScore, query, at);
        addScaled(dQuery, dScore, keys[j], at);
        addScaled(dValues[j], coefficient * A[j] + 1 - coefficient, dz, at);
      }
    }
    const at = (position: number) => {
      const read = plus(
        product(dKeys[position], transposed(W.K)).data,
        product(dValues[position], transposed(W.V)).data,
      );
      return position === last ? plus(plus(read, product(dQuery, transposed(W.Q)).data), dMid) : read;
    };
    return { a: at(sequence.indexOf("a")), b: at(sequence.indexOf("b")) };
  }

  function flat(name: "W_Q" | "W_K" | "W_V" | "W_O"): Matrix64 {
    const found = weightMatrix(weight(model, name, 0));
    if (!found) throw new Error(`${name} is no matrix`);
    return { ...found, data: Float64Array.from(found.data) };
  }

  function mapped(x: Float64Array, name: "Q" | "K" | "V"): Float64Array {
    return plus(product(x, W[name]).data, optionalWeight(model, `b_${name}`, 0)?.data);
  }

  function dot(x: Float64Array, y: Float64Array, at: number): number {
    let sum = 0;
    for (let i = at; i < at + size; i++) sum += x[i] * y[i];
    return sum;
  }

  function addScaled(to: Float64Array, scale: number, from: Float64Array, at: number): void {
    for (let i = at; i < at + size; i++) to[i] += scale * from[i];
  }

  /** W_E + W_pos at a position [pair, d_model]. */
  function embedded(model: Model, position: number, token: (pair: readonly number[]) => number): Float64Array {
    const { data, shape } = weight(model, "W_E");
    const W_pos = optionalWeight(model, "W_pos");
    const d_model = shape[1];
    const out = new Float64Array(pairs.length * d_model);
    for (const [t, pair] of pairs.entries()) {
      out.set(data.subarray(token(pair) * d_model, (token(pair) + 1) * d_model), t * d_model);
    }
    return plus(out, W_pos?.data.subarray(position * d_model, (position + 1) * d_model));
  }
}

/** The token that stands at a slot of the sequence. */
function tokenOf({ architecture }: Model, slot: "a" | "b" | number, [a, b]: readonly number[]): number {
  return typeof slot === "number" ? slot : firstToken(architecture) + (slot === "a" ? a : b);
}
