import { ACTIVATIONS } from "../../networks/activations.ts";
import { firstToken, type TransformerArchitecture } from "../../networks/architecture.ts";
import { gridBatch, type Value } from "../../networks/batch.ts";
import { networkGraph } from "../../networks/graph.ts";
import type { Model } from "../../networks/model.ts";
import { float64Weights } from "../../networks/weights.ts";
import { type Expression, sizeOf, type Values } from "../../tensors/expression.ts";
import { flops } from "../../tensors/flops.ts";
import { add, concat, constant, matmul, multiply, reshape, slice, subtract } from "../../tensors/operations.ts";
import { computed } from "../computed.ts";

/**
 * A network as post(a, b) M + rest(a, b), float64 expressions: the logits of the answers are linear in its one layer of neurons,
 * and what reaches the neurons is a sum of few rows of tables, weighted by attention.
 */
export interface OneHiddenLayer {
  /** M [neuron, answer]: W_out W_U, or W_U in an MLP. */
  readonly map: Expression;
  /** What `of` is made of and computed once: its floating-point operations. */
  readonly flops: number;
  /** For these a and every b: the neurons [pair, neuron], and the rest of the logits [pair, answer]; null where it is 0. */
  readonly of: (a: Int32Array) => { readonly neurons: Expression; readonly rest: Expression | null };
}

/** Why a network is no such sum, in words; null where it is. */
export function whyNotOneLayer({ architecture }: Model): string | null {
  if (architecture.kind === "mlp")
    return architecture.hiddenLayers === 1 ? null : `it has ${architecture.hiddenLayers} layers of neurons`;
  if (architecture.kind === "blocks") return "it is a list of blocks";
  const { blocks, normalisation, gated, parallel, keyHeads, heads } = architecture;
  if (blocks !== 1) return `it has ${blocks} blocks`;
  if (normalisation !== "none") return "it has norms";
  if (gated || parallel) return `its MLP is ${gated ? "gated" : "parallel to its attention"}`;
  return keyHeads === undefined || keyHeads === heads ? null : "its heads share keys";
}

/** The network's form. Throws where `whyNotOneLayer` has a reason. */
export function oneHiddenLayer(model: Model): OneHiddenLayer {
  const reason = whyNotOneLayer(model);
  if (reason !== null) throw new Error(reason);
  return model.architecture.kind === "transformer" ? ofTransformer(model, model.architecture) : ofMlp(model);
}

const residues = (p: number) => Int32Array.from({ length: p }, (_, i) => i);

/** The columns of the answers. */
function answersOf(x: Expression, { architecture }: Model): Expression {
  const first = firstToken(architecture);
  return slice(x, x.shape.length - 1, first, first + architecture.p);
}

function ofMlp(model: Model): OneHiddenLayer {
  const { architecture } = model;
  const { of } = float64Weights(model);
  const bias = of("b_U");
  return {
    map: answersOf(of("W_U") as Expression, model),
    flops: 0,
    of: (a) => {
      const batch = gridBatch(a, residues(architecture.p));
      const [post] = activation(networkGraph(architecture, of, batch), "layers.0.hook_post");
      const rest = bias && answersOf(reshape(bias, [1, bias.shape[0]]), model);
      return { neurons: batch.spread(post), rest: rest ?? null };
    },
  };
}

function activation({ activations }: ReturnType<typeof networkGraph>, name: string): readonly Value[] {
  const found = activations.get(name);
  if (!found) throw new Error(`the network has no activation ${name}`);
  return found.values;
}

function ofTransformer(model: Model, architecture: TransformerArchitecture): OneHiddenLayer {
  const { of, feeds } = float64Weights(model);
  const block = (name: string) => of(`blocks.0.${name}`);
  const [W_in, W_out, W_O] = ["W_in", "W_out", "W_O"].map((name) => block(name) as Expression);
  const W_U = answersOf(of("W_U") as Expression, model);
  const neurons = W_in.shape[1];
  // What reads the stream after attention: the neurons and, past them, the answers.
  const readers = concat([W_in, W_U], 1);
  const [heads, d_head] = W_O.shape;
  const ofHead = Array.from({ length: heads }, (_, h) =>
    matmul(reshape(slice(W_O, 0, h, h + 1), [d_head, W_O.shape[2]]), readers),
  );
  const constants = offsets(model, W_U, readers, neurons);
  const table = ({ of, x }: Value, h: number): Value => ({
    of,
    x: matmul(reshape(slice(x, 1, h, h + 1), [x.shape[0], d_head]), ofHead[h]),
  });
  const all = residues(architecture.p);
  const graph = networkGraph(architecture, of, gridBatch(all, all));
  const before = activation(graph, "blocks.0.hook_resid_pre").at(-1) as Value;
  const pattern = activation(graph, "blocks.0.attn.hook_pattern").at(-1) as Value;
  const values = activation(graph, "blocks.0.attn.hook_v");
  const base = matmul(before.x, readers);
  const start: Value = { of: before.of, x: constants ? add(base, constants) : base };
  const tables = values.map((value) => ofHead.map((_, h) => table(value, h)));
  const known = evaluated([start, pattern, ...tables.flat()], feeds);
  const act = ACTIVATIONS[architecture.activation];
  return {
    map: matmul(W_out, W_U),
    flops: flops([start, pattern, ...tables.flat()].map(({ x }) => x)),
    of: (a) => {
      const batch = gridBatch(a, all);
      const read = batch.spread(
        batch.combined(
          known.map((one) => rowsOf(one, a, architecture.p)),
          (first, A, ...parts) => attended(first, A, parts, heads, architecture.attentionCoefficient === 1),
        ),
      );
      return { neurons: act(slice(read, 1, 0, neurons)), rest: slice(read, 1, neurons, read.shape[1]) };
    },
  };
}

/**
 * first + Σ_j Σ_h A_hj T_jh. A softmax sums to 1: with A_h = 1 − Σ of the others at the last position, T there is added to what is
 * taken of every other, Σ_{j < last} A_hj (T_jh − T_last,h) + T_last,h, which are tables of fewer rows.
 */
function attended(first: Expression, A: Expression, parts: readonly Expression[], heads: number, sumsTo1: boolean) {
  const own = sumsTo1 ? parts.slice(-heads) : [];
  const weighted = (part: Expression, i: number): Expression => {
    const [head, key] = [i % heads, Math.floor(i / heads)];
    const weight = slice(slice(A, A.shape.length - 2, head, head + 1), A.shape.length - 1, key, key + 1);
    const difference = sumsTo1 ? subtract(part, own[head]) : part;
    return multiply(difference, reshape(weight, weight.shape.slice(0, -1)));
  };
  const start = own.reduce((sum, part) => add(sum, part), first);
  return parts.slice(0, parts.length - own.length).reduce((sum, part, i) => add(sum, weighted(part, i)), start);
}

/** Values that are computed once, for all p² pairs. */
function evaluated(values: readonly Value[], feeds: (name: string) => Values | undefined): readonly Value[] {
  const found = computed(Object.fromEntries(values.map(({ x }, i) => [i, x])), feeds);
  return values.map(({ of, x }, i) => ({ of, x: constant(found[i], x.shape) }));
}

/** The rows of a value of all pairs that some a have. */
function rowsOf({ of, x }: Value, a: Int32Array, p: number): Value {
  if (of !== 0 && of !== "sample") return { of, x };
  const width = sizeOf(x.shape) / p;
  const out = new Float64Array(a.length * width);
  for (const [i, one] of a.entries())
    out.set((x.values as Float64Array).subarray(one * width, (one + 1) * width), i * width);
  return { of, x: constant(out, [(a.length * x.shape[0]) / p, ...x.shape.slice(1)]) };
}

/** What the biases add to all that is read [1, neuron and answer]; undefined where there are none. */
function offsets(model: Model, W_U: Expression, readers: Expression, neurons: number): Expression | undefined {
  const { of } = float64Weights(model);
  const row = (x: Expression | undefined) => x && reshape(x, [1, x.shape[0]]);
  const [b_O, b_in, b_out] = ["b_O", "b_in", "b_out"].map((name) => row(of(`blocks.0.${name}`)));
  const b_U = row(of("b_U"));
  const ofAnswers = [b_out && matmul(b_out, W_U), b_U && answersOf(b_U, model)];
  const zeros = (width: number) => multiply(slice(slice(readers, 0, 0, 1), 1, 0, width), 0);
  const answers = ofAnswers.reduce<Expression>((x, y) => (y ? add(x, y) : x), zeros(W_U.shape[1]));
  const own = concat([b_in ?? zeros(neurons), answers], 1);
  return b_O ? add(own, matmul(b_O, readers)) : own;
}
