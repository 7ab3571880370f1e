import { sliced } from "../formats/_views.ts";
import type { Projection } from "./_attention-views.ts";
import { hintedRole, hintsAtGate, hintsAtOutput } from "./_structural-names.ts";
import type { Linear } from "./_structural-tensors.ts";

export interface Attention {
  readonly Q: Projection;
  readonly K: Projection;
  readonly V: Projection;
  readonly O: Projection;
}

/** The matrices of one block with their roles. */
export interface Block {
  /** Each way to tell the projections apart; one where names do. */
  readonly attention: readonly Attention[];
  /** Each way to tell an MLP's matrices apart. */
  readonly mlp: readonly MlpMatrices[];
}

export interface MlpMatrices {
  readonly gate?: Linear;
  readonly in: Linear;
  readonly out: Linear;
}

/**
 * The roles of a block's matrices, by names where they say them, else by shape and order; undefined with what is missing
 * if they make no attention and MLP.
 */
export function blockOf(linears: readonly Linear[], d_model: number): Block | { readonly missing: string } {
  const found = named(linears, d_model) ?? fused(linears, d_model) ?? nameless(linears, d_model);
  if (!found) return { missing: "attention's W_Q, W_K, W_V, W_O, or a fused [3·d_model, d_model] with W_O" };
  const mlp = mlpOf(
    linears.filter((linear) => !found.used.includes(linear)),
    d_model,
  );
  return mlp ? { attention: found.attention, mlp } : { missing: MLP_MISSING };
}

const MLP_MISSING =
  "an MLP's W_in and W_out, [d_model, neuron] and [neuron, d_model], with or without a W_gate, and no further matrix";

/** Whether a matrix's bias is as long as the stream and no neuron's; undefined where there is none, or both are as long. */
function writesStream(linear: Linear, d_model: number): boolean | undefined {
  if (!linear.bias || other(linear, d_model) === d_model) return undefined;
  return linear.bias.shape[0] === d_model;
}

/** Two matrices of an MLP, or three of a gated one; undefined where they are something else. */
function mlpOf(left: readonly Linear[], d_model: number): readonly MlpMatrices[] | undefined {
  const fits = left.every(({ array: { shape } }) => shape.length === 2 && shape.includes(d_model));
  const alike = left.every((linear) => other(linear, d_model) === other(left[0], d_model));
  if (!fits || !alike) return undefined;
  if (left.length === 2) {
    const [first, second] = left;
    // One reads the stream and one writes to it, both kept in one way.
    if (first.array.shape.join() !== second.array.shape.toReversed().join()) return undefined;
    const exchanged = writesStream(first, d_model) ?? (hintsAtOutput(first) && !hintsAtOutput(second));
    return [exchanged ? { in: second, out: first } : { in: first, out: second }];
  }
  if (left.length !== 3) return undefined;
  // Llama's first code has w1 for the gate, w2 for the output, w3 for the input.
  const numbered = ["1", "2", "3"].map((digit) => left.find(({ stem }) => new RegExp(`${digit}$`).test(stem)));
  const [w1, w2, w3] = numbered;
  if (w1 && w2 && w3) return [{ gate: w1, in: w3, out: w2 }];
  const gate = left.find((linear) => hintsAtGate(linear));
  const out =
    left.find((linear) => linear !== gate && hintsAtOutput(linear)) ??
    left.find(({ array: { shape } }) => left.filter((one) => one.array.shape.join() === shape.join()).length === 1);
  const inputs = left.filter((linear) => linear !== out);
  if (!out || inputs.length !== 2) return undefined;
  const ways = inputs.map((one, i): MlpMatrices => ({ gate: one, in: inputs[1 - i], out }));
  return gate ? ways.filter((way) => way.gate === gate) : ways;
}

/** Orders names as people do: layers.2 before layers.10. */
export const byNumber: (a: string, b: string) => number = new Intl.Collator("en", { numeric: true }).compare;

type Found = { readonly attention: readonly Attention[]; readonly used: readonly Linear[] } | undefined;

function named(linears: readonly Linear[], d_model: number): Found {
  const hinted = (role: string) =>
    linears.filter((linear) => hintedRole(linear) === role).toSorted((a, b) => byNumber(a.name, b.name));
  const [Q, K, V, O] = ["Q", "K", "V", "O"].map(hinted);
  if (Q.length === 0 || Q.length !== K.length || Q.length !== V.length) return undefined;
  const last =
    O.length > 0
      ? O
      : attentionLike(
          linears.filter((linear) => ![Q, K, V].flat().includes(linear)),
          d_model,
        ).slice(0, 1);
  if (last.length !== 1 && last.length !== Q.length) return undefined;
  if (![Q, K, V, last].flat().every(({ array }) => array.shape.includes(d_model))) return undefined;
  return {
    attention: [{ Q: projection(Q), K: projection(K), V: projection(V), O: projection(last) }],
    used: [...Q, ...K, ...V, ...last],
  };
}

/** One matrix of W_Q, W_K and W_V stacked, as nn.MultiheadAttention ([3·width, d_model]) or GPT-2 ([d_model, 3·width]) keep it. */
function fused(linears: readonly Linear[], d_model: number): Found {
  const stacked =
    linears.find((linear) => hintedRole(linear) === "QKV") ??
    linears.find(({ array: { shape } }) => shape.length === 2 && shape.includes(3 * d_model));
  if (stacked?.array.shape.length !== 2 || !stacked.array.shape.includes(d_model)) return undefined;
  const axis = stacked.array.shape[0] === d_model ? 1 : 0;
  const width = stacked.array.shape[axis] / 3;
  const others = attentionLike(
    linears.filter((linear) => linear !== stacked),
    d_model,
  );
  const O = others.find((linear) => hintedRole(linear) === "O") ?? (others.length === 1 ? others[0] : undefined);
  if (!Number.isInteger(width) || !O) return undefined;
  if (/query_key_value/.test(stacked.name)) {
    // GPT-NeoX keeps each head's query, key and value together.
    const third = (of: number): Projection => ({ ...projection([stacked]), third: of });
    return { attention: [{ Q: third(0), K: third(1), V: third(2), O: projection([O]) }], used: [stacked, O] };
  }
  const part = (i: number): Projection => ({
    names: [stacked.name],
    arrays: [sliced(stacked.array, axis, i * width, (i + 1) * width)],
    biases: [stacked.bias && sliced(stacked.bias, 0, i * width, (i + 1) * width)],
  });
  return { attention: [{ Q: part(0), K: part(1), V: part(2), O: projection([O]) }], used: [stacked, O] };
}

/** Four matrices that no name tells apart: three alike and one of another shape, else all four in any order. */
function nameless(linears: readonly Linear[], d_model: number): Found {
  const like = attentionLike(linears, d_model);
  if (like.length !== 4) return undefined;
  const shapes = like.map(({ array }) => array.shape.join());
  const odd = like.filter((_, i) => shapes.filter((shape) => shape === shapes[i]).length === 1);
  if (odd.length > 1) return undefined;
  const orders =
    odd.length === 1
      ? permutations(like.filter((linear) => linear !== odd[0])).map((order) => [...order, odd[0]])
      : permutations(like);
  const attention = orders.map((order) => {
    const [Q, K, V, O] = order.map((linear) => projection([linear]));
    return { Q, K, V, O };
  });
  return { attention, used: like };
}

/** Matrices that can be projections of attention: [d_model, d_model], or three axes with d_model among them. */
function attentionLike(linears: readonly Linear[], d_model: number): readonly Linear[] {
  return linears.filter(({ array: { shape } }) =>
    shape.length === 3 ? shape.includes(d_model) : shape.every((n) => n === d_model),
  );
}

function projection(linears: readonly Linear[]): Projection {
  return {
    names: linears.map(({ name }) => name),
    arrays: linears.map(({ array }) => array),
    biases: linears.map(({ bias }) => bias),
  };
}

function other({ array }: Linear, d_model: number): number {
  return array.shape[0] === d_model ? array.shape[1] : array.shape[0];
}

/** All orders, those with the fewest exchanges first. */
function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  const orders = (left: readonly number[]): readonly (readonly number[])[] =>
    left.length === 0 ? [[]] : left.flatMap((first, i) => orders(left.toSpliced(i, 1)).map((rest) => [first, ...rest]));
  const exchanges = (order: readonly number[]) =>
    order.reduce((total, x, i) => total + order.slice(i).filter((y) => y < x).length, 0);
  return orders([...list.keys()])
    .toSorted((a, b) => exchanges(a) - exchanges(b))
    .map((order) => order.map((i) => list[i]));
}
