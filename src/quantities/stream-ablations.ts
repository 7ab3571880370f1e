import { type Model, type TransformerArchitecture, weight } from "../models/_model.ts";
import type { Matrix64 } from "../numerics/matmul.ts";
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
  const { own, ofMlp, width, stream, answers } = readout;
  const inX = function* (component: string, part: Float32Array): Generator<Ablation> {
    for (const kind of ABLATION_KINDS)
      yield named(component, "whole", kind, answers(ablated(own, part, width, kind, order)));
  };
  if (architecture.kind === "transformer" && stream) {
    yield* attentionAblations(model, architecture, stream.answers, order);
    yield* inX("skip", stream.ofSkip);
  }
  yield* inX("mlp", ofMlp);
}

function* attentionAblations(
  model: Model,
  architecture: TransformerArchitecture,
  answersWith: (x: Float32Array, B: Matrix64) => Float32Array,
  order: Int32Array,
): Generator<Ablation> {
  const { attn_out, pattern, z } = lastBlock(model);
  const answers = (part: Float32Array, B: Matrix64, kind: AblationKind): Float32Array => {
    const change = ablated(new Float32Array(part.length), part, B.rows, kind, order);
    if (architecture.normalisation !== "post") return answersWith(change, B);
    // A norm after the sum does not let the change through as it is.
    const changed = pairProduct(change, B).map((value, i) => value + attn_out.data[i]);
    return answerColumns(withActivation(model, architecture, "attn_out", changed), model);
  };
  for (const kind of ABLATION_KINDS)
    yield named("attention", "whole", kind, answers(attn_out.data as Float32Array, identity(attn_out.shape[1]), kind));
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
    for (const kind of ABLATION_KINDS) {
      const B = { data: W_O, rows: shape[1], columns: shape[2] };
      yield named("head", `head ${head}`, kind, answers(ofHead, B, kind));
    }
  }
}

function identity(size: number): Matrix64 {
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) data[i * size + i] = 1;
  return { data, rows: size, columns: size };
}
