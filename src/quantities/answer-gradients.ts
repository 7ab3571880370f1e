import { firstToken } from "../models/_architecture.ts";
import { type MlpArchitecture, type Model, optionalWeight, weight } from "../models/_model.ts";
import { inputEmbeddings, layerNames } from "../models/mlp.ts";
import { product } from "../numerics/matmul.ts";
import { matrixOf, plus, transposed } from "../numerics/matrices.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { attentionGradient } from "./attention-gradient.ts";
import { NONLINEARITIES } from "./nonlinearity.ts";

/** Two inputs and an answer, right or not: residues. */
export type Triple = readonly [a: number, b: number, c: number];

/** ∂logit_c/∂x_a and ∂logit_c/∂x_b [triple, d_model], x the embeddings that the pair (a, b) enters by. */
export interface InputGradients {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly d_model: number;
}

/**
 * Exact gradients, float64 throughout, of the network as it is sent forward: an MLP, or one block without LayerNorm, which
 * is what `hasGradientSymmetricity` lets through.
 */
export function inputGradients(model: Model, triples: readonly Triple[]): InputGradients {
  return model.architecture.kind === "transformer"
    ? transformerGradients(model, triples)
    : mlpGradients(model, model.architecture, triples);
}

function transformerGradients(model: Model, triples: readonly Triple[]): InputGradients {
  const attention = attentionGradient(model, triples);
  const [W_in, W_out] = [matrixOf(weight(model, "W_in", 0)), matrixOf(weight(model, "W_out", 0))];
  const pre = plus(product(attention.mid, W_in).data, optionalWeight(model, "b_in", 0)?.data);
  const dOut = readout(model, triples);
  const dPre = times(product(dOut, transposed(W_out)).data, pre, model);
  const dMid = plus(dOut, product(dPre, transposed(W_in)).data);
  return { ...attention.back(dMid), d_model: W_in.rows };
}

function mlpGradients(model: Model, { meeting, hiddenLayers }: MlpArchitecture, triples: readonly Triple[]) {
  const [E_a, E_b] = inputEmbeddings(model);
  const [a, b] = [rowsOf(E_a, triples, 0), rowsOf(E_b, triples, 1)];
  const d_model = E_a.shape[1];
  const b_in = optionalWeight(model, "b_in");
  const W_in = meeting === "neurons" ? undefined : matrixOf(weight(model, "W_in"));
  const whole = meeting === "concatenate" ? beside(a, b, d_model) : plus(a, b);
  const pre = [plus(W_in ? product(whole, W_in).data : whole, b_in?.data)];
  const layers = Array.from({ length: hiddenLayers - 1 }, (_, i) => {
    const { W, b } = layerNames(i + 1);
    return { W: matrixOf(model.parameters.get(W) as Tensor), b: model.parameters.get(b) };
  });
  const { value } = NONLINEARITIES[model.architecture.activation];
  for (const { W, b } of layers) pre.push(plus(product(pre[pre.length - 1].map(value), W).data, b?.data));
  let back = times(readout(model, triples), pre[pre.length - 1], model);
  for (let i = layers.length - 1; i >= 0; i--) back = times(product(back, transposed(layers[i].W)).data, pre[i], model);
  const dx = W_in ? product(back, transposed(W_in)).data : back;
  if (meeting !== "concatenate") return { a: dx, b: dx, d_model };
  const half = (side: number) => dx.filter((_, i) => Math.floor(i / d_model) % 2 === side);
  return { a: half(0), b: half(1), d_model };
}

/** ∂logit_c/∂(what W_U reads) [triple, …]: the column of W_U that answers c. */
function readout(model: Model, triples: readonly Triple[]): Float64Array {
  const { shape, data } = weight(model, "W_U");
  const [rows, columns] = shape;
  const out = new Float64Array(triples.length * rows);
  for (const [t, [, , c]] of triples.entries()) {
    for (let i = 0; i < rows; i++) out[t * rows + i] = data[i * columns + firstToken(model.architecture) + c];
  }
  return out;
}

/** The embeddings of the first or second inputs [triple, d_model]. */
function rowsOf({ data, shape }: Tensor, triples: readonly Triple[], side: 0 | 1): Float64Array {
  const width = shape[1];
  const out = new Float64Array(triples.length * width);
  for (const [t, triple] of triples.entries())
    out.set(data.subarray(triple[side] * width, (triple[side] + 1) * width), t * width);
  return out;
}

/** Back through the nonlinearity. */
function times(gradient: Float64Array, pre: Float64Array, { architecture }: Model): Float64Array {
  const { slope } = NONLINEARITIES[architecture.activation];
  return gradient.map((value, i) => value * slope(pre[i]));
}

/** Rows of x and y end to end. */
function beside(x: Float64Array, y: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: 2 * x.length }, (_, i) => {
    const row = Math.floor(i / (2 * width));
    const at = i % (2 * width);
    return at < width ? x[row * width + at] : y[row * width + at - width];
  });
}
