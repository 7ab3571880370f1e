import { FormatError } from "../errors.ts";
import type { Source } from "../formats/_sources.ts";
import { pagesInWal } from "./_sqlite-wal.ts";

const MAGIC = "SQLite format 3\0";
/** Bytes of the file's header, at the start of page 1. */
export const HEADER = 100;
const ENCODINGS: Readonly<Record<number, string>> = { 1: "utf-8", 2: "utf-16le", 3: "utf-16be" };

/** The pages of a SQLite database, numbered from 1. */
export interface Pages {
  readonly path: string;
  /** Of the database and of what its log has. */
  readonly byteLength: number;
  /** No fewer than there are. */
  readonly count: number;
  /** Bytes of a page before those that an extension keeps. */
  readonly usable: number;
  readonly encoding: string;
  readonly page: (number: number) => Buffer;
}

export function isSqlite(source: Source): boolean {
  return source.byteLength >= HEADER && Buffer.from(source.read(0, MAGIC.length)).toString("latin1") === MAGIC;
}

/** The pages as the last transaction left them, those in the log beside the file included. */
export function sqlitePages(source: Source): Pages {
  const { path } = source;
  const header = Buffer.from(source.read(0, HEADER));
  const stored = header.readUInt16BE(16);
  const size = stored === 1 ? 65536 : stored;
  if (size < 512 || (size & (size - 1)) !== 0) throw new FormatError(path, `byte 16: SQLite pages of ${size} bytes`);
  const usable = size - (header[20] as number);
  if (usable < 480) throw new FormatError(path, `byte 20: ${usable} bytes of a SQLite page are of use`);
  // Whatever byte 19 says of it: a log that lies there is of the database, for SQLite as well.
  const logged = pagesInWal(`${path}-wal`, size);
  const count = Math.floor(source.byteLength / size) + logged.size;
  const page = (number: number): Buffer => {
    const newer = logged.get(number);
    if (newer !== undefined) return newer;
    const start = (number - 1) * size;
    if (number < 1 || start + size > source.byteLength) {
      throw new FormatError(path, `SQLite page ${number} is not in the file`, "the file is truncated: copy it again");
    }
    return Buffer.from(source.read(start, start + size));
  };
  return {
    path,
    byteLength: count * size,
    count,
    usable,
    page,
    encoding: ENCODINGS[header.readUInt32BE(56)] ?? "utf-8",
  };
}
