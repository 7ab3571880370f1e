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

/**
 * Starts a script of the package as a worker that is held to the policy of the page: one that is started by its address has
 * a policy of its own, which a folder of files cannot state.
 */
export function startWorker(script: URL): Child {
  const imports = `import ${JSON.stringify(script.href)};`;
  const address = URL.createObjectURL(new Blob([imports], { type: "text/javascript" }));
  return new (globalThis as unknown as Page).Worker(address, { type: "module" });
}
