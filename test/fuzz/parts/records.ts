import { crc32 } from "node:zlib";
import { maskedCrc32c } from "#logs/_crc32c.js";
import type { Anatomy, Edit } from "../mutators.ts";
import { message } from "./protobuf.ts";

/** How records of protocol buffers follow one another in a file. */
interface Framing {
  readonly split: (bytes: Buffer) => { readonly head: Buffer; readonly records: readonly Buffer[] };
  readonly join: (head: Buffer, records: readonly Buffer[]) => Buffer;
  /** Where the numbers are that say how long a record is, and in how many bytes. */
  readonly fields: NonNullable<Anatomy["fields"]>;
}

/** A file of records: one is changed within, left out, doubled, moved; lengths lie; checksums are right again. */
export function recordsOf({ split, join, fields }: Framing): Anatomy {
  const edit =
    (change: (records: readonly Buffer[], at: number, random: Parameters<Edit>[0]) => readonly Uint8Array[]): Edit =>
    (random, bytes) => {
      const { head, records } = split(bytes);
      return join(
        head,
        change(records, random.below(records.length), random).map((record) => Buffer.from(record)),
      );
    };
  return {
    fields,
    edits: {
      message: edit((records, at, random) => records.with(at, Buffer.from(message(random, records[at])))),
      bytes: edit((records, at, random) => {
        const changed = Buffer.from(records[at]);
        changed[random.below(changed.length)] = random.below(256);
        return records.with(at, changed);
      }),
      remove: edit((records, at) => records.toSpliced(at, 1)),
      twice: edit((records, at, random) =>
        records.toSpliced(at, 0, ...Array.from({ length: random.pick([1, 3000]) }, () => records[at])),
      ),
      empty: edit((records, at) => records.toSpliced(at, 0, Buffer.alloc(0))),
      long: edit((records, at, random) =>
        records.with(at, Buffer.concat([records[at], random.bytes(random.pick([10, 70_000]))])),
      ),
    },
    seal: (bytes) => {
      const { head, records } = split(bytes);
      return join(head, records);
    },
  };
}

const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);

/** Length, its checksum, the data, theirs. */
export const tfRecords: Framing = {
  split: (bytes) => {
    const records: Buffer[] = [];
    for (let at = 0; at + 16 <= bytes.length; ) {
      const length = Number(bytes.readBigUInt64LE(at));
      records.push(bytes.subarray(at + 12, at + 12 + length));
      at += 16 + length;
    }
    return { head: Buffer.alloc(0), records };
  },
  join: (_, records) =>
    Buffer.concat(
      records.flatMap((data) => {
        const length = Buffer.from(BigUint64Array.of(BigInt(data.length)).buffer);
        return [length, u32(maskedCrc32c(length)), data, u32(maskedCrc32c(data))];
      }),
    ),
  fields: () => [{ at: 0, width: 8 }],
};

const BLOCK = 1 << 15;
const HEAD = 7;

/** A log of LevelDB after `head` bytes of the writer's: no part of a record goes beyond its block. */
export function levelDbLog(start: number): Framing {
  return {
    split: (bytes) => {
      const records: Buffer[] = [];
      let parts: Buffer[] = [];
      for (let at = start; at + HEAD <= bytes.length; ) {
        const left = BLOCK - (at % BLOCK);
        const length = bytes.readUInt16LE(at + 4);
        const type = bytes[at + 6];
        if (left < HEAD || type === 0) {
          at += left;
          continue;
        }
        parts.push(bytes.subarray(at + HEAD, at + HEAD + length));
        if (type === 1 || type === 4) {
          records.push(Buffer.concat(parts));
          parts = [];
        }
        at += HEAD + length;
      }
      return { head: bytes.subarray(0, start), records };
    },
    join: (head, records) => {
      const parts: Buffer[] = [head];
      let at = head.length;
      const put = (bytes: Buffer) => {
        parts.push(bytes);
        at += bytes.length;
      };
      for (const record of records) {
        for (let from = 0, first = true; first || from < record.length; first = false) {
          if (BLOCK - (at % BLOCK) < HEAD) put(Buffer.alloc(BLOCK - (at % BLOCK)));
          const data = record.subarray(from, from + BLOCK - (at % BLOCK) - HEAD);
          const last = from + data.length >= record.length;
          const type = first ? (last ? 1 : 2) : last ? 4 : 3;
          const length = Buffer.from(Uint16Array.of(data.length).buffer);
          put(Buffer.concat([u32(crc32(Buffer.concat([Buffer.of(type), data]))), length, Buffer.of(type), data]));
          from += data.length;
        }
      }
      return Buffer.concat(parts);
    },
    fields: () => [
      { at: start, width: 4 },
      { at: start + 4, width: 2 },
      { at: start + 6, width: 1 },
    ],
  };
}
