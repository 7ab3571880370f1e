interface Scope {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: any }) => void) | null;
  readonly navigator: { readonly hardwareConcurrency?: number };
  readonly FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };
}

/** The worker that this script runs in, which has no types beside Node's. */
export const scope: Scope = globalThis as unknown as Scope;
