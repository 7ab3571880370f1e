import { keyHeadOf } from "../networks/architecture.ts";
import { type Model, type TransformerArchitecture, weight } from "../networks/model.ts";
import { choleskyRoot } from "../numerics/cholesky.ts";
import { effectiveRank } from "../numerics/effective-rank.ts";
import { memo } from "../numerics/memo.ts";
import { singularValues } from "../numerics/singular-values.ts";

/** A matrix [d_model, d_model] of rank at most d_head. */
export interface Circuit {
  /** Its singular values that may differ from 0, largest first: d_head of them. */
  readonly sigma: Float64Array;
  /** exp(H(σ/Σσ)). */
  readonly effectiveRank: number;
}
/** What a head compares (QK = W_Q W_Kᵀ), and what it moves (OV = W_V W_O), whatever basis stands between. */
export interface HeadCircuits {
  readonly block: number;
  readonly head: number;
  readonly qk: Circuit;
  readonly ov: Circuit;
}

/** The circuits of each head of each block (Elhage et al. 2021, A mathematical framework for transformer circuits). */
export const headCircuits: (model: Model) => readonly HeadCircuits[] = memo((model) => {
  const architecture = model.architecture as TransformerArchitecture;
  const { blocks, heads } = architecture;
  return Array.from({ length: blocks * heads }, (_, i) => {
    const [block, head] = [Math.floor(i / heads), i % heads];
    const root = (name: "W_Q" | "W_K" | "W_V" | "W_O") => {
      const { data, shape } = weight(model, name, block);
      const size = shape[1] * shape[2];
      const d_head = name === "W_O" ? shape[1] : shape[2];
      const own = name === "W_K" || name === "W_V" ? keyHeadOf(architecture, head) : head;
      return choleskyRoot(gram(data.subarray(own * size, (own + 1) * size), d_head, name === "W_O"), d_head);
    };
    const d_head = weight(model, "W_Q", block).shape[2];
    const circuit = (X: Float64Array, Y: Float64Array): Circuit => {
      const core = leftTransposed(X, Y, d_head);
      return { sigma: singularValues(core, d_head, d_head), effectiveRank: effectiveRank(core, d_head, d_head) };
    };
    // With X = O_X L_Xᵀ and O_X orthonormal, X Yᵀ = O_X (L_Xᵀ L_Y) O_Yᵀ has the singular values of the small matrix inside.
    return { block, head, qk: circuit(root("W_Q"), root("W_K")), ov: circuit(root("W_V"), root("W_O")) };
  });
});

/** XᵀX of X [long, size], or XXᵀ of X [size, long], float64. */
function gram(X: ArrayLike<number>, size: number, wide: boolean): Float64Array {
  const long = X.length / size;
  const at = wide ? (i: number, m: number) => i * long + m : (i: number, m: number) => m * size + i;
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let m = 0; m < long; m++) dot += X[at(i, m)] * X[at(j, m)];
      out[i * size + j] = dot;
      out[j * size + i] = dot;
    }
  }
  return out;
}

/** XᵀY of square matrices. */
function leftTransposed(X: Float64Array, Y: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) out[i * size + j] += X[k * size + i] * Y[k * size + j];
    }
  }
  return out;
}
