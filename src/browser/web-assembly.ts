import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { Backend } from "../tensors/backend.ts";
import { tensorflowBackend } from "../tensors/tfjs/backend.ts";

/** WebAssembly with SIMD, by TensorFlow.js: the same binary as in Node, which lies beside this script. */
export async function webAssembly(): Promise<Backend> {
  setWasmPaths(new URL("./", import.meta.url).href);
  if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start");
  return tensorflowBackend("wasm", tf);
}
