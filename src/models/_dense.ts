import type { Tensor2D } from "@tensorflow/tfjs-core";
import { tensorflow } from "../engine/backend.ts";
import type { Tensor } from "../numerics/tensor.ts";
import type { Activation } from "./_architecture.ts";

/** A float32 matrix on the host: `rows` rows of `width` values. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** Uploads a host matrix to the tensor backend. */
export function uploaded({ data, rows, width }: Matrix): Tensor2D {
  return tensorflow().tensor2d(data, [rows, width], "float32");
}

/** Uploads a weight as a matrix of `rows` rows, whatever its axes. */
export function uploadedWeight({ data }: Tensor, rows: number): Tensor2D {
  return tensorflow().tensor2d(Float32Array.from(data), [rows, data.length / rows], "float32");
}

/** The values of a matrix on the tensor backend. */
export function downloaded(x: Tensor2D): Matrix {
  return { data: x.dataSync() as Float32Array, rows: x.shape[0], width: x.shape[1] };
}

/** x W + b on the tensor backend. */
export function affine(x: Tensor2D, W: Tensor2D, b?: Tensor2D): Tensor2D {
  const tf = tensorflow();
  return b ? tf.add(tf.matMul(x, W), b) : tf.matMul(x, W);
}

/** The nonlinearity, value by value. */
export function activated(x: Tensor2D, activation: Activation): Tensor2D {
  const tf = tensorflow();
  switch (activation) {
    case "relu":
      return tf.relu(x);
    case "square":
      return tf.square(x);
    case "gelu":
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    case "gelu_tanh": {
      const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
    }
  }
}

/** Rows with mean 0 and variance 1, times w, plus b. Float64 inside, as the sums over d_model are reductions. */
export function layerNormed(x: Matrix, w: Tensor | undefined, b: Tensor | undefined, epsilon: number): Matrix {
  const { rows, width } = x;
  const data = new Float32Array(x.data.length);
  for (let r = 0; r < rows; r++) {
    const at = r * width;
    let mean = 0;
    for (let i = 0; i < width; i++) mean += x.data[at + i];
    mean /= width;
    let variance = 0;
    for (let i = 0; i < width; i++) variance += (x.data[at + i] - mean) ** 2;
    const scale = 1 / Math.sqrt(variance / width + epsilon);
    for (let i = 0; i < width; i++) {
      data[at + i] = (x.data[at + i] - mean) * scale * (w ? w.data[i] : 1) + (b ? b.data[i] : 0);
    }
  }
  return { data, rows, width };
}
