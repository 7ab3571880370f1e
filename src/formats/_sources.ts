import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { constants, crc32, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { decompress as unzstd } from "fzstd";
import { FormatError } from "../errors.ts";
import type { Codec, Extent } from "./_values.ts";

/** Bytes that can be read by range. This is the only file of the room that touches the disk. */
export interface Source {
  readonly path: string;
  readonly byteLength: number;
  /** The bytes [start, end) in a buffer of their own; a FormatError where the source ends before. */
  readonly read: (start: number, end: number) => Uint8Array;
  readonly close: () => void;
}

/** What one `readSync` may ask for: the system call stops short of 2 GiB. */
const MAX_READ = 2 ** 30;

/** Opens a regular file; the caller closes it. A pipe is refused, for opening one would wait for its writer. */
export function openSource(path: string): Source {
  const descriptor = attempt(path, "cannot be opened", () => {
    if (statSync(path).isFile()) return openSync(path, "r");
    throw new FormatError(path, "cannot be opened: not a regular file", "give a file or a folder");
  });
  const { size } = fstatSync(descriptor);
  return {
    path,
    byteLength: size,
    read: (start, end) => {
      checkRange(path, size, start, end);
      const bytes = allocated(path, end - start);
      let done = 0;
      while (done < bytes.length) {
        const length = Math.min(bytes.length - done, MAX_READ);
        const count = attempt(path, "cannot be read", () => readSync(descriptor, bytes, done, length, start + done));
        if (count === 0) throw truncated(path, start, bytes.length, done);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

/** Bytes that are already in memory, as a source; `path` says in errors where they come from. */
export function bytesSource(path: string, bytes: Uint8Array): Source {
  return {
    path,
    byteLength: bytes.length,
    read: (start, end) => {
      checkRange(path, bytes.length, start, end);
      return new Uint8Array(bytes.subarray(start, end));
    },
    close: () => {},
  };
}

/** Whether there is a regular file that can be found: in some formats one that is missing says something. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What differs once a file has been written to or replaced: its place on the disk, size and time; "" where there is none. */
export function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return "";
  }
}

/** Runs `use` on the opened file and closes it, whatever happens. */
export function withSource<T>(path: string, use: (source: Source) => T): T {
  const source = openSource(path);
  try {
    return use(source);
  } finally {
    source.close();
  }
}

/** The bytes of a stretch of a file, inflated where it is deflated, in their own buffer; the checksum must hold. */
export function readExtent(extent: Extent): Uint8Array {
  const { path, offset, byteLength, inflatedLength } = extent;
  const raw = withSource(path, (source) => source.read(offset, offset + byteLength));
  const bytes = inflatedLength === undefined ? raw : inflated(extent, raw, inflatedLength);
  if (extent.crc32 !== undefined && crc32(bytes) !== extent.crc32) {
    throw new FormatError(
      path,
      `byte ${offset}: the checksum does not match`,
      "the file is damaged, or was edited in place: copy it again, or save it anew",
    );
  }
  return bytes;
}

/** The first n bytes of a deflated stretch, or all if there are fewer; not checked. */
export function inflatedStart(source: Source, extent: Extent, n: number): Uint8Array {
  const { path, offset, byteLength } = extent;
  // Deflate never makes n bytes into more than these, and what they inflate to stays small (1000 to 1 at most).
  const raw = source.read(offset, offset + Math.min(byteLength, n + (n >> 3) + 64));
  const bytes = attempt(`${path}: byte ${offset}`, "cannot be inflated", () =>
    inflateRawSync(raw, { finishFlush: constants.Z_SYNC_FLUSH }),
  );
  return new Uint8Array(bytes.subarray(0, n));
}

function inflated(extent: Extent, raw: Uint8Array, length: number): Uint8Array {
  const where = `${extent.path}: byte ${extent.offset}`;
  const bytes = attempt(where, "cannot be inflated", () => inflaters[extent.codec ?? "deflate"](raw, length));
  if (bytes.length !== length) {
    throw new FormatError(where, `${length} bytes expected once inflated, ${bytes.length} found`);
  }
  // A copy where zlib's chunk is a part of a larger buffer: views must start where the buffer does.
  return bytes.byteLength === bytes.buffer.byteLength ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes);
}

/** Each gives no more than `length` bytes; zlib refuses a limit of 0, which an empty member has. */
const inflaters: Readonly<Record<Codec | "deflate", (raw: Uint8Array, length: number) => Uint8Array>> = {
  deflate: (raw, length) => inflateRawSync(raw, { maxOutputLength: Math.max(1, length) }),
  gzip: (raw, length) => gunzipSync(raw, { maxOutputLength: Math.max(1, length) }),
  zlib: (raw, length) => inflateSync(raw, { maxOutputLength: Math.max(1, length) }),
  zstd: (raw, length) => unzstd(raw, new Uint8Array(length)),
};

function checkRange(path: string, size: number, start: number, end: number): void {
  if (!(start >= 0 && end >= start)) throw new FormatError(path, `no such bytes: ${start} to ${end}`);
  if (end > size) throw truncated(path, start, end - start, Math.max(0, size - start));
}

function truncated(path: string, start: number, expected: number, found: number): FormatError {
  return new FormatError(
    path,
    `byte ${start}: ${expected} bytes expected, ${found} found`,
    "the file is truncated: copy it again, or wait until it is written",
  );
}

function allocated(path: string, length: number): Uint8Array {
  return attempt(path, `${length} bytes do not fit in memory`, () => new Uint8Array(length));
}

function attempt<T>(where: string, problem: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(where, `${problem}: ${systemWords(cause)}`, undefined, { cause });
  }
}

/** What the system says of a failed call, without the call and its path: the error names the file, a result no folder. */
export function systemWords(cause: unknown): string {
  return (cause as Error).message.replace(/, [a-z]+( '.*')?$/s, "");
}
