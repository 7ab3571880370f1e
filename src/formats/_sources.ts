import { gunzipSync, Inflate, inflateSync, unzlibSync } from "fflate";
import { FormatError } from "../errors.ts";
import { host } from "../host/host.ts";
import { adler32 } from "./_adler32.ts";
import { concatenated } from "./_concatenated.ts";
import type { Codec, Extent } from "./_values.ts";
import { unzstd, zstdHolds } from "./_zstd.ts";

/** Bytes that can be read by range: of a file, of a Blob, or in memory. */
export interface Source {
  readonly path: string;
  readonly byteLength: number;
  /** The file's stamp before it was opened; "" in memory. */
  readonly stamp: string;
  /** The bytes [start, end) in a buffer of their own; a FormatError where the source ends before. */
  readonly read: (start: number, end: number) => Uint8Array;
  readonly close: () => void;
}

/** Opens a regular file; the caller closes it. A pipe is refused, for opening one would wait for its writer. */
export function openSource(path: string): Source {
  const { disk } = host();
  const stamp = stampOf(path);
  const file = attempt(path, "cannot be opened", () => {
    if (disk.stat(path).kind === "file") return disk.open(path);
    throw new FormatError(path, "cannot be opened: not a regular file", "give a file or a folder");
  });
  const size = file.byteLength;
  return {
    path,
    byteLength: size,
    stamp,
    read: (start, end) => {
      checkRange(path, size, start, end);
      const bytes = allocated(path, end - start);
      let done = 0;
      while (done < bytes.length) {
        const count = attempt(path, "cannot be read", () => file.read(bytes.subarray(done), start + done));
        if (count === 0) throw truncated(path, start, bytes.length, done);
        done += count;
      }
      return bytes;
    },
    close: file.close,
  };
}

/** Bytes that are already in memory, as a source; `path` says in errors where they come from. */
export function bytesSource(path: string, bytes: Uint8Array): Source {
  return {
    path,
    byteLength: bytes.length,
    stamp: "",
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
    return host().disk.stat(path).kind === "file";
  } catch {
    return false;
  }
}

/** False also for what cannot be followed, such as a link to nowhere: reading it will say why. */
export function isFolder(path: string): boolean {
  try {
    return host().disk.stat(path).kind === "folder";
  } catch {
    return false;
  }
}

/** What differs once a file has been written to or replaced: its size and times; "" where there is none. */
export function stampOf(path: string): string {
  try {
    return host().disk.stamp(path);
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

/** The text of a whole file, which is UTF-8. */
export function readText(path: string): string {
  return new TextDecoder().decode(withSource(path, ({ byteLength, read }) => read(0, byteLength)));
}

/**
 * The bytes of a stretch of a file, inflated where it is deflated, in their own buffer; the checksum must hold, of these or
 * of the stretch that they are a part of, or the file be the one whose head was read.
 */
export function readExtent(extent: Extent): Uint8Array {
  const { path, offset, byteLength, inflatedLength, within, stamp } = extent;
  if (within) verify(path, within);
  const raw = withSource(path, (source) => source.read(offset, offset + byteLength));
  if (stamp !== undefined && stampOf(path) !== stamp)
    throw new FormatError(path, "was changed while it was read: its contents, permissions or links", "start again");
  const bytes = inflatedLength === undefined ? raw : inflated(extent, raw, inflatedLength);
  if (extent.crc32 !== undefined && host().crc32(bytes) !== extent.crc32) throw mismatch(path, offset);
  return bytes;
}

/** The bytes [start, start + length) of a stretch, once inflated, in their own buffer; the checksum of the whole must hold. */
export function readPart(extent: Extent, start: number, length: number): Uint8Array {
  const { path, offset, byteLength, inflatedLength, crc32, stamp } = extent;
  if (start === 0 && length === (inflatedLength ?? byteLength)) return readExtent(extent);
  if (inflatedLength !== undefined) return lastInflated(extent).slice(start, start + length);
  const within = extent.within ?? (crc32 === undefined ? undefined : { offset, byteLength, crc32 });
  const known = { ...(within ? { within } : {}), ...(stamp === undefined ? {} : { stamp }) };
  return readExtent({ path, offset: offset + start, byteLength: length, ...known });
}

/** Many tensors may be parts of one deflated storage: it is inflated once for those that are read one after the other. */
let latest: { readonly key: string; readonly bytes: WeakRef<Uint8Array> } | undefined;

function lastInflated(extent: Extent): Uint8Array {
  const key = JSON.stringify([extent, stampOf(extent.path)]);
  const known = latest?.key === key ? latest.bytes.deref() : undefined;
  const bytes = known ?? readExtent(extent);
  latest = { key, bytes: new WeakRef(bytes) };
  return bytes;
}

/** Stretches whose checksum held, of files as they were then: each is looked at once, however many parts of it are read. */
const verified = new Set<string>();
/** Bytes that are held at once. A checksum takes half a millisecond a megabyte in Node, three in a page: less than reading does. */
const PIECE = 2 ** 20;

function verify(path: string, { offset, byteLength, crc32 }: NonNullable<Extent["within"]>): void {
  const key = JSON.stringify([path, offset, byteLength, crc32, stampOf(path)]);
  if (verified.has(key)) return;
  const end = offset + byteLength;
  const found = withSource(path, (source) => {
    let sum = 0;
    for (let at = offset; at < end; at += PIECE) sum = host().crc32(source.read(at, Math.min(at + PIECE, end)), sum);
    return sum;
  });
  if (found !== crc32) throw mismatch(path, offset);
  verified.add(key);
}

function mismatch(path: string, offset: number): FormatError {
  return new FormatError(
    path,
    `byte ${offset}: the checksum does not match`,
    "the file is damaged, or was edited in place: copy it again, or save it anew",
  );
}

/** Compressed bytes that are inflated at once, where only the first are wanted: a bomb makes a thousand times as many of them. */
const STEP = 512;

/** The first n bytes of a deflated stretch, or all if there are fewer; not checked. */
export function inflatedStart(source: Source, extent: Extent, n: number): Uint8Array {
  const { path, offset, byteLength } = extent;
  // Deflate never makes n bytes into more than these.
  const raw = source.read(offset, offset + Math.min(byteLength, n + (n >> 3) + 64));
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((part) => {
    parts.push(part);
    length += part.length;
  });
  attempt(`${path}: byte ${offset}`, "cannot be inflated", () => {
    for (let at = 0; at < raw.length && length < n; at += STEP)
      stream.push(raw.subarray(at, at + STEP), at + STEP >= byteLength);
  });
  return concatenated(parts).slice(0, n);
}

function inflated(extent: Extent, raw: Uint8Array, length: number): Uint8Array {
  const where = `${extent.path}: byte ${extent.offset}`;
  const bytes = attempt(where, "cannot be inflated", () => inflaters[extent.codec ?? "deflate"](raw, length));
  if (bytes.length !== length) {
    throw new FormatError(
      where,
      `${length} bytes expected once inflated, ${bytes.length > length ? "more" : bytes.length} found`,
    );
  }
  if (!checks[extent.codec ?? "deflate"](raw, bytes))
    throw new FormatError(where, "the checksum does not match", "the file is damaged: copy it again");
  // Views must start where the buffer does, and end with it.
  return new Uint8Array(bytes);
}

/** Each gives no more than one byte over `length`, which tells what is longer than it says. */
const inflaters: Readonly<Record<Codec | "deflate", (raw: Uint8Array, length: number) => Uint8Array>> = {
  deflate: (raw, length) => inflateSync(raw, { out: new Uint8Array(length + 1) }),
  gzip: (raw, length) => gunzipSync(raw, { out: new Uint8Array(length + 1) }),
  zlib: (raw, length) => unzlibSync(raw, { out: new Uint8Array(length + 1) }),
  zstd: unzstd,
};

/** Whether the checksums of a stream are those of what was inflated: what inflates it does not look. */
const checks: Readonly<Record<Codec | "deflate", (raw: Uint8Array, bytes: Uint8Array) => boolean>> = {
  // What holds it has a checksum of its own.
  deflate: () => true,
  gzip: (raw, bytes) => viewOf(raw).getUint32(raw.length - 8, true) === host().crc32(bytes),
  zlib: (raw, bytes) => viewOf(raw).getUint32(raw.length - 4) === adler32(bytes),
  zstd: zstdHolds,
};

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

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
