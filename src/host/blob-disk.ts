import { dirname, normalize } from "pathe";
import type { Disk, OpenFile, Stat } from "./disk.ts";

/** The part of a page's worker that reads a Blob at once. */
interface BlobReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/**
 * Files by path, as they were dropped into a page, with the folders that their paths name. Bytes are read where they lie
 * when they are asked for, by the FileReaderSync that is given, which a page has in its workers.
 */
export function blobDisk(files: ReadonlyMap<string, Blob>, reader: BlobReader): Disk {
  const folders = new Map<string, Set<string>>([["/", new Set()]]);
  const blobs = new Map<string, Blob>();
  for (const [path, blob] of files) {
    const full = placeOf(path);
    blobs.set(full, blob);
    for (let at = full; at !== "/"; at = dirname(at)) {
      const names = folders.get(dirname(at)) ?? new Set();
      folders.set(dirname(at), names.add(at.slice(at.lastIndexOf("/") + 1)));
    }
  }
  const blobAt = (path: string): Blob => {
    const blob = blobs.get(placeOf(path));
    if (blob === undefined) throw refused(folders.has(placeOf(path)) ? "EISDIR" : "ENOENT");
    return blob;
  };
  return {
    stat: (path): Stat => {
      if (folders.has(placeOf(path))) return { kind: "folder", size: 0 };
      return { kind: "file", size: blobAt(path).size };
    },
    stamp: (path) => String(blobAt(path).size),
    list: (folder) => {
      const names = folders.get(placeOf(folder));
      if (names === undefined) throw refused(blobs.has(placeOf(folder)) ? "ENOTDIR" : "ENOENT");
      return [...names];
    },
    realPath: (path) => {
      if (!folders.has(placeOf(path))) blobAt(path);
      return placeOf(path);
    },
    open: (path) => opened(blobAt(path), reader),
  };
}

/** A whole blob of this size is read at once: checkpoints are read in many small pieces. */
const HELD = 2 ** 26;
/** Of a larger one, pieces of this size. */
const PIECE = 2 ** 22;

function opened(blob: Blob, reader: BlobReader): OpenFile {
  const length = blob.size <= HELD ? Math.max(1, blob.size) : PIECE;
  let start = -1;
  let piece = new Uint8Array();
  return {
    byteLength: blob.size,
    read: (into, at) => {
      const from = Math.floor(at / length) * length;
      if (from !== start) {
        piece = new Uint8Array(reader.readAsArrayBuffer(blob.slice(from, from + length)));
        start = from;
      }
      const bytes = piece.subarray(at - from, at - from + into.length);
      into.set(bytes);
      return bytes.length;
    },
    close: () => {
      piece = new Uint8Array();
      start = -1;
    },
  };
}

/** The path from the root, without what it goes back. */
function placeOf(path: string): string {
  const full = normalize(`/${path}`);
  return full.length > 1 && full.endsWith("/") ? full.slice(0, -1) : full;
}

const WORDS = {
  ENOENT: "no such file or directory",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
} as const;

/** What Node throws, as it says it. */
function refused(code: keyof typeof WORDS): Error {
  return Object.assign(new Error(`${code}: ${WORDS[code]}`), { code });
}
