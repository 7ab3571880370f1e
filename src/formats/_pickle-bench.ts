import type { Value } from "./_values.ts";

/** What a constructor may use of the pickle that it is called in. */
export interface Bench {
  readonly fail: (problem: string) => never;
  /** Accounts for bytes that are copied, so that a short pickle cannot ask for endless copies. */
  readonly charge: (bytes: number) => void;
  readonly torchStorage: ((bytes: Uint8Array) => Value) | undefined;
}

/** The data that a call stands for; undefined where the arguments are not the usual ones: it stays inert. */
export type Constructor = (args: readonly Value[], bench: Bench) => Value | undefined;
