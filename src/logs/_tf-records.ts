import { cursorOf } from "../formats/_cursor.ts";
import type { Source } from "../formats/_sources.ts";
import { maskedCrc32c } from "./_crc32c.ts";
import { damageOf } from "./_damage.ts";
import type { LogSink } from "./_format.ts";

/** uint64 length, uint32 masked CRC-32C of it. */
const HEAD = 12;
/** uint32 masked CRC-32C of the data. */
const FOOT = 4;

/** An event is no longer: a record is held whole, and pictures and histograms have some megabytes. */
const MAX_LENGTH = 2 ** 27;

/** A record's first byte in the file, and its data. */
export interface TfRecord {
  readonly offset: number;
  readonly data: Uint8Array;
}

/**
 * The records of a TFRecord file, https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details, up to
 * one that is not whole. A record whose data fail their checksum, or are longer than any event, is left out; where a length
 * fails its own, nothing says where the next record begins.
 */
export function* tfRecords(source: Source, sink: Pick<LogSink, "doubt">): Generator<TfRecord> {
  const cursor = cursorOf(source);
  const damage = damageOf("record");
  const excess = damageOf("record", "byte", `longer than ${MAX_LENGTH} bytes`);
  while (cursor.remaining() >= HEAD) {
    const offset = cursor.position();
    const head = cursor.take(HEAD);
    if (maskedCrc32c(head.subarray(0, 8)) !== head.readUInt32LE(8)) {
      sink.doubt(`byte ${offset}: no record begins here (checksum of its length): what follows is not read`);
      break;
    }
    const length = Number(head.readBigUInt64LE(0));
    if (length + FOOT > cursor.remaining()) break;
    if (length > MAX_LENGTH) {
      excess.at(offset);
      cursor.skip(length + FOOT);
      continue;
    }
    const data = cursor.take(length + FOOT);
    if (maskedCrc32c(data.subarray(0, length)) === data.readUInt32LE(length)) {
      yield { offset, data: data.subarray(0, length) };
    } else damage.at(offset);
  }
  damage.say(sink);
  excess.say(sink);
}
