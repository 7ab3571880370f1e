import type { Tensor2D } from "@tensorflow/tfjs-core";
import { scoped, tensorflow } from "../engine/backend.ts";
import type { TransformerArchitecture } from "../models/_architecture.ts";
import { activationPass } from "./_activation-gradient.ts";
import { attentionPass, type Seen } from "./_attention-gradient.ts";
import { crossEntropyGradient } from "./_cross-entropy.ts";
import type { GradientFunction, Sizes } from "./_gradient.ts";
import { type ParameterPlan, type Parts, parameterPlan } from "./_parameters.ts";
import { add, gathered, matrix, scattered, turned, values } from "./_tensors.ts";

/** The parameters of a one-block transformer; matrices map rows to columns. */
export function transformerPlan({ sequence, heads }: TransformerArchitecture, sizes: Sizes): ParameterPlan {
  const { d_model: d, neurons: n, vocabulary, logits, biases } = sizes;
  const width = heads * Math.floor(d / heads);
  return parameterPlan([
    ["W_E", vocabulary, d],
    ["W_pos", sequence.length, d],
    ["W_K", d, width],
    ["W_Q", d, width],
    ["W_V", d, width],
    ["W_O", width, d],
    ["W_in", d, n],
    ...(biases ? ([["b_in", 1, n]] as const) : []),
    ["W_out", n, d],
    ...(biases ? ([["b_out", 1, d]] as const) : []),
    ["W_U", d, logits],
  ]);
}

/**
 * Loss and gradient of a one-block transformer read at its last position. What depends on one token (embedding, keys,
 * values) is computed once a token, and its gradient summed over the pairs first.
 */
export function transformerGradient(architecture: TransformerArchitecture, sizes: Sizes): GradientFunction {
  const { p, sequence, heads, attentionCoefficient: coefficient, activation } = architecture;
  const { d_model: d, neurons, logits: columns } = sizes;
  const width = heads * Math.floor(d / heads);
  const last = sequence.length - 1;
  const rowOf = (slot: "a" | "b" | number, pair: number) =>
    slot === "a" ? Math.floor(pair / p) : slot === "b" ? pair % p : 0;
  const tokens = (slot: "a" | "b" | number): readonly [number, number] =>
    typeof slot === "number" ? [slot, slot + 1] : [0, p];

  return (W: Parts, pairs, answers, dW, scale, loss) =>
    scoped(() => {
      const tf = tensorflow();
      const [W_Q, W_K, W_V] = [W.W_Q, W.W_K, W.W_V].map((w) => matrix(w, width));
      const [W_O, W_in, W_out, W_U] = [
        matrix(W.W_O, d),
        matrix(W.W_in, neurons),
        matrix(W.W_out, d),
        matrix(W.W_U, columns),
      ];

      const rows = sequence.map((slot) => pairs.map((pair) => rowOf(slot, pair)));

      // Forward: tables of tokens, then pairs.
      const streams = sequence.map((slot, position) => {
        const [from, to] = tokens(slot);
        const x = W.W_E.slice(from * d, to * d);
        for (let i = 0; i < x.length; i++) x[i] += W.W_pos[position * d + (i % d)];
        return matrix(x, d);
      });
      const seen = streams.map(
        (x, j): Seen => ({ key: values(tf.matMul(x, W_K)), value: values(tf.matMul(x, W_V)), rows: rows[j] }),
      );
      const query = { query: values(tf.matMul(streams[last], W_Q)), rows: rows[last] };
      const attention = attentionPass(query, seen, { heads, width, coefficient });
      const z = matrix(attention.z, width);
      const residual = gathered(values(streams[last]), rows[last], d);
      const mid = tf.add(tf.matMul(z, W_O), matrix(residual, d)) as Tensor2D;
      const pre = tf.matMul(mid, W_in) as Tensor2D;
      const { post, slope } = activationPass(W.b_in ? tf.add(pre, matrix(W.b_in, neurons)) : pre, activation);
      const mlp = tf.matMul(post, W_out) as Tensor2D;
      const out = tf.add(mid, W.b_out ? tf.add(mlp, matrix(W.b_out, d)) : mlp) as Tensor2D;
      const scores = values(tf.matMul(out, W_U));
      const outcome = crossEntropyGradient(scores, answers, { dtype: loss, columns }, scale);
      if (!dW) return outcome;

      // Back.
      const ones = tf.ones([1, pairs.length]) as Tensor2D;
      const dScores = matrix(scores, columns);
      add(dW.W_U, values(tf.matMul(turned(out), dScores)));
      const dOut = tf.matMul(dScores, turned(W_U)) as Tensor2D;
      add(dW.W_out, values(tf.matMul(turned(post), dOut)));
      if (dW.b_out) add(dW.b_out, values(tf.matMul(ones, dOut)));
      const dPre = tf.mul(tf.matMul(dOut, turned(W_out)), slope) as Tensor2D;
      add(dW.W_in, values(tf.matMul(turned(mid), dPre)));
      if (dW.b_in) add(dW.b_in, values(tf.matMul(ones, dPre)));
      const dMid = tf.add(dOut, tf.matMul(dPre, turned(W_in))) as Tensor2D;
      add(dW.W_O, values(tf.matMul(turned(z), dMid)));
      const dAttention = attention.back(values(tf.matMul(dMid, turned(W_O))));
      const dStreams = streams.map((x, j) => {
        const [dKey, dValue] = [matrix(dAttention.keys[j], width), matrix(dAttention.values[j], width)];
        add(dW.W_K, values(tf.matMul(turned(x), dKey)));
        add(dW.W_V, values(tf.matMul(turned(x), dValue)));
        return values(tf.add(tf.matMul(dKey, turned(W_K)), tf.matMul(dValue, turned(W_V))) as Tensor2D);
      });
      const dQuery = matrix(dAttention.query, width);
      add(dW.W_Q, values(tf.matMul(turned(streams[last]), dQuery)));
      add(dStreams[last], values(tf.matMul(dQuery, turned(W_Q))));
      scattered(dStreams[last], values(dMid), rows[last], d);
      for (const [position, dx] of dStreams.entries()) {
        const first = tokens(sequence[position])[0] * d;
        for (let i = 0; i < dx.length; i++) {
          dW.W_E[first + i] += dx[i];
          dW.W_pos[position * d + (i % d)] += dx[i];
        }
      }
      return outcome;
    });
}
