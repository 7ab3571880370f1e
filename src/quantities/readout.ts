import { firstToken } from "../networks/architecture.ts";
import { type Activations, activationsOf, forward, logitsOf, neuronsOf } from "../networks/forward.ts";
import { type Model, weight } from "../networks/model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
import { matrixOf } from "../numerics/matrices.ts";
import { blockActivations, inBlock } from "./block-activations.ts";
import { answerWeights, fromNeurons, linearAfterNeurons } from "./neuron-logit-map.ts";
import { hasLogitMap, lastBlockOf } from "./of-block.ts";
import { pairProduct } from "./pair-product.ts";

/**
 * The last place where a network is linear in a block's neurons: X = mid A + post M + constants [pair, width], float32. Of the
 * last block that is the logits of the answers, with A = W_U and M = W_out W_U; where a norm stands between, or later blocks do,
 * the stream after the block at the last position, with A = 1 and M = W_out; in an MLP, which has no stream beside its neurons,
 * the logits again, with M = W_U, or of an earlier layer what the next is given, with M its weights. What takes away a part of
 * the neurons takes that part through M from X, and all that follows is computed anew: nothing is approximated.
 */
export interface Readout {
  /** Whose neurons these are, from 0. */
  readonly block: number;
  /** [pair, neuron]. */
  readonly neurons: Float32Array;
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

/** The readout of a block's neurons, the last block's unless one is named. */
export function readout(model: Model, block = lastBlockOf(model)): Readout {
  return model.architecture.kind === "transformer" ? ofTransformer(model, block) : ofMlp(model, block);
}

function ofMlp(model: Model, block: number): Readout {
  const neurons = neuronsOf(model, block).data as Float32Array;
  if (hasLogitMap(model.architecture, block) === true) {
    const M = answerWeights(model);
    const ofNeurons = pairProduct(neurons, M);
    const own = answerColumns(logitsOf(model), model);
    return {
      block,
      neurons,
      width: M.columns,
      own,
      ofNeurons,
      ofMlp: ofNeurons,
      ofSkip: null,
      M,
      answers: (X) => X,
    };
  }
  const next = `layers.${block + 1}.`;
  const W = model.parameters.get(`${next}W`);
  if (!W) throw new Error(`the network has no weight ${next}W`);
  const M = matrixOf(W);
  const ofNeurons = pairProduct(neurons, M);
  const pre = `${next}hook_pre`;
  const given = activationsOf<string>(model, [pre])[pre];
  return {
    block,
    neurons,
    width: M.columns,
    own: given.data as Float32Array,
    ofNeurons,
    ofMlp: ofNeurons,
    ofSkip: null,
    M,
    answers: (data) => {
      const hooks = { [pre]: { position: -1, value: { ...given, data } } };
      return answerColumns(forward(model, { hooks }).logits, model);
    },
  };
}

function ofTransformer(model: Model, block: number): Readout {
  const neurons = neuronsOf(model, block).data as Float32Array;
  const { resid_mid: mid, mlp_out } = blockActivations(model, block);
  if (linearAfterNeurons(model, block)) {
    const A = answerWeights(model);
    const M = fromNeurons(model, A, block);
    const [ofSkip, ofMlp] = [mid, mlp_out].map(({ data }) => pairProduct(data, A));
    const own = answerColumns(logitsOf(model), model);
    return {
      block,
      neurons,
      width: M.columns,
      own,
      ofNeurons: pairProduct(neurons, M),
      ofMlp,
      ofSkip,
      M,
      answers: (X) => X,
    };
  }
  const M = matrixOf(weight(model, "W_out", block));
  const [ofSkip, ofMlp] = [mid, mlp_out].map(({ data }) => data as Float32Array);
  return {
    block,
    neurons,
    width: M.columns,
    own: ofSkip.map((value, i) => value + ofMlp[i]),
    ofNeurons: pairProduct(neurons, M),
    ofMlp,
    ofSkip,
    M,
    answers: (X) => {
      const added = X.map((value, i) => value - ofSkip[i]);
      const hooks = {
        [inBlock("resid_mid", block)]: { position: -1, value: mid },
        [inBlock("mlp_out", block)]: { position: -1, value: { ...mlp_out, data: added } },
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
