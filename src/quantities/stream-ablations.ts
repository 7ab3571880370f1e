import { type Model, type TransformerArchitecture, weight } from "../networks/model.ts";
import { ABLATION_KINDS, type Ablation, type AblationKind, ablated, meanRow, named } from "./ablated.ts";
import { lastBlock, withActivation } from "./last-block.ts";
import { pairProduct, someColumns } from "./pair-product.ts";
import { answerColumns, type Readout } from "./readout.ts";

/**
 * The last block's attention, its heads, its attention with a fixed pattern, its MLP and what passes the MLP by, each taken
 * away at the last position, the MLP computed anew where what it reads has changed. Of an MLP, its last layer alone.
 *
 * Linearised: every pattern is replaced by its mean over the pairs, so that attention is a fixed linear map of its inputs.
 */
export function* streamAblations(model: Model, readout: Readout, order: Int32Array): Generator<Ablation> {
  const { architecture } = model;
  const { own, ofMlp, ofSkip, width, answers } = readout;
  const inX = function* (component: string, part: Float32Array): Generator<Ablation> {
    for (const kind of ABLATION_KINDS)
      yield named(component, "whole", kind, answers(ablated(own, part, width, kind, order)));
  };
  if (architecture.kind === "transformer" && ofSkip) {
    yield* attentionAblations(model, architecture, order);
    yield* inX("skip", ofSkip);
  }
  yield* inX("mlp", ofMlp);
}

function* attentionAblations(
  model: Model,
  architecture: TransformerArchitecture,
  order: Int32Array,
): Generator<Ablation> {
  const { attn_out, pattern, z } = lastBlock(model);
  const whole = attn_out.data as Float32Array;
  const answers = (part: Float32Array, kind: AblationKind): Float32Array => {
    const without = ablated(whole, part, attn_out.shape[1], kind, order);
    return answerColumns(withActivation(model, architecture, "attn_out", without), model);
  };
  for (const kind of ABLATION_KINDS) yield named("attention", "whole", kind, answers(whole, kind));
  const mean = meanRow(pattern.data, pattern.data.length / pattern.shape[0]);
  const fixed = Float32Array.from(pattern.data, (_, i) => mean[i % mean.length]);
  const linearised = withActivation(model, architecture, "pattern", fixed);
  yield named("attention", "linearised", "mean", answerColumns(linearised, model));
  const { data, shape } = weight(model, "W_O", architecture.blocks - 1);
  for (let head = 0; head < architecture.heads; head++) {
    // What a head adds to attn_out is z_h W_O,h.
    const size = shape[1] * shape[2];
    const W_O = new Float64Array(data.subarray(head * size, (head + 1) * size));
    const columns = Int32Array.from({ length: shape[1] }, (_, i) => head * shape[1] + i);
    const ofHead = someColumns(z.data, shape[0] * shape[1], columns);
    const part = pairProduct(ofHead, { data: W_O, rows: shape[1], columns: shape[2] });
    for (const kind of ABLATION_KINDS) yield named("head", `head ${head}`, kind, answers(part, kind));
  }
}
