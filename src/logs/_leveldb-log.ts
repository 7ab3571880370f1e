import type { Source } from "../formats/_sources.ts";
import { host } from "../host/host.ts";
import { damageOf } from "./_damage.ts";
import type { LogSink } from "./_format.ts";

const BLOCK = 1 << 15;
/** uint32 checksum, uint16 length, uint8 type. */
const HEAD = 7;
/** Of a record in one part, or in several; 3 are those between. */
const [FULL, FIRST, LAST] = [1, 2, 4] as const;

/** A record's first byte in the file, and its data. */
export interface LogRecord {
  readonly offset: number;
  readonly data: Uint8Array;
}

/**
 * The records of a LevelDB log, https://github.com/google/leveldb/blob/main/doc/log_format.md, up to one that is not whole.
 * Blocks are counted from the first byte of the file, of which `start` bytes are the writer's; a checksum is the CRC-32 of
 * type and data, as W&B has it, not LevelDB's masked CRC-32C. Where one does not match, the rest of its block is left out,
 * for the length may be wrong too, and with it the record that it is a part of.
 */
export function* levelDbRecords(source: Source, start: number, sink: LogSink): Generator<LogRecord> {
  const { crc32 } = host();
  const damage = damageOf("part of the log");
  let parts: Uint8Array[] = [];
  let begin = 0;
  for (let offset = 0; offset < source.byteLength; offset += BLOCK) {
    const block = Buffer.from(source.read(offset, Math.min(offset + BLOCK, source.byteLength)));
    let at = offset === 0 ? start : 0;
    while (at + HEAD <= block.length) {
      const end = at + HEAD + block.readUInt16LE(at + 4);
      const type = block[at + 6] as number;
      // No part goes beyond its block; one that goes beyond the file is still written.
      if (end > block.length && end <= BLOCK) break;
      const known = type >= FULL && type <= LAST && end <= BLOCK;
      if (!known || crc32(block.subarray(at + HEAD - 1, end)) !== block.readUInt32LE(at)) {
        damage.at(offset + at);
        parts = [];
        break;
      }
      if (type === FULL || type === FIRST) {
        parts = [];
        begin = offset + at;
      }
      // What goes on without a beginning lost it to damage that is counted already.
      if (type === FULL || type === FIRST || parts.length > 0) parts.push(block.subarray(at + HEAD, end));
      at = end;
      if ((type === FULL || type === LAST) && parts.length > 0) {
        yield { offset: begin, data: parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts) };
        parts = [];
      }
    }
  }
  damage.say(sink);
}
