import type { Disk } from "./disk.ts";
import type { Pool } from "./pool.ts";

/** A checksum that is told its bytes piece by piece; text as UTF-8. */
export interface Hash {
  readonly update: (part: Uint8Array | string) => void;
  /** The checksum in hexadecimal digits, once. */
  readonly hex: () => string;
}

export type AssetName = "plotly" | "report" | "comparison";

/** What the code is given by what it runs on, Node or a page's worker. It is all that the core knows of either. */
export interface Host {
  readonly disk: Disk;
  /** The CRC-32 of some bytes, or of those before, whose own is given, and these. */
  readonly crc32: (bytes: Uint8Array, before?: number) => number;
  readonly sha256: () => Hash;
  readonly gzip: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** How many pieces of work may go on at once. */
  readonly cores: number;
  /** As many processes or workers, of a script that the package brings and that is given the data first (see `poolOf`). */
  readonly pool: <D, W, R>(script: URL, count: number, data: D, ahead: number) => Pool<W, R>;
  /** Ends when what waits has had its turn, such as a signal. */
  readonly turn: () => Promise<void>;
  /** Milliseconds that this process has worked for, of which differences count: not those in which others had the processor. */
  readonly worked: () => number;
  /** The text of a script that reports bring along: Plotly, or a page's own. */
  readonly asset: (name: AssetName) => Promise<string>;
  /** Called before objects come and go by the million, where memory is better kept low than work fast. */
  readonly sparesMemory?: () => void;
}

let used: Host | undefined;

/** Sets what all further calls of this thread run on. */
export function useHost(given: Host): void {
  used = given;
}

/** What this thread runs on. Throws where nothing was set: an entry point of the package forgot to. */
export function host(): Host {
  if (used === undefined) throw new Error("no host was set: call useHost first");
  return used;
}
