import { FormatError } from "../errors.ts";
import type { Source } from "./_sources.ts";

/** Where a zip archive's central directory lies. */
export interface ZipEnd {
  readonly offset: number;
  readonly byteLength: number;
  /** Number of members. */
  readonly count: number;
}

const END = 22;
const END_MAGIC = 0x06054b50;
const LOCATOR = 20;
const LOCATOR_MAGIC = 0x07064b50;
const END64 = 56;
const END64_MAGIC = 0x06064b50;
/** A comment of up to 2¹⁶ − 1 bytes may follow the end record. */
const MAX_TAIL = END + 0xffff;

/**
 * Finds the central directory from the end of the archive (APPNOTE 6.3, sections 4.3.14 to 4.3.16), in 32 or 64 bits;
 * a comment may follow.
 */
export function zipEnd(source: Source): ZipEnd {
  const start = Math.max(0, source.byteLength - MAX_TAIL);
  const bytes = source.read(start, source.byteLength);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = tail.length - END; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_MAGIC && at + END + tail.readUInt16LE(at + 20) === tail.length) {
      return checked(source, start + at, end64(source, start + at) ?? end32(tail, at));
    }
  }
  throw new FormatError(
    source.path,
    "truncated or not a zip: no end of central directory",
    "copy the file again, or wait until it is written",
  );
}

function end32(tail: Buffer, at: number): ZipEnd {
  return {
    count: tail.readUInt16LE(at + 10),
    byteLength: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
}

/** The 64-bit record, where a locator just before the 32-bit one points at it. */
function end64(source: Source, end: number): ZipEnd | undefined {
  if (end < LOCATOR + END64) return undefined;
  const locator = Buffer.from(source.read(end - LOCATOR, end));
  if (locator.readUInt32LE(0) !== LOCATOR_MAGIC) return undefined;
  const at = Number(locator.readBigUInt64LE(8));
  if (at + END64 > end - LOCATOR) throw new FormatError(source.path, `zip: no 64-bit end record at byte ${at}`);
  const record = Buffer.from(source.read(at, at + END64));
  if (record.readUInt32LE(0) !== END64_MAGIC) {
    throw new FormatError(source.path, `byte ${at}: zip: no 64-bit end record`);
  }
  return {
    count: Number(record.readBigUInt64LE(32)),
    byteLength: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  };
}

function checked(source: Source, end: number, found: ZipEnd): ZipEnd {
  if (found.offset + found.byteLength > end) {
    throw new FormatError(source.path, `zip: the central directory at byte ${found.offset} leaves the file`);
  }
  return found;
}
