import { FormatError } from "../errors.ts";
import { allowed, INFLATED } from "./_budget.ts";
import { shown } from "./_shown.ts";
import { readExtent, type Source } from "./_sources.ts";
import type { Extent } from "./_values.ts";
import { zipEnd } from "./_zip-end.ts";

/** One member of a zip archive, as its central directory describes it (PKWARE APPNOTE 6.3, section 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  readonly method: "stored" | "deflate";
  /** Where its local header begins. */
  readonly headerOffset: number;
  readonly compressedLength: number;
  readonly length: number;
  readonly crc32: number;
  /** Bytes of the name, in both headers. */
  readonly nameLength: number;
  /** Where the next member, or the directory, begins: its data must end before. */
  readonly limit: number;
}

/** A checkpoint has a member a tensor: hundreds of a run have some ten thousand, whose directory is read three times. */
const MAX_ENTRIES = 2 ** 17;

const CENTRAL_HEADER = 46;
const LOCAL_HEADER = 30;
const CENTRAL_MAGIC = 0x02014b50;
const LOCAL_MAGIC = 0x04034b50;

/** Flag bits 0, 6 and 13: encryption, strong encryption, encrypted directory. */
const ENCRYPTED = 0x2041;
const METHODS: Readonly<Record<number, ZipEntry["method"]>> = { 0: "stored", 8: "deflate" };

/** Whether the source begins as a zip archive does that has a member. */
export function isZip(source: Source): boolean {
  return source.byteLength >= 4 && asBuffer(source.read(0, 4)).readUInt32LE(0) === LOCAL_MAGIC;
}

/** The names of the members, or undefined where there is no zip or its directory cannot be read. */
export function zipNames(source: Source): readonly string[] | undefined {
  try {
    return [...zipEntries(source).keys()];
  } catch {
    return undefined;
  }
}

/** The members by name. No local header and no data is read. */
export function zipEntries(source: Source): ReadonlyMap<string, ZipEntry> {
  const end = zipEnd(source);
  const fail = (problem: string, remedy = "the zip archive is damaged or no checkpoint"): never => {
    throw new FormatError(source.path, problem, remedy);
  };
  if (end.count > MAX_ENTRIES) fail(`zip: ${end.count} members, more than ${MAX_ENTRIES}`);
  const directory = asBuffer(source.read(end.offset, end.offset + end.byteLength));
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < end.count; i++) {
    if (at + CENTRAL_HEADER > directory.length || directory.readUInt32LE(at) !== CENTRAL_MAGIC) {
      fail(`byte ${end.offset + at}: zip: no directory entry ${i + 1} of ${end.count}`);
    }
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const next = at + CENTRAL_HEADER + nameLength + extraLength + directory.readUInt16LE(at + 32);
    if (next > directory.length) fail(`byte ${end.offset + at}: zip: the directory ends within an entry`);
    const name = directory.toString("utf8", at + CENTRAL_HEADER, at + CENTRAL_HEADER + nameLength);
    const [length, compressedLength, headerOffset] = sizes(directory, at, nameLength, extraLength, fail);
    const method = METHODS[directory.readUInt16LE(at + 10)];
    if (directory.readUInt16LE(at + 8) & ENCRYPTED) fail(`zip: member ${shown(name)} is encrypted`);
    if (method === undefined) return fail(`zip: member ${shown(name)}: compression ${directory.readUInt16LE(at + 10)}`);
    if (method === "stored" && length !== compressedLength) fail(`zip: member ${shown(name)}: two lengths, yet stored`);
    if (entries.has(name)) fail(`zip: two members are named ${shown(name)}`);
    const crc32 = directory.readUInt32LE(at + 16);
    entries.set(name, { name, method, headerOffset, compressedLength, length, crc32, nameLength, limit: end.offset });
    at = next;
  }
  // Whoever counts by the directory's length finds more members than we have.
  if (at !== directory.length) fail(`byte ${end.offset + at}: zip: the directory goes on after ${end.count} entries`);
  refuseBomb([...entries.values()], fail);
  return withLimits(entries, fail);
}

/** The member's data. Reads its local header, which must agree with the directory. */
export function entryExtent(source: Source, entry: ZipEntry): Extent {
  const { headerOffset, nameLength, compressedLength } = entry;
  const header = asBuffer(source.read(headerOffset, headerOffset + LOCAL_HEADER + nameLength));
  const offset = headerOffset + LOCAL_HEADER + nameLength + header.readUInt16LE(28);
  const agrees =
    header.readUInt32LE(0) === LOCAL_MAGIC &&
    header.readUInt16LE(26) === nameLength &&
    header.toString("utf8", LOCAL_HEADER) === entry.name;
  if (!agrees) throw new FormatError(source.path, `byte ${headerOffset}: zip: no local header of ${shown(entry.name)}`);
  if (offset + compressedLength > entry.limit) {
    throw new FormatError(source.path, `byte ${offset}: zip: member ${shown(entry.name)} overlaps the next`);
  }
  const extent: Extent = { path: source.path, offset, byteLength: compressedLength, crc32: entry.crc32 };
  return entry.method === "deflate" ? { ...extent, inflatedLength: entry.length } : extent;
}

/** The member's bytes, inflated and checked. */
export function entryBytes(source: Source, entry: ZipEntry): Uint8Array {
  return readExtent(entryExtent(source, entry));
}

/** Length, compressed length and offset: from the zip64 extra field (section 4.5.3) where 32 bits do not hold them. */
function sizes(
  directory: Buffer,
  at: number,
  nameLength: number,
  extraLength: number,
  fail: (problem: string) => never,
): [number, number, number] {
  const values = [24, 20, 42].map((field) => directory.readUInt32LE(at + field));
  let from = at + CENTRAL_HEADER + nameLength;
  const end = from + extraLength;
  while (from + 4 <= end && values.includes(0xffffffff)) {
    const length = directory.readUInt16LE(from + 2);
    if (directory.readUInt16LE(from) === 1) {
      let field = from + 4;
      for (const [i, value] of values.entries()) {
        if (value !== 0xffffffff) continue;
        if (field + 8 > Math.min(end, from + 4 + length)) fail("zip: a zip64 field is too short");
        values[i] = Number(directory.readBigUInt64LE(field));
        field += 8;
      }
      break;
    }
    from += 4 + length;
  }
  return values as [number, number, number];
}

function refuseBomb(entries: readonly ZipEntry[], fail: (problem: string, remedy?: string) => never): void {
  const deflated = entries.filter((entry) => entry.method === "deflate");
  const length = deflated.reduce((sum, entry) => sum + entry.length, 0);
  const compressed = deflated.reduce((sum, entry) => sum + entry.compressedLength, 0);
  const most = allowed(INFLATED, compressed);
  if (length > most) fail(`zip: ${compressed} bytes would inflate to ${length}, more than ${most}`, INFLATED.remedy);
}

/** The same entries, each ending before the next begins; members that share bytes are how small bombs get large. */
function withLimits(entries: ReadonlyMap<string, ZipEntry>, fail: (problem: string) => never): Map<string, ZipEntry> {
  const inOrder = [...entries.values()].sort((a, b) => a.headerOffset - b.headerOffset);
  const limited = new Map<string, ZipEntry>();
  inOrder.forEach((entry, i) => {
    const limit = inOrder[i + 1]?.headerOffset ?? entry.limit;
    if (!(entry.headerOffset + LOCAL_HEADER + entry.nameLength + entry.compressedLength <= limit)) {
      fail(`byte ${entry.headerOffset}: zip: member ${shown(entry.name)} overlaps the next`);
    }
    limited.set(entry.name, { ...entry, limit });
  });
  return limited;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
