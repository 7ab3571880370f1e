import { createRequire } from "node:module";
import type { Backend } from "../tensors/backend.ts";
import type { Values } from "../tensors/expression.ts";
import { dtypeOf } from "../tensors/expression.ts";
import { onnxBackend } from "../tensors/onnx/backend.ts";

const require = createRequire(import.meta.url);

interface OrtTensor {
  readonly data: Values;
}

/** The part of onnxruntime-node's native session that runs at once; its public one does the same in a later turn. */
interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: Record<string, OrtTensor>, fetches: Record<string, null>, options: object): Record<string, OrtTensor>;
  dispose(): void;
}
interface NativeBinding {
  readonly binding: { readonly InferenceSession: new () => NativeSession };
  readonly initOrt: () => void;
}

/**
 * onnxruntime's CPU library, as the npm package `onnxruntime-node` brings it. Throws where it is not installed or does not
 * load here. `threads` is how many cores one graph may use.
 */
export function onnxruntime(threads: number): Backend {
  const { binding, initOrt } = require("onnxruntime-node/dist/binding.js") as NativeBinding;
  const { Tensor } = require("onnxruntime-node") as {
    Tensor: new (type: string, data: Values, shape: readonly number[]) => OrtTensor;
  };
  initOrt();
  const options = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  };
  return onnxBackend("onnxruntime", (model, outputs) => {
    const session = new binding.InferenceSession();
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, options);
    const fetches = Object.fromEntries(outputs.map((name) => [name, null]));
    return {
      run: (inputs) => {
        const feeds = Object.fromEntries(
          Array.from(inputs, ([name, { values, shape }]) => [
            name,
            new Tensor(dtypeOf(values), unshared(values), shape),
          ]),
        );
        const found = session.run(feeds, fetches, {});
        return new Map(outputs.map((name) => [name, found[name].data]));
      },
      release: () => session.dispose(),
    };
  });
}

/** Node hands native code no memory that threads share ("Invalid argument"): a copy. */
function unshared(values: Values): Values {
  return values.buffer instanceof SharedArrayBuffer ? values.slice() : values;
}
