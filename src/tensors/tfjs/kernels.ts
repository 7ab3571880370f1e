import type * as Tensorflow from "@tensorflow/tfjs-core";
import type { Expression, OperationName } from "../expression.ts";

/** TensorFlow.js, as `tfjs-core` exports it. */
export type TF = typeof Tensorflow;
type Tensor = Tensorflow.Tensor;

/** A float32 operation in TensorFlow.js. */
export type TensorflowKernel = (tf: TF, node: Expression, inputs: readonly Tensor[]) => Tensor;

/**
 * What TensorFlow.js computes, all in float32. What is not here is left to plain loops: sums, which it would add in
 * float32 one after the other, where ours are float64, indices, and what its WebAssembly lacks.
 */
export const TENSORFLOW_KERNELS: Readonly<Partial<Record<OperationName, TensorflowKernel>>> = {
  scalar: (tf, { attributes }) => tf.scalar(attributes.value as number, "float32"),
  negate: (tf, _, [x]) => tf.neg(x),
  exp: (tf, _, [x]) => tf.exp(x),
  log: (tf, _, [x]) => tf.log(x),
  sqrt: (tf, _, [x]) => tf.sqrt(x),
  reciprocal: (tf, _, [x]) => tf.div(1, x),
  tanh: (tf, _, [x]) => tf.tanh(x),
  erf: (tf, _, [x]) => tf.erf(x),
  sigmoid: (tf, _, [x]) => tf.sigmoid(x),
  relu: (tf, _, [x]) => tf.relu(x),
  step: (tf, _, [x]) => tf.step(x),
  add: (tf, _, [x, y]) => tf.add(x, y),
  subtract: (tf, _, [x, y]) => tf.sub(x, y),
  multiply: (tf, _, [x, y]) => tf.mul(x, y),
  divide: (tf, _, [x, y]) => tf.div(x, y),
  maximum: (tf, _, [x, y]) => tf.maximum(x, y),
  matmul: (tf, { attributes, shape }, [x, y]) => {
    const { left, right } = attributes as { left: boolean; right: boolean };
    if (y.rank === x.rank) return tf.matMul(x, y, left, right);
    // One matrix for a whole batch: its rows under one another.
    const flat = tf.reshape(x, [-1, x.shape[x.rank - 1]]);
    return tf.reshape(tf.matMul(flat, y, false, right), [...shape]);
  },
  transpose: (tf, { attributes }, [x]) => tf.transpose(x, [...(attributes.order as readonly number[])]),
  broadcast: (tf, { shape }, [x]) => tf.add(x, tf.zeros([...shape])),
  concat: (tf, { attributes }, parts) => tf.concat([...parts], attributes.axis as number),
  slice: (tf, { attributes, shape }, [x]) => {
    const { axis, from } = attributes as { axis: number; from: number };
    return tf.slice(
      x,
      shape.map((_, i) => (i === axis ? from : 0)),
      [...shape],
    );
  },
};
