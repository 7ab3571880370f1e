import type * as Tensorflow from "@tensorflow/tfjs-core";
import type { Backend } from "../backend.ts";
import type { Expression, Values } from "../expression.ts";
import { written } from "../loops/backend.ts";
import { KERNELS } from "../loops/kernels.ts";
import { TENSORFLOW_KERNELS, type TF } from "./kernels.ts";

/** A value on the host, in TensorFlow.js, or both, once it has been asked for in both. */
interface Held {
  host?: Values;
  tensor?: Tensorflow.Tensor;
  /** What it is another shape of: its values are read from TensorFlow.js once for both. */
  readonly reshaped?: Held;
}

/** Operation by operation: float32 by TensorFlow.js, on whatever it runs on, and float64 and indices by plain loops. */
export function tensorflowBackend(name: string, tf: TF): Backend {
  const onHost = (held: Held): Values => {
    held.host ??= held.reshaped ? onHost(held.reshaped) : (held.tensor?.dataSync() as Float32Array);
    return held.host;
  };
  const inTensorflow = (held: Held, { shape }: Expression): Tensorflow.Tensor => {
    const source = held.reshaped?.tensor;
    held.tensor ??= source
      ? tf.reshape(source, [...shape])
      : tf.tensor(onHost(held) as Float32Array, [...shape], "float32");
    return held.tensor;
  };
  return {
    name,
    has: () => true,
    prepare:
      ({ order, outputs, leaves }) =>
      (values, into) =>
        scoped(tf, () => {
          const found = new Map<Expression, Held>(leaves.map((leaf, i) => [leaf, { host: values[i] }]));
          for (const node of order) if (!found.has(node)) found.set(node, computed(node, found));
          return outputs.map((node, i) => written(onHost(found.get(node) as Held), into[i]));
        }),
  };

  function computed(node: Expression, found: ReadonlyMap<Expression, Held>): Held {
    const { operation, inputs, dtype } = node;
    const held = inputs.map((input) => found.get(input) as Held);
    if (operation === "reshape") return { reshaped: held[0] };
    const kernel = TENSORFLOW_KERNELS[operation];
    if (kernel && dtype === "float32")
      return {
        tensor: kernel(
          tf,
          node,
          held.map((one, i) => inTensorflow(one, inputs[i])),
        ),
      };
    return { host: KERNELS[operation](node, held.map(onHost)) };
  }
}

/** What `compute` returns; every tensor that it made is freed. */
function scoped<T>(tf: TF, compute: () => T): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    return compute();
  } finally {
    engine.endScope();
  }
}
