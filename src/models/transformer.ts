import type { Tensor2D } from "@tensorflow/tfjs-core";
import { scoped, tensorflow } from "../engine/backend.ts";
import { type Tensor, tensor } from "../numerics/tensor.ts";
import type { TransformerArchitecture } from "./_architecture.ts";
import { type AttentionShape, attention, attentionPattern } from "./_attention.ts";
import { activated, affine, downloaded, layerNormed, uploaded, uploadedWeight } from "./_dense.ts";
import { type EditAt, editAt } from "./_edit.ts";
import { type Model, optionalWeight, type WeightName, weight } from "./_model.ts";
import { type Batch, type BatchFunction, type Dependence, type Dependent, spread, sum } from "./_pairs.ts";

/**
 * The network as a function from a batch of pairs to the last block's neurons and the logits at the last position,
 * float32 as trained. Weights go to the tensor backend once, at the first call; what depends on one input only is
 * computed once an input; in the last block only the last position is.
 */
export function transformer(model: Model, architecture: TransformerArchitecture): BatchFunction {
  const blocks = Array.from({ length: architecture.blocks }, (_, i) => blockWeights(model, i, architecture));
  const W_U = uploadedWeight(weight(model, "W_U"), weight(model, "W_U").shape[0]);
  const b_U = bias(model, "b_U");
  const final = norm(model, "ln_final", undefined, architecture);
  return (batch, withNeurons, edit) => {
    let stream = embedded(model, architecture);
    const last = stream.length - 1;
    const places = (block: number, position: number): Places => ({
      batch,
      position,
      withNeurons: withNeurons && block === blocks.length - 1,
      edited: edit !== undefined,
      at: editAt(edit, batch, (name) => placed(name, block, blocks.length, position, last)),
    });
    for (const [i, block] of blocks.slice(0, -1).entries()) {
      stream = stream.map((_, position) => throughBlock(stream, block, architecture, places(i, position)).out);
    }
    const end = throughBlock(stream, blocks[blocks.length - 1], architecture, places(blocks.length - 1, last));
    const out = spread(final(end.out), "pair", batch);
    const unembedded = scoped(() => downloaded(affine(uploaded(out), W_U, b_U)));
    const at = editAt(edit, batch, (name) => name);
    const logits = at("logits", { ...unembedded, of: "pair" }, ["token"], [unembedded.width]);
    const widest = Math.max(blocks[blocks.length - 1].in.shape[1], logits.width);
    return { neurons: end.neurons && spread(end.neurons, "pair", batch), logits, widest };
  };
}

/**
 * The attention of the last position in the first block [pair, head, position], for all p² pairs, float32 as in a pass: the
 * rest of the pass is left out.
 */
export function firstPattern(
  model: Model,
  architecture: TransformerArchitecture,
): Tensor<readonly ["pair", "head", "position"]> {
  const { p, heads, attentionCoefficient: coefficient, normalisation } = architecture;
  const batch: Batch = { p, first: 0, count: p * p };
  const pattern = scoped(() => {
    const { Q, K, b, ln1 } = blockWeights(model, 0, architecture);
    const stream = embedded(model, architecture).map((x) => (normalisation === "pre" ? ln1(x) : x));
    const mapped = (x: Dependent, W: Tensor2D, bias: Tensor2D | undefined): Dependent => ({
      ...downloaded(affine(uploaded(x), W, bias)),
      of: x.of,
    });
    const keys = stream.map((x) => mapped(x, K, b.K));
    return attentionPattern(mapped(stream[stream.length - 1], Q, b.Q), keys, { heads, coefficient }, batch);
  });
  const { data, rows } = spread(pattern, "pair", batch);
  return tensor(["pair", "head", "position"], [rows, heads, architecture.sequence.length], data);
}

interface BlockWeights {
  readonly Q: Tensor2D;
  readonly K: Tensor2D;
  readonly V: Tensor2D;
  readonly O: Tensor2D;
  readonly in: Tensor2D;
  readonly out: Tensor2D;
  readonly b: Readonly<Record<"Q" | "K" | "V" | "O" | "in" | "out", Tensor2D | undefined>>;
  readonly ln1: (x: Dependent) => Dependent;
  readonly ln2: (x: Dependent) => Dependent;
}

function blockWeights(model: Model, block: number, architecture: TransformerArchitecture): BlockWeights {
  // [head, d_model, d_head] as one matrix [d_model, head·d_head].
  const projection = (name: "W_Q" | "W_K" | "W_V"): Tensor2D => {
    const tf = tensorflow();
    const { shape, data } = weight(model, name, block);
    return tf.reshape(tf.transpose(tf.tensor3d(Float32Array.from(data), [...shape]), [1, 0, 2]), [shape[1], -1]);
  };
  const W_O = weight(model, "W_O", block);
  const W_in = weight(model, "W_in", block);
  const W_out = weight(model, "W_out", block);
  return {
    Q: projection("W_Q"),
    K: projection("W_K"),
    V: projection("W_V"),
    O: uploadedWeight(W_O, W_O.shape[0] * W_O.shape[1]),
    in: uploadedWeight(W_in, W_in.shape[0]),
    out: uploadedWeight(W_out, W_out.shape[0]),
    b: {
      Q: bias(model, "b_Q", block),
      K: bias(model, "b_K", block),
      V: bias(model, "b_V", block),
      O: bias(model, "b_O", block),
      in: bias(model, "b_in", block),
      out: bias(model, "b_out", block),
    },
    ln1: norm(model, "ln1", block, architecture),
    ln2: norm(model, "ln2", block, architecture),
  };
}

function bias(model: Model, name: WeightName, block?: number): Tensor2D | undefined {
  const found = optionalWeight(model, name, block);
  return found && uploadedWeight(found, 1);
}

/** LayerNorm as a function, or the identity where the architecture has none there. */
function norm(
  model: Model,
  name: "ln1" | "ln2" | "ln_final",
  block: number | undefined,
  { normalisation, layerNormEpsilon }: TransformerArchitecture,
): (x: Dependent) => Dependent {
  const w = optionalWeight(model, `${name}_w`, block);
  const b = optionalWeight(model, `${name}_b`, block);
  if (normalisation === "none" || (name === "ln_final" && !w && !b)) return (x) => x;
  return (x) => ({ ...layerNormed(x, w, b, layerNormEpsilon), of: x.of });
}

/** W_E + W_pos at each position: p rows for an input, one for a fixed token. */
function embedded(model: Model, { sequence, p, firstToken }: TransformerArchitecture): readonly Dependent[] {
  const W_E = weight(model, "W_E");
  const W_pos = optionalWeight(model, "W_pos");
  const width = W_E.shape[1];
  return sequence.map((slot, position) => {
    const of: Dependence = typeof slot === "number" ? "nothing" : slot;
    const rows = typeof slot === "number" ? 1 : p;
    const from = (typeof slot === "number" ? slot : firstToken) * width;
    const data = Float32Array.from(W_E.data.subarray(from, from + rows * width));
    if (W_pos) for (let i = 0; i < data.length; i++) data[i] += W_pos.data[position * width + (i % width)];
    return { of, data, rows, width };
  });
}

/** Where in the network a block is asked to work. */
interface Places {
  readonly batch: Batch;
  readonly position: number;
  readonly withNeurons: boolean;
  /** Whether every activation is shown to an edit; else the MLP stays on the backend. */
  readonly edited: boolean;
  readonly at: EditAt;
}

/** An activation's name with its block, unless there is one, and its position, unless it is the last. */
function placed(name: string, block: number, blocks: number, position: number, last: number): string {
  return `${blocks === 1 ? "" : `blocks.${block}.`}${name}${position === last ? "" : `@${position}`}`;
}

/** One position through one block: the stream after it, and the neurons inside. */
function throughBlock(
  stream: readonly Dependent[],
  weights: BlockWeights,
  architecture: TransformerArchitecture,
  { batch, position, withNeurons, edited, at }: Places,
): { readonly out: Dependent; readonly neurons: Dependent | undefined } {
  const { normalisation, activation, causal } = architecture;
  const before = (norm: (x: Dependent) => Dependent, x: Dependent) => (normalisation === "pre" ? norm(x) : x);
  const after = (norm: (x: Dependent) => Dependent, x: Dependent) => (normalisation === "post" ? norm(x) : x);
  const mapped = (x: Dependent, W: Tensor2D, b: Tensor2D | undefined): Dependent => ({
    ...scoped(() => downloaded(affine(uploaded(x), W, b))),
    of: x.of,
  });
  const inStream = (name: string, x: Dependent) => at(name, x, ["d_model"], [x.width]);

  const seen = (causal ? stream.slice(0, position + 1) : stream).map((x) => before(weights.ln1, x));
  const shape: AttentionShape = { heads: architecture.heads, coefficient: architecture.attentionCoefficient };
  const z = attention(
    mapped(seen[position], weights.Q, weights.b.Q),
    seen.map((x) => mapped(x, weights.K, weights.b.K)),
    seen.map((x) => mapped(x, weights.V, weights.b.V)),
    shape,
    batch,
    at,
  );
  const attended = inStream("attn_out", mapped(z, weights.O, weights.b.O));
  const middle = inStream("resid_mid", after(weights.ln1, sum(stream[position], attended, batch)));
  const input = before(weights.ln2, middle);
  if (edited) {
    const post = scoped(() => downloaded(activated(affine(uploaded(input), weights.in, weights.b.in), activation)));
    const neurons = at("post", { ...post, of: input.of }, ["neuron"], [post.width]);
    const written = inStream("mlp_out", mapped(neurons, weights.out, weights.b.out));
    return { out: inStream("resid_post", after(weights.ln2, sum(middle, written, batch))), neurons };
  }
  const [neurons, streamAfter] = scoped(() => {
    const x = uploaded(input);
    const post = activated(affine(x, weights.in, weights.b.in), activation);
    const added = tensorflow().add(affine(post, weights.out, weights.b.out), input === middle ? x : uploaded(middle));
    return [withNeurons ? downloaded(post) : undefined, downloaded(added as Tensor2D)] as const;
  });
  const out = after(weights.ln2, { ...streamAfter, of: middle.of });
  return { out, neurons: neurons && { ...neurons, of: input.of } };
}
