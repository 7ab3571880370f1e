import { firstToken } from "../networks/architecture.ts";
import { type Activations, forward } from "../networks/forward.ts";
import { type Model, weight } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { matrixOf } from "../numerics/matrices.ts";
import { inLastBlock, lastBlock } from "./last-block.ts";
import { answerWeights, fromNeurons, linearAfterNeurons } from "./neuron-logit-map.ts";
import { pairProduct } from "./pair-product.ts";

/**
 * The last place where a network is linear in its last layer's neurons: X = mid A + post M + constants [pair, width], float32.
 * That is the logits of the answers, with A = W_U and M = W_out W_U; where a norm stands between, the stream before it,
 * with A = 1 and M = W_out; in an MLP, which has no stream beside its neurons, the logits again, with M = W_U. What takes
 * away a part of the neurons takes that part through M from X, and nothing is approximated.
 */
export interface Readout {
  readonly width: number;
  /** X of the network as it is. */
  readonly own: Float32Array;
  /** post M. */
  readonly ofNeurons: Float32Array;
  /** mlp_out A, which is post M and the bias of the MLP. */
  readonly ofMlp: Float32Array;
  /** mid A, which passes the MLP by; null in an MLP. */
  readonly ofSkip: Float32Array | null;
  /** [neuron, width]. */
  readonly M: Matrix64;
  /** The logits [pair, answer] that follow from X. */
  readonly answers: (X: Float32Array) => Float32Array;
}

export function readout(model: Model): Readout {
  const { architecture } = model;
  const { neurons, logits } = forward(model);
  const own = answerColumns(logits, model);
  const answers = (X: Float32Array) => X;
  if (architecture.kind !== "transformer") {
    const M = answerWeights(model);
    const ofNeurons = pairProduct(neurons.data, M);
    return { width: M.columns, own, ofNeurons, ofMlp: ofNeurons, ofSkip: null, M, answers };
  }
  const { resid_mid: mid, mlp_out } = lastBlock(model);
  if (linearAfterNeurons(model)) {
    const A = answerWeights(model);
    const M = fromNeurons(model, A);
    const [ofSkip, ofMlp] = [mid, mlp_out].map(({ data }) => pairProduct(data, A));
    return { width: M.columns, own, ofNeurons: pairProduct(neurons.data, M), ofMlp, ofSkip, M, answers };
  }
  const M = matrixOf(weight(model, "W_out", architecture.blocks - 1));
  const [ofSkip, ofMlp] = [mid, mlp_out].map(({ data }) => data as Float32Array);
  return {
    width: M.columns,
    own: ofSkip.map((value, i) => value + ofMlp[i]),
    ofNeurons: pairProduct(neurons.data, M),
    ofMlp,
    ofSkip,
    M,
    answers: (X) => {
      const added = X.map((value, i) => value - ofSkip[i]);
      const hooks = {
        [inLastBlock("resid_mid", architecture)]: { position: -1, value: mid },
        [inLastBlock("mlp_out", architecture)]: { position: -1, value: { ...mlp_out, data: added } },
      };
      return answerColumns(forward(model, { hooks }).logits, model);
    },
  };
}

/** The columns of the answers [pair, answer] of logits [pair, token]. */
export function answerColumns({ data, shape }: Activations["logits"], { architecture }: Model): Float32Array {
  const { p } = architecture;
  const out = new Float32Array(shape[0] * p);
  for (let s = 0, from = firstToken(architecture); s < shape[0]; s++, from += shape[1]) {
    out.set(data.subarray(from, from + p), s * p);
  }
  return out;
}
