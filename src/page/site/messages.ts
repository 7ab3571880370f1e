import type { RunCard } from "../explorer/run-card.ts";

/** Files by their paths. */
export type Files = ReadonlyMap<string, Blob>;

/** What a worker is asked, once: it ends when it has answered. */
export type Asked = { readonly files: Files } & (
  | { readonly ask: "look"; readonly root: string }
  | { readonly ask: "analyse"; readonly path: string; readonly only?: readonly string[] | undefined }
  | { readonly ask: "page"; readonly runs: readonly Shown[] }
);

/** A run of a page, and the folder of its results where there are some. */
export interface Shown {
  readonly path: string;
  readonly name: string;
  readonly results: string | undefined;
}

/** What it tells. Every question ends in `done` or in `failed`. */
export type Told =
  /** A run that was found; of one that cannot be read the card says why. `results` is where its results are. */
  | { readonly told: "run"; readonly card: RunCard; readonly path: string; readonly results: string | undefined }
  | { readonly told: "progress"; readonly done: number; readonly total: number }
  /** The files of the results by name, and the card that they make. */
  | { readonly told: "analysed"; readonly files: ReadonlyMap<string, string>; readonly card: RunCard }
  | { readonly told: "page"; readonly html: string }
  | { readonly told: "done" }
  /** One line for the reader. */
  | { readonly told: "failed"; readonly reason: string };
