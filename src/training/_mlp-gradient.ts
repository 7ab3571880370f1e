import { scoped, tensorflow } from "../engine/backend.ts";
import type { MlpArchitecture } from "../models/_architecture.ts";
import { activationPass } from "./_activation-gradient.ts";
import { crossEntropyGradient } from "./_cross-entropy.ts";
import type { GradientFunction, Sizes } from "./_gradient.ts";
import { type ParameterPlan, type Parts, parameterPlan } from "./_parameters.ts";
import { add, gathered, matrix, scattered, turned, values } from "./_tensors.ts";

/** The parameters of an MLP with one hidden layer: W_E, or W_x and W_y; W_in unless the inputs meet at the neurons. */
export function mlpPlan({ p, meeting }: MlpArchitecture, { d_model, neurons }: Sizes, shared: boolean): ParameterPlan {
  const width = meeting === "neurons" ? neurons : d_model;
  return parameterPlan([
    ...(shared
      ? ([["W_E", p, width]] as const)
      : ([
          ["W_x", p, width],
          ["W_y", p, width],
        ] as const)),
    ...(meeting === "neurons" ? [] : ([["W_in", meeting === "concatenate" ? 2 * width : width, neurons]] as const)),
    ["W_U", neurons, p],
  ]);
}

/** Loss and gradient of an MLP with one hidden layer, whose pre-activation is f(a) + g(b). */
export function mlpGradient(
  { p, meeting, activation }: MlpArchitecture,
  { d_model, neurons }: Sizes,
): GradientFunction {
  return (W: Parts, pairs, answers, dW, scale, dtype) =>
    scoped(() => {
      const tf = tensorflow();
      const names = W.W_E ? ["W_E", "W_E"] : ["W_x", "W_y"];
      const half = d_model * neurons;
      const inputs = names.map((name, side) => {
        if (meeting === "neurons") return { name, table: W[name] };
        const from = meeting === "concatenate" ? side * half : 0;
        const E = matrix(W[name], d_model);
        const W_in = matrix(W.W_in.subarray(from, from + half), neurons);
        return { name, from, E, W_in, table: values(tf.matMul(E, W_in)) };
      });
      const rows = [pairs.map((pair) => Math.floor(pair / p)), pairs.map((pair) => pair % p)];
      const pre = gathered(inputs[0].table, rows[0], neurons);
      add(pre, gathered(inputs[1].table, rows[1], neurons));
      const { post, slope } = activationPass(matrix(pre, neurons), activation);
      const W_U = matrix(W.W_U, p);
      const scores = values(tf.matMul(post, W_U));
      const outcome = crossEntropyGradient(scores, answers, { dtype, columns: p }, scale);
      if (!dW) return outcome;
      const dScores = matrix(scores, p);
      add(dW.W_U, values(tf.matMul(turned(post), dScores)));
      const dPre = values(tf.mul(tf.matMul(dScores, turned(W_U)), slope));
      for (const [side, { name, from = 0, E, W_in }] of inputs.entries()) {
        const dTable = new Float32Array(p * neurons);
        scattered(dTable, dPre, rows[side], neurons);
        if (!E || !W_in) add(dW[name], dTable);
        else {
          const d = matrix(dTable, neurons);
          add(dW.W_in.subarray(from, from + half), values(tf.matMul(turned(E), d)));
          add(dW[name], values(tf.matMul(d, turned(W_in))));
        }
      }
      return outcome;
    });
}
