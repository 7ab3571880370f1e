import type { Expression } from "../../tensors/expression.ts";
import {
  add,
  broadcast,
  concat,
  divide,
  exp,
  max,
  multiply,
  reshape,
  slice,
  subtract,
  sum,
  transpose,
} from "../../tensors/operations.ts";
import type { Value } from "../batch.ts";
import { affine, chosen, defineBlock } from "../block.ts";
import { rotated } from "./rotary/rotation.ts";

/**
 * Attention of every position over those that it sees, head by head. With fewer key heads than heads, several share one
 * (grouped queries). With `rotary` > 0, queries and keys are turned by their position first (Su et al. 2021), at
 * rates of that base. With a coefficient α < 1 a part of the attention is the same everywhere (Zhong et al. 2023).
 */
export default defineBlock({
  name: "attention",
  formula: "Σ_h z_h W_O,h + b_O, z_h = Σ_j A_hj v_hj, A_h = α softmax_j(scale · q_h · k_hj) + 1 − α",
  component: "attention",
  defaults: {
    heads: 1,
    /** 0 for as many as heads. */
    key_heads: 0,
    /** Which heads share a key head: those in a row, or every `key_heads`-th. */
    sharing: "adjacent",
    causal: true,
    /** 0 for 1/√d_head. */
    scale: 0,
    coefficient: 1,
    /** 0 for none. */
    rotary: 0,
    /** Which values of a head turn together: those half a head apart, or neighbours. */
    rotary_pairs: "halves",
    /** How many values of a head turn; 0 for all. */
    rotary_values: 0,
    bias: false,
  },
  parameters: ({ key_heads, bias }): Readonly<Record<string, readonly string[]>> => {
    const key = key_heads === 0 ? "head" : "key_head";
    return {
      W_K: [key, "d_model", "d_head"],
      W_Q: ["head", "d_model", "d_head"],
      W_V: [key, "d_model", "d_head"],
      W_O: ["head", "d_head", "d_model"],
      ...(bias ? { b_K: [key, "d_head"], b_Q: ["head", "d_head"], b_V: [key, "d_head"], b_O: ["d_model"] } : {}),
    };
  },
  sizes: ({ heads, key_heads }) => ({ head: heads, key_head: key_heads || heads }),
  forward: (settings, stream, { batch, weight, optional, hook }) => {
    const { causal, coefficient, heads } = settings;
    const keyHeads = settings.key_heads || heads;
    const size = weight("W_Q").shape[2];
    const scale = settings.scale || 1 / Math.sqrt(size);

    const projected = (letter: "Q" | "K" | "V"): readonly Value[] => {
      const W = flat(weight(`W_${letter}`));
      const b = optional(`b_${letter}`);
      const mapped = stream.map((x) => affine(x, W, b && reshape(b, [W.shape[1]])));
      return hook(`hook_${letter.toLowerCase()}`, mapped.map(withHeads), "head", "d_head");
    };
    const withHeads = ({ of, x }: Value): Value => ({ of, x: reshape(x, [x.shape[0], x.shape[1] / size, size]) });
    const turned = (letter: "q" | "k", values: readonly Value[]): readonly Value[] =>
      settings.rotary === 0
        ? values
        : hook(
            `hook_rot_${letter}`,
            values.map(({ of, x }, j) => ({ of, x: rotated(x, j, settings) })),
            "head",
            "d_head",
          );

    const queries = turned("q", projected("Q"));
    const keys = turned("k", projected("K"));
    const values = projected("V");
    // The heads that share a key head, on an axis of their own.
    const groups = chosen("sharing of attention", settings.sharing, SHARING);
    const grouped = (x: Expression, count: number): Expression =>
      reshape(x, [...x.shape.slice(0, -2), ...groups(keyHeads, count), x.shape[x.shape.length - 1]]);
    const seen = (j: number) => (causal ? j + 1 : stream.length);

    // A score depends on one query and one key: in the first block, where the query is of '=', on one input.
    const scores = queries.map((query, j) => {
      const own = { of: query.of, x: multiply(query.x, scale) };
      const each = keys
        .slice(0, seen(j))
        .map((key) =>
          batch.combined([own, key], (q, k) =>
            perHead(sum(multiply(grouped(q, heads / keyHeads), grouped(k, 1)), [-1]), heads),
          ),
        );
      return batch.combined(each, (...ofKeys) => stacked(ofKeys));
    });
    const attended = hook("hook_attn_scores", scores, "head", "key").map(({ of, x }) => ({
      of,
      x: coefficient === 1 ? softmax(x) : add(multiply(softmax(x), coefficient), 1 - coefficient),
    }));
    const patterns = hook("hook_pattern", attended, "head", "key");
    const z = hook(
      "hook_z",
      patterns.map((pattern, j) =>
        batch.combined([pattern, ...values.slice(0, seen(j))], (A, ...vs) => {
          const parts = vs.map((v, i) =>
            multiply(grouped(slice(A, A.shape.length - 1, i, i + 1), heads / keyHeads), grouped(v, 1)),
          );
          const total = parts.reduce((x, y) => add(x, y));
          return reshape(total, [...total.shape.slice(0, -3), heads, size]);
        }),
      ),
      "head",
      "d_head",
    );
    const W_O = weight("W_O");
    const out = reshape(W_O, [W_O.shape[0] * W_O.shape[1], W_O.shape[2]]);
    const b_O = optional("b_O");
    return z.map(({ of, x }) => affine({ of, x: reshape(x, [x.shape[0], heads * size]) }, out, b_O));
  },
});

/** The axes that the heads are apart on: those that share a key head stand in a row, or `key_heads` apart. */
const SHARING = {
  adjacent: (keyHeads: number, count: number) => [keyHeads, count],
  strided: (keyHeads: number, count: number) => [count, keyHeads],
} as const;

/** [head, d_model, d_head] as one matrix [d_model, head·d_head]. */
function flat(W: Expression): Expression {
  const [heads, d_model, d_head] = W.shape;
  return reshape(transpose(W, [1, 0, 2]), [d_model, heads * d_head]);
}

/** […, key head, head of it, 1] as [..., head, 1]. */
function perHead(x: Expression, heads: number): Expression {
  return reshape(x, [...x.shape.slice(0, -3), heads, 1]);
}

/** Side by side along the last axis, each repeated to the rows that any of them has. */
function stacked(xs: readonly Expression[]): Expression {
  const shape = xs[0].shape.map((_, i) => Math.max(...xs.map((x) => x.shape[i])));
  return concat(
    xs.map((x) => broadcast(x, shape)),
    shape.length - 1,
  );
}

/** e^{x_j} / Σ_j e^{x_j} over the last axis. */
function softmax(x: Expression): Expression {
  const e = exp(subtract(x, max(x)));
  return divide(e, sum(e, [-1]));
}
