import { UsageError } from "../errors.ts";
import type { Backend } from "../tensors/backend.ts";
import { useBackend } from "../tensors/evaluate.ts";

/** What can do the arithmetic, the fastest first: onnxruntime, TensorFlow's C library, WebAssembly with SIMD. */
export const BACKENDS = ["onnxruntime", "tensorflow", "wasm"] as const;
export type BackendName = (typeof BACKENDS)[number];

// Imported when asked for: a command that computes nothing need not load an engine.
const LOADERS: Readonly<Record<BackendName, { load: () => Promise<Backend>; install: string }>> = {
  onnxruntime: {
    load: async () => (await import("./onnxruntime.ts")).onnxruntime(),
    // Its install script fetches parts for NVIDIA cards, and fails where that host is out of reach.
    install: "npm install onnxruntime-node --ignore-scripts",
  },
  tensorflow: {
    load: async () => (await import("./tensorflow.ts")).nativeTensorflow(),
    install: "npm install @tensorflow/tfjs-node",
  },
  wasm: {
    load: async () => (await import("./tensorflow.ts")).webAssembly(),
    install: "npm install grok-analyze",
  },
};

/** Whether a backend can be had here; else why not, and what would bring it. */
export interface Availability {
  readonly name: BackendName;
  readonly reason?: string;
  readonly remedy?: string;
}

/** Loads one backend. Throws a UsageError with the remedy where it cannot be had. */
export async function loadBackend(name: BackendName): Promise<Backend> {
  try {
    return await LOADERS[name].load();
  } catch (cause) {
    const remedy = name === "wasm" ? LOADERS.wasm.install : `${LOADERS[name].install}, or use wasm`;
    throw new UsageError("--backend", `${name} ${whyNot(cause)}`, remedy, { cause });
  }
}

/** Every backend, and whether it loads here. */
export async function availableBackends(): Promise<readonly Availability[]> {
  return Promise.all(
    BACKENDS.map((name) =>
      // Loading WebAssembly would take TensorFlow.js's one engine from the backend that runs.
      (name === "wasm" ? import("./tensorflow.ts").then((tf) => tf.findWebAssembly()) : LOADERS[name].load()).then(
        () => ({ name }),
        (cause: unknown) => ({ name, reason: whyNot(cause), remedy: LOADERS[name].install }),
      ),
    ),
  );
}

function whyNot(cause: unknown): string {
  const { code, message } = cause as Error & { readonly code?: string };
  return code === "MODULE_NOT_FOUND" ? "is not installed" : `does not load: ${message.split("\n")[0]}`;
}

let starting: Promise<BackendName> | undefined;

/**
 * Starts a backend once a thread and returns its name: the one asked for, else the fastest that loads. Throws a UsageError
 * if the one asked for cannot be had, or if another one runs already.
 */
export async function startBackend(wanted?: BackendName): Promise<BackendName> {
  if (wanted !== undefined && !BACKENDS.includes(wanted)) {
    throw new UsageError("--backend", `"${wanted}" is not a backend`, `choose ${BACKENDS.join(" or ")}`);
  }
  // The promise is kept, not its result: callers that come together start one backend.
  starting ??= begin(wanted);
  let name: BackendName;
  try {
    name = await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
  if (wanted && wanted !== name) {
    throw new UsageError("--backend", `${wanted} cannot start: ${name} runs already`, "choose one a process");
  }
  return name;
}

async function begin(wanted: BackendName | undefined): Promise<BackendName> {
  for (const name of wanted ? [wanted] : BACKENDS) {
    const backend = await loadBackend(name).catch((error: unknown) => {
      if (wanted || name === "wasm") throw error;
      return undefined;
    });
    if (backend) {
      useBackend(backend);
      return name;
    }
  }
  throw new Error("WebAssembly is tried last, and throws its own error");
}
