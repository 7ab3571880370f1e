import { isFile, withSource } from "../formats/_sources.ts";

/** Of the checksums: the byte order in which the words of header and pages are added up. */
const [LITTLE_ENDIAN, BIG_ENDIAN] = [0x377f0682, 0x377f0683] as const;
const HEADER = 32;
const FRAME = 24;

/**
 * The pages that a write-ahead log has of a database, https://www.sqlite.org/fileformat2.html#walformat: those of whole
 * transactions, the last of each number. A log of another page size, or none, has none.
 */
export function pagesInWal(path: string, pageSize: number): ReadonlyMap<number, Buffer> {
  if (!isFile(path)) return new Map();
  return withSource(path, (source) => {
    const committed = new Map<number, Buffer>();
    if (source.byteLength < HEADER) return committed;
    const header = Buffer.from(source.read(0, HEADER));
    const magic = header.readUInt32BE(0);
    if ((magic !== LITTLE_ENDIAN && magic !== BIG_ENDIAN) || header.readUInt32BE(8) !== pageSize) return committed;
    const word = magic === BIG_ENDIAN ? "readUInt32BE" : "readUInt32LE";
    let sums: readonly [number, number] = [0, 0];
    const add = (bytes: Buffer): void => {
      let [a, b] = sums;
      for (let at = 0; at < bytes.length; at += 8) {
        a = (a + bytes[word](at) + b) >>> 0;
        b = (b + bytes[word](at + 4) + a) >>> 0;
      }
      sums = [a, b];
    };
    const holds = (bytes: Buffer, at: number): boolean =>
      bytes.readUInt32BE(at) === sums[0] && bytes.readUInt32BE(at + 4) === sums[1];
    add(header.subarray(0, 24));
    if (!holds(header, 24)) return committed;
    const salt = header.subarray(16, 24);
    let pending = new Map<number, Buffer>();
    // A log begins anew at its front: what an earlier round left behind has other salts.
    for (let at = HEADER; at + FRAME + pageSize <= source.byteLength; at += FRAME + pageSize) {
      const frame = Buffer.from(source.read(at, at + FRAME + pageSize));
      add(frame.subarray(0, 8));
      add(frame.subarray(FRAME));
      // Nor is what has no number a page: SQLite ends there, too.
      if (!salt.equals(frame.subarray(8, 16)) || !holds(frame, 16) || frame.readUInt32BE(0) === 0) break;
      pending.set(frame.readUInt32BE(0), frame.subarray(FRAME));
      // The last frame of a transaction has the size of the database after it.
      if (frame.readUInt32BE(4) === 0) continue;
      for (const [number, page] of pending) committed.set(number, page);
      pending = new Map();
    }
    return committed;
  });
}
