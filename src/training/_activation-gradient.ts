import type { Tensor2D } from "@tensorflow/tfjs-core";
import { tensorflow } from "../engine/backend.ts";
import type { Activation } from "../models/_architecture.ts";
import { activated } from "../models/_dense.ts";

/** The nonlinearity and its derivative, value by value. */
export function activationPass(
  x: Tensor2D,
  activation: Activation,
): { readonly post: Tensor2D; readonly slope: Tensor2D } {
  const tf = tensorflow();
  const post = activated(x, activation);
  switch (activation) {
    case "relu":
      return { post, slope: tf.step(x) };
    case "square":
      return { post, slope: tf.mul(x, 2) };
    case "gelu": {
      // Φ(x) + x φ(x).
      const cumulative = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return { post, slope: tf.add(cumulative, tf.mul(x, density)) };
    }
    case "gelu_tanh": {
      const c = Math.sqrt(2 / Math.PI);
      const tanh = tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), c));
      const inner = tf.mul(tf.add(tf.mul(tf.square(x), 3 * 0.044715), 1), c);
      const slope = tf.add(
        tf.mul(tf.add(tanh, 1), 0.5),
        tf.mul(tf.mul(tf.mul(x, 0.5), tf.sub(1, tf.square(tanh))), inner),
      );
      return { post, slope: slope as Tensor2D };
    }
  }
}
