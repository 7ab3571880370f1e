import type { Anatomy } from "../mutators.ts";

const HEADER = 32;
const FRAME = 24;
const BIG_ENDIAN = 0x377f0683;

/** A write-ahead log of SQLite: pages and their numbers are others, at checksums that are right again. */
export const sqliteWal: Anatomy = {
  fields: (bytes) => {
    const size = bytes.readUInt32BE(8);
    const frames = Math.floor((bytes.length - HEADER) / (FRAME + size));
    return [
      ...[0, 4, 8, 12, 16, 20].map((at) => ({ at, width: 4, bigEndian: true }) as const),
      ...Array.from({ length: frames }, (_, i) => HEADER + i * (FRAME + size)).flatMap((at) =>
        [0, 4, 8].map((n) => ({ at: at + n, width: 4, bigEndian: true }) as const),
      ),
    ];
  },
  edits: {
    page: (random, bytes) => {
      const changed = Buffer.from(bytes);
      const size = bytes.readUInt32BE(8);
      const frame = random.below(Math.floor((bytes.length - HEADER) / (FRAME + size)));
      changed[HEADER + frame * (FRAME + size) + FRAME + random.below(random.pick([12, size]))] = random.below(256);
      return changed;
    },
  },
  seal: (bytes) => {
    const sealed = Buffer.from(bytes);
    const size = bytes.readUInt32BE(8);
    const read = bytes.readUInt32BE(0) === BIG_ENDIAN ? "readUInt32BE" : "readUInt32LE";
    let [a, b] = [0, 0];
    const add = (from: number, to: number) => {
      for (let at = from; at < to; at += 8) {
        a = (a + sealed[read](at) + b) >>> 0;
        b = (b + sealed[read](at + 4) + a) >>> 0;
      }
    };
    const write = (at: number) => {
      sealed.writeUInt32BE(a, at);
      sealed.writeUInt32BE(b, at + 4);
    };
    add(0, 24);
    write(24);
    for (let at = HEADER; at + FRAME + size <= sealed.length && size > 0; at += FRAME + size) {
      add(at, at + 8);
      add(at + FRAME, at + FRAME + size);
      write(at + 16);
    }
    return sealed;
  },
};
