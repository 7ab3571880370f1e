import type { BackendName, Engine } from "./backend.ts";

/** What Node can load. Imported when asked for: a command that computes nothing need not load an engine. */
export const NODE_ENGINES: Readonly<Record<BackendName, Engine>> = {
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
    // Loading it would take TensorFlow.js's one engine from the backend that runs.
    find: async () => (await import("./tensorflow.ts")).findWebAssembly(),
    install: "npm install grok-analyze",
  },
};
