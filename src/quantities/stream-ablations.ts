import { type Model, weight } from "../networks/model.ts";
import { ABLATION_KINDS, type Ablation, type AblationKind, ablated, meanRow, named } from "./ablated.ts";
import { blockActivations, withActivation } from "./block-activations.ts";
import { pairProduct, someColumns } from "./pair-product.ts";
import { answerColumns, type Readout } from "./readout.ts";

/**
 * A block's attention, its heads, its attention with a fixed pattern, its MLP and what passes the MLP by, each taken away at
 * the last position, and what follows from it computed anew: the block's MLP, and all later blocks. Of an MLP, the layer alone.
 *
 * Linearised: every pattern is replaced by its mean over the pairs, so that attention is a fixed linear map of its inputs.
 */
export function* streamAblations(model: Model, readout: Readout, order: Int32Array): Generator<Ablation> {
  const { block, own, ofMlp, ofSkip, width, answers } = readout;
  const inX = function* (component: string, part: Float32Array): Generator<Ablation> {
    for (const kind of ABLATION_KINDS)
      yield named(block, component, "whole", kind, answers(ablated(own, part, width, kind, order)));
  };
  if (ofSkip) {
    yield* attentionAblations(model, block, order);
    yield* inX("skip", ofSkip);
  }
  yield* inX("mlp", ofMlp);
}

function* attentionAblations(model: Model, block: number, order: Int32Array): Generator<Ablation> {
  const { attn_out, pattern, z } = blockActivations(model, block);
  const whole = attn_out.data as Float32Array;
  const answers = (part: Float32Array, kind: AblationKind): Float32Array => {
    const without = ablated(whole, part, attn_out.shape[1], kind, order);
    return answerColumns(withActivation(model, block, "attn_out", without), model);
  };
  for (const kind of ABLATION_KINDS) yield named(block, "attention", "whole", kind, answers(whole, kind));
  const mean = meanRow(pattern.data, pattern.data.length / pattern.shape[0]);
  const fixed = Float32Array.from(pattern.data, (_, i) => mean[i % mean.length]);
  const linearised = withActivation(model, block, "pattern", fixed);
  yield named(block, "attention", "linearised", "mean", answerColumns(linearised, model));
  const { data, shape } = weight(model, "W_O", block);
  for (let head = 0; head < shape[0]; head++) {
    // What a head adds to attn_out is z_h W_O,h.
    const size = shape[1] * shape[2];
    const W_O = new Float64Array(data.subarray(head * size, (head + 1) * size));
    const columns = Int32Array.from({ length: shape[1] }, (_, i) => head * shape[1] + i);
    const ofHead = someColumns(z.data, shape[0] * shape[1], columns);
    const part = pairProduct(ofHead, { data: W_O, rows: shape[1], columns: shape[2] });
    for (const kind of ABLATION_KINDS) yield named(block, "head", `head ${head}`, kind, answers(part, kind));
  }
}
