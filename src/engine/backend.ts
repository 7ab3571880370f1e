import { UsageError } from "../errors.ts";
import type { Backend } from "../tensors/backend.ts";
import { useBackend } from "../tensors/evaluate.ts";

/** What can do the arithmetic, the fastest first: onnxruntime, TensorFlow's C library, WebAssembly with SIMD. */
export const BACKENDS = ["onnxruntime", "tensorflow", "wasm"] as const;
export type BackendName = (typeof BACKENDS)[number];

/** How a backend is had, and what would bring it where it is not there. */
export interface Engine {
  readonly load: () => Promise<Backend>;
  /** Throws where it cannot be had; without it `load` is tried. */
  readonly find?: () => Promise<void>;
  readonly install: string;
}

let engines: Readonly<Partial<Record<BackendName, Engine>>> = {};

/** Sets which backends this thread can load. */
export function useEngines(given: Readonly<Partial<Record<BackendName, Engine>>>): void {
  engines = given;
}

const names = (): readonly BackendName[] => BACKENDS.filter((name) => engines[name]);

/** Whether a backend can be had here; else why not, and what would bring it. */
export interface Availability {
  readonly name: BackendName;
  readonly reason?: string;
  readonly remedy?: string;
}

/** Loads one backend. Throws a UsageError with the remedy where it cannot be had. */
export async function loadBackend(name: BackendName): Promise<Backend> {
  const engine = engines[name];
  if (!engine) throw new UsageError("--backend", `${name} cannot be had here`, `choose ${names().join(" or ")}`);
  try {
    return await engine.load();
  } catch (cause) {
    const remedy = name === "wasm" ? engine.install : `${engine.install}, or use wasm`;
    throw new UsageError("--backend", `${name} ${whyNot(cause)}`, remedy, { cause });
  }
}

/** Every backend, and whether it loads here. */
export async function availableBackends(): Promise<readonly Availability[]> {
  return Promise.all(
    names().map((name) => {
      const { load, find = load, install } = engines[name] as Engine;
      return find().then(
        () => ({ name }),
        (cause: unknown) => ({ name, reason: whyNot(cause), remedy: install }),
      );
    }),
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
  for (const name of wanted ? [wanted] : names()) {
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
