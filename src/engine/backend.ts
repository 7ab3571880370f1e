import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as Tensorflow from "@tensorflow/tfjs-core";
import { UsageError } from "../errors.ts";

/** TensorFlow.js, as `tfjs-core` exports it. */
export type TF = typeof Tensorflow;
/** Where tensor arithmetic can run: TensorFlow's own C library, or WebAssembly with SIMD. */
export type BackendName = "tensorflow" | "wasm";
export const BACKENDS: readonly BackendName[] = ["tensorflow", "wasm"];

// CommonJS on purpose: each package is one bundled file there, which loads in 20 ms; as ES modules they are
// hundreds of files.
const require = createRequire(import.meta.url);
interface Running {
  readonly name: BackendName;
  readonly tf: TF;
}
let starting: Promise<Running> | undefined;
let running: Running | undefined;

/**
 * Starts the tensor backend once a thread and returns its name: the one asked for, else the native one where the
 * optional package `@tensorflow/tfjs-node` is installed and loads, else WebAssembly. Throws a UsageError if the one
 * asked for cannot be had, or if another one runs already.
 */
export async function startBackend(wanted?: BackendName): Promise<BackendName> {
  if (wanted !== undefined && !BACKENDS.includes(wanted)) {
    throw new UsageError("--backend", `"${wanted}" is not a backend`, `choose ${BACKENDS.join(" or ")}`);
  }
  // The promise is kept, not its result: callers that come together start one backend.
  starting ??= begin(wanted);
  try {
    running = await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
  if (wanted && wanted !== running.name) {
    throw new UsageError("--backend", `${wanted} cannot start: ${running.name} runs already`, "choose one a process");
  }
  return running.name;
}

async function begin(wanted: BackendName | undefined): Promise<Running> {
  return wanted === "wasm" ? wasm() : (native(wanted) ?? wasm());
}

/** TensorFlow.js on the backend that `startBackend` chose. */
export function tensorflow(): TF {
  if (!running) throw new Error("the tensor backend has not been started: await startBackend() first");
  return running.tf;
}

function native(wanted: BackendName | undefined): Running | undefined {
  try {
    return { name: "tensorflow", tf: require("@tensorflow/tfjs-node") as TF };
  } catch (cause) {
    if (wanted === undefined) return undefined;
    throw new UsageError("--backend", "tensorflow is not installed", "npm install @tensorflow/tfjs-node, or use wasm", {
      cause,
    });
  }
}

async function wasm(): Promise<Running> {
  const tf = require("@tensorflow/tfjs-core") as TF;
  const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths: (folder: string) => void };
  setWasmPaths(`${join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist")}/`);
  await tf.setBackend("wasm");
  return { name: "wasm", tf };
}

/** What `compute` returns; every tensor that it made on the backend is freed. */
export function scoped<T>(compute: () => T): T {
  const engine = tensorflow().engine();
  engine.startScope();
  try {
    return compute();
  } finally {
    engine.endScope();
  }
}
