import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { Backend } from "../tensors/backend.ts";
import { tensorflowBackend } from "../tensors/tfjs/backend.ts";
import type { TF } from "../tensors/tfjs/kernels.ts";

// CommonJS on purpose: one bundled file, which loads in 20 ms; as ES modules they are hundreds.
const require = createRequire(import.meta.url);
/** TensorFlow.js with its WebAssembly backend, as the build bundles it. */
const TFJS = "#wasm/tfjs.cjs";

/** TensorFlow's C library, as the npm package `@tensorflow/tfjs-node` brings it. Throws where it does not load here. */
export function nativeTensorflow(): Backend {
  return tensorflowBackend("tensorflow", require("@tensorflow/tfjs-node") as TF);
}

/** Throws where what `webAssembly` loads is not there. Starts nothing: TensorFlow.js has one engine a process. */
export function findWebAssembly(): void {
  require.resolve(TFJS);
}

/** WebAssembly with SIMD, by TensorFlow.js: what runs everywhere. */
export async function webAssembly(): Promise<Backend> {
  const tf = require(TFJS) as TF & { readonly setWasmPaths: (folder: string) => void };
  tf.setWasmPaths(`${dirname(require.resolve(TFJS))}/`);
  if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start");
  return tensorflowBackend("wasm", tf);
}
