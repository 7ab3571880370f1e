/** A file that is open. */
export interface OpenFile {
  readonly byteLength: number;
  /** Fills `into` with the bytes from `at` on, as far as they come at once; returns how many, 0 at the end. */
  readonly read: (into: Uint8Array, at: number) => number;
  readonly close: () => void;
}

/** What lies at a path, links followed. */
export interface Stat {
  readonly kind: "file" | "folder" | "other";
  /** In bytes. */
  readonly size: number;
}

/**
 * Folders and files that can be read: a machine's disk, or what was dropped into a page. Paths have slashes. What is not
 * there, or closed to this user, throws an Error with Node's `code`, such as ENOENT.
 */
export interface Disk {
  readonly stat: (path: string) => Stat;
  /** What differs once a file has been written to or replaced. */
  readonly stamp: (path: string) => string;
  /** The names in a folder, in no order. */
  readonly list: (folder: string) => readonly string[];
  /** The one path that a file has, whatever links led to it. */
  readonly realPath: (path: string) => string;
  readonly open: (path: string) => OpenFile;
}
