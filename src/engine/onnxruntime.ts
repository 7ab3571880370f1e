import { createRequire } from "node:module";
import type { Backend } from "../tensors/backend.ts";
import type { Values } from "../tensors/expression.ts";
import { dtypeOf } from "../tensors/expression.ts";
import { type NamedValues, onnxBackend } from "../tensors/onnx/backend.ts";

const require = createRequire(import.meta.url);

interface OrtTensor {
  readonly data: Values;
}

/** The part of onnxruntime-node's native session that runs at once; its public one does the same in a later turn. */
interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Record<string, OrtTensor>,
    fetches: Record<string, OrtTensor | null>,
    options: object,
  ): Record<string, OrtTensor>;
  dispose(): void;
}
interface NativeBinding {
  readonly binding: { readonly InferenceSession: new () => NativeSession };
  readonly initOrt: () => void;
}

/**
 * onnxruntime's CPU library, as the npm package `onnxruntime-node` brings it. Throws where it is not installed or does not
 * load here. A graph has one core: two inside one gained nothing that several checkpoints at once do not.
 */
export function onnxruntime(): Backend {
  // Else it reports to its makers where it can, and leaves its notes about that in the folder of temporary files.
  process.env.ORT_DISABLE_TELEMETRY ??= "1";
  const { binding, initOrt } = require("onnxruntime-node/dist/binding.js") as NativeBinding;
  const { Tensor } = require("onnxruntime-node") as {
    Tensor: new (type: string, data: Values, shape: readonly number[]) => OrtTensor;
  };
  initOrt();
  const options = {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    logSeverityLevel: 3,
  };
  return onnxBackend("onnxruntime", (model, outputs, once) => {
    const loaded = (graphOptimizationLevel: "all" | "basic" | "disabled") => {
      const session = new binding.InferenceSession();
      const { buffer, byteOffset, byteLength } = model;
      session.loadModel(buffer, byteOffset, byteLength, { ...options, graphOptimizationLevel });
      return session;
    };
    const session = attempt(() => loaded(once ? "disabled" : "all")) ?? loaded("basic");
    const none = Object.fromEntries(outputs.map((name) => [name, null]));
    const tensors = (arrays: ReadonlyMap<string, NamedValues>) =>
      Object.fromEntries(
        Array.from(arrays, ([name, { values, shape }]) => [name, new Tensor(dtypeOf(values), values, shape)]),
      );
    return {
      run: (inputs, into) => {
        const found = session.run(tensors(inputs), { ...none, ...tensors(into) }, {});
        return new Map(outputs.map((name) => [name, into.get(name)?.values ?? found[name].data]));
      },
      release: () => session.dispose(),
    };
  });
}

/** What `load` gives; undefined where it fails: some fusions make float64 operators of which the library has float32 alone. */
function attempt<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch {
    return undefined;
  }
}
