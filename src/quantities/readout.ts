import { scoped } from "../engine/backend.ts";
import { firstToken } from "../models/_architecture.ts";
import { activated, affine, downloaded, layerNormed, uploaded } from "../models/_dense.ts";
import { type Model, optionalWeight, type TransformerArchitecture, weight } from "../models/_model.ts";
import { type Activations, forward } from "../models/forward.ts";
import { type Matrix64, product } from "../numerics/matmul.ts";
import { lastBlock } from "./last-block.ts";
import { answerWeights, fromNeurons } from "./neuron-logit-map.ts";
import { pairProduct } from "./pair-product.ts";

/**
 * The last place where a network is linear in its last layer's neurons: X = mid A + post M + constants [pair, width], float32.
 * That is the logits of the answers, with A = W_U and M = W_out W_U; where a LayerNorm stands between, the stream before it,
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
  /** [neuron, width]. */
  readonly M: Matrix64;
  /** The logits [pair, answer] that follow from X. */
  readonly answers: (X: Float32Array) => Float32Array;
  /** What passes the MLP by; null in an MLP. */
  readonly stream: {
    /** mid A. */
    readonly ofSkip: Float32Array;
    /** The logits [pair, answer] where x B [pair, d_model] is added to the stream before the MLP; after attention, so not of a post-norm. */
    readonly answers: (x: Float32Array, B: Matrix64) => Float32Array;
  } | null;
}

export function readout(model: Model): Readout {
  const { architecture } = model;
  const { neurons, logits } = forward(model);
  if (architecture.kind === "mlp") {
    const M = answerWeights(model);
    const ofNeurons = pairProduct(neurons.data, M);
    return {
      width: M.columns,
      own: answerColumns(logits, model),
      ofNeurons,
      ofMlp: ofNeurons,
      M,
      answers: (X) => X,
      stream: null,
    };
  }
  const end = endOf(model, architecture);
  const { A, M } = end;
  const mid = lastBlock(model).resid_mid.data;
  const ofNeurons = pairProduct(neurons.data, M);
  const ofMlp = addRow(ofNeurons.slice(), end.bias);
  const throughMlp = mlpOf(model, architecture, mid, M);
  const ofSkip = A ? pairProduct(mid, A) : Float32Array.from(mid);
  return {
    width: M.columns,
    own: A ? answerColumns(logits, model) : addTo(ofSkip.slice(), ofMlp),
    ofNeurons,
    ofMlp,
    M,
    answers: A ? (X) => X : end.answers,
    stream: {
      ofSkip,
      answers: (x, B) => {
        const X = addTo(addRow(throughMlp(x, B), end.bias), ofSkip);
        return end.answers(addTo(X, pairProduct(x, A ? product(B.data, A) : B)));
      },
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

interface End {
  /** Undefined where it is 1. */
  readonly A: Matrix64 | undefined;
  readonly M: Matrix64;
  /** b_out A [column]. */
  readonly bias: ArrayLike<number> | undefined;
  /** The rest of the network after mid A + post M + b_out A. */
  readonly answers: (X: Float32Array) => Float32Array;
}

function endOf(model: Model, architecture: TransformerArchitecture): End {
  const last = architecture.blocks - 1;
  const first = firstToken(architecture);
  const W_U = answerWeights(model);
  const b_out = optionalWeight(model, "b_out", last)?.data;
  const b_U = optionalWeight(model, "b_U")?.data.subarray(first, first + architecture.p);
  const norms = architecture.normalisation === "none" ? [] : normsAfterMlp(model, architecture);
  if (norms.length === 0) {
    const bias = b_out && product(b_out, W_U).data;
    return { A: W_U, M: fromNeurons(model, W_U), bias, answers: (X) => addRow(X, b_U) };
  }
  const M = matrixOf(weight(model, "W_out", last));
  const answers = (X: Float32Array) =>
    addRow(
      pairProduct(
        norms.reduce((x, norm) => norm(x), X),
        W_U,
      ),
      b_U,
    );
  return { A: undefined, M, bias: b_out, answers };
}

type Norm = (x: Float32Array) => Float32Array;

function normsAfterMlp(model: Model, architecture: TransformerArchitecture): readonly Norm[] {
  const final = optionalWeight(model, "ln_final_w") ?? optionalWeight(model, "ln_final_b");
  return [
    ...(architecture.normalisation === "post" ? [normOf(model, architecture, "ln2")] : []),
    ...(final ? [normOf(model, architecture, "ln_final")] : []),
  ];
}

function normOf(model: Model, architecture: TransformerArchitecture, name: "ln2" | "ln_final"): Norm {
  const block = name === "ln2" ? architecture.blocks - 1 : undefined;
  const width = weight(model, "W_U").shape[0];
  const [w, b] = [optionalWeight(model, `${name}_w`, block), optionalWeight(model, `${name}_b`, block)];
  return (data) => layerNormed({ data, rows: data.length / width, width }, w, b, architecture.layerNormEpsilon).data;
}

/**
 * post M [pair, width] where x B is added to the stream; the neurons stay on the backend. Where no norm stands before the MLP
 * the pre-activations gain x (B W_in), which for a head is a quarter of the work.
 */
function mlpOf(
  model: Model,
  architecture: TransformerArchitecture,
  mid: ArrayLike<number>,
  M: Matrix64,
): (x: Float32Array, B: Matrix64) => Float32Array {
  const block = architecture.blocks - 1;
  const W_in = matrixOf(weight(model, "W_in", block));
  const b_in = optionalWeight(model, "b_in", block)?.data ?? new Float32Array(W_in.columns);
  const norm = architecture.normalisation === "pre" ? normOf(model, architecture, "ln2") : undefined;
  const onBackend = (data: ArrayLike<number>, width: number) =>
    uploaded({ data: data instanceof Float32Array ? data : new Float32Array(data), rows: data.length / width, width });
  const through = (x: Float32Array, W: Matrix64, offset: ArrayLike<number>): Float32Array =>
    scoped(() => {
      const pre = affine(onBackend(x, W.rows), onBackend(W.data, W.columns), onBackend(offset, W.columns));
      return downloaded(affine(activated(pre, architecture.activation), onBackend(M.data, M.columns))).data;
    });
  if (norm) return (x, B) => through(norm(addTo(pairProduct(x, B), mid)), W_in, b_in);
  const own = addRow(pairProduct(mid, W_in), b_in);
  return (x, B) => through(x, product(B.data, W_in), own);
}

function matrixOf({ data, shape }: { readonly data: ArrayLike<number>; readonly shape: readonly [number, number] }) {
  return { data: new Float64Array(data), rows: shape[0], columns: shape[1] };
}

/** X += Y. */
function addTo(X: Float32Array, Y: ArrayLike<number>): Float32Array {
  for (let i = 0; i < X.length; i++) X[i] += Y[i];
  return X;
}

/** Adds one row, if there is one, to each row of X. */
function addRow(X: Float32Array, row: ArrayLike<number> | undefined): Float32Array {
  if (row) for (let i = 0; i < X.length; ) for (let j = 0; j < row.length; j++, i++) X[i] += row[j];
  return X;
}
