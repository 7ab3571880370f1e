/** What is used of a page's worker, which has no types beside Node's. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: any }) => void) | null;
}

/** A worker, from whoever started it. */
export interface Child extends Port {
  onerror: ((event: { readonly message?: string; preventDefault(): void }) => void) | null;
  terminate(): void;
}

interface Scope extends Port {
  readonly navigator: { readonly hardwareConcurrency?: number };
  readonly FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
  readonly Worker: new (script: URL | string, options: { readonly type: "module" }) => Child;
}

/** What this script runs in: a page, or one of its workers. */
export const scope: Scope = globalThis as unknown as Scope;

/**
 * Starts a script of the package as a worker that is held to the policy of the page: one that is started by its address has
 * a policy of its own, which a folder of files cannot state.
 */
export function startWorker(script: URL): Child {
  const address = URL.createObjectURL(new Blob([`import ${JSON.stringify(script.href)};`], { type: "text/javascript" }));
  return new scope.Worker(address, { type: "module" });
}
