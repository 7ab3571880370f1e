/** A worker of a page, as far as it is used: beside Node's types it has none. */
export interface Child {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: { readonly data: any }) => void) | null;
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null;
}

interface Page {
  readonly Worker: new (script: string, options: { readonly type: "module" }) => Child;
}

/** Beside every script of a worker: see src/browser/reproducible-math.ts. */
const FIRST = "./reproducible-math.js";

/**
 * Starts a script of the package as a worker that computes as Node does, and that is held to the policy of the page: one that is started by its address has
 * a policy of its own, which a folder of files cannot state.
 */
export function startWorker(script: URL): Child {
  const imports = [new URL(FIRST, script), script].map(({ href }) => `import ${JSON.stringify(href)};\n`).join("");
  const address = URL.createObjectURL(new Blob([imports], { type: "text/javascript" }));
  return new (globalThis as unknown as Page).Worker(address, { type: "module" });
}
