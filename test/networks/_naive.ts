import type { Activation, MlpArchitecture, TransformerArchitecture } from "#networks/architecture.js";
import { inputEmbeddings, type Model, optionalWeight, type WeightName, weight } from "#networks/model.js";

import type { Tensor } from "#numerics/tensor.js";

type Vector = readonly number[];

/** What a plain loop gives for one pair, in float64. */
export interface NaivePass {
  readonly neurons: Vector;
  readonly logits: Vector;
}

/** The network at (a, b), every position and every block in full, in float64: a reference, not a tool. */
export function naive(model: Model, a: number, b: number): NaivePass {
  const { architecture } = model;
  return architecture.kind === "mlp"
    ? mlp(model, architecture, a, b)
    : transformer(model, architecture as TransformerArchitecture, a, b);
}

function mlp(model: Model, { activation, meeting, hiddenLayers }: MlpArchitecture, a: number, b: number): NaivePass {
  const [E_a, E_b] = inputEmbeddings(model);
  const [x, y] = [row(E_a, a), row(E_b, b)];
  const input = meeting === "concatenate" ? [...x, ...y] : plus(x, y);
  const W_in = meeting === "neurons" ? undefined : weight(model, "W_in");
  let hidden = act(activation, plus(W_in ? times(input, W_in) : input, optionalWeight(model, "b_in")?.data));
  for (let i = 1; i < hiddenLayers; i++) {
    const W = model.parameters.get(`layers.${i}.W`) as Tensor;
    hidden = act(activation, plus(times(hidden, W), model.parameters.get(`layers.${i}.b`)?.data));
  }
  return { neurons: hidden, logits: plus(times(hidden, weight(model, "W_U")), optionalWeight(model, "b_U")?.data) };
}

function transformer(model: Model, architecture: TransformerArchitecture, a: number, b: number): NaivePass {
  const { sequence, firstToken, blocks, normalisation, activation, layerNormEpsilon } = architecture;
  const token = (slot: "a" | "b" | number) => (slot === "a" ? firstToken + a : slot === "b" ? firstToken + b : slot);
  const W_pos = optionalWeight(model, "W_pos");
  let stream = sequence.map((slot, i) => plus(row(weight(model, "W_E"), token(slot)), W_pos && row(W_pos, i)));
  let neurons: Vector = [];
  const norm = (when: "pre" | "post", name: "ln1" | "ln2", block: number) => (x: Vector) =>
    normalisation === when ? layerNorm(model, name, block, x, layerNormEpsilon) : x;
  for (let block = 0; block < blocks; block++) {
    const of = (name: WeightName) => weight(model, name, block);
    const bias = (name: WeightName) => optionalWeight(model, name, block)?.data;
    const attended = attention(model, architecture, block, stream.map(norm("pre", "ln1", block)));
    const middle = stream.map((x, i) => norm("post", "ln1", block)(plus(x, attended[i])));
    stream = middle.map((x) => {
      neurons = act(activation, plus(times(norm("pre", "ln2", block)(x), of("W_in")), bias("b_in")));
      return norm("post", "ln2", block)(plus(x, plus(times(neurons, of("W_out")), bias("b_out"))));
    });
  }
  const last = stream[stream.length - 1];
  const final = optionalWeight(model, "ln_final_w")
    ? layerNorm(model, "ln_final", undefined, last, layerNormEpsilon)
    : last;
  return { neurons, logits: plus(times(final, weight(model, "W_U")), optionalWeight(model, "b_U")?.data) };
}

/** What attention adds at each position: Σ_h z_h W_O^h + b_O. */
function attention(
  model: Model,
  { heads, causal, attentionCoefficient }: TransformerArchitecture,
  block: number,
  stream: readonly Vector[],
): readonly Vector[] {
  const W_O = weight(model, "W_O", block);
  const [, d_head, d_model] = W_O.shape;
  const project = (letter: "Q" | "K" | "V", x: Vector, h: number): Vector => {
    const { data } = weight(model, `W_${letter}`, block);
    const bias = optionalWeight(model, `b_${letter}`, block)?.data;
    return range(d_head).map((i) =>
      x.reduce((sum, v, d) => sum + v * data[(h * d_model + d) * d_head + i], bias ? bias[h * d_head + i] : 0),
    );
  };
  return stream.map((x, position) => {
    let out: Vector = plus(Array(d_model).fill(0), optionalWeight(model, "b_O", block)?.data);
    for (const h of range(heads)) {
      const seen = causal ? stream.slice(0, position + 1) : stream;
      const q = project("Q", x, h);
      const scores = seen.map((y) => dot(q, project("K", y, h)) / Math.sqrt(d_head));
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      const z = range(d_head).map(() => 0);
      for (const [j, y] of seen.entries()) {
        const A = (attentionCoefficient * Math.exp(scores[j])) / total + (1 - attentionCoefficient);
        for (const [i, v] of project("V", y, h).entries()) z[i] += A * v;
      }
      out = plus(
        out,
        range(d_model).map((d) =>
          dot(
            z,
            range(d_head).map((i) => W_O.data[(h * d_head + i) * d_model + d]),
          ),
        ),
      );
    }
    return out;
  });
}

function layerNorm(
  model: Model,
  name: "ln1" | "ln2" | "ln_final",
  block: number | undefined,
  x: Vector,
  epsilon: number,
): Vector {
  const [w, b] = [optionalWeight(model, `${name}_w`, block)?.data, optionalWeight(model, `${name}_b`, block)?.data];
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
  return x.map((v, i) => ((v - mean) / Math.sqrt(variance + epsilon)) * (w ? w[i] : 1) + (b ? b[i] : 0));
}

function act(activation: Activation, x: Vector): Vector {
  return x.map((v) => {
    if (activation === "relu") return Math.max(v, 0);
    if (activation === "square") return v * v;
    if (activation === "silu") return v / (1 + Math.exp(-v));
    if (activation === "tanh") return Math.tanh(v);
    if (activation === "identity") return v;
    if (activation === "gelu") return (v / 2) * (1 + erf(v / Math.SQRT2));
    return (v / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)));
  });
}

/** erf by its Maclaurin series, exact to 1e-13 for |x| < 4. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const dot = (x: Vector, y: Vector): number => x.reduce((sum, v, i) => sum + v * y[i], 0);
const plus = (x: Vector, y: ArrayLike<number> | undefined): Vector => (y ? x.map((v, i) => v + y[i]) : x);
const row = ({ data, shape }: Tensor, i: number): Vector => Array.from(data.subarray(i * shape[1], (i + 1) * shape[1]));
const times = (x: Vector, W: Tensor): Vector =>
  range(W.shape[1]).map((j) => x.reduce((sum, v, i) => sum + v * W.data[i * W.shape[1] + j], 0));
