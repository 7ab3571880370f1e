import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Backend } from "../tensors/backend.ts";
import { tensorflowBackend } from "../tensors/tfjs/backend.ts";
import type { TF } from "../tensors/tfjs/kernels.ts";

// CommonJS on purpose: each package is one bundled file there, which loads in 20 ms; as ES modules they are
// hundreds of files.
const require = createRequire(import.meta.url);

/** TensorFlow's C library, as the npm package `@tensorflow/tfjs-node` brings it. Throws where it does not load here. */
export function nativeTensorflow(): Backend {
  return tensorflowBackend("tensorflow", require("@tensorflow/tfjs-node") as TF);
}

/** Throws where the packages of `webAssembly` are not there. Starts nothing: TensorFlow.js has one engine a process. */
export function findWebAssembly(): void {
  for (const name of ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm"]) require.resolve(name);
}

/** WebAssembly with SIMD, by TensorFlow.js: what runs everywhere. */
export async function webAssembly(): Promise<Backend> {
  const tf = require("@tensorflow/tfjs-core") as TF;
  const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths: (folder: string) => void };
  setWasmPaths(`${join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist")}/`);
  if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start");
  return tensorflowBackend("wasm", tf);
}
