import { PbfReader } from "pbf";

export type Field<T> = (number: number, message: T, pbf: PbfReader) => void;

/*
 * How a field lies in a message: a reader of one asks that the pbf's type is the one that the field has. A field of another type
 * is passed over, as protobuf's own readers pass over what they do not know.
 */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
export const FIXED32 = 5;

/** What `field` gathers of a protocol buffer's fields, or undefined where the bytes are none. */
export function messageOf<T>(bytes: Uint8Array, field: Field<T>, message: T): T | undefined {
  try {
    return within(new PbfReader(bytes), field, message, bytes.length);
  } catch {
    // pbf checks no bounds: beyond the end a DataView throws, or a number has no last byte.
    return undefined;
  }
}

/** What `field` gathers of a message within another; throws where it is longer than it says. */
export function nested<T>(pbf: PbfReader, field: Field<T>, message: T): T {
  return within(pbf, field, message, pbf.readVarint() + pbf.pos);
}

function within<T>(pbf: PbfReader, field: Field<T>, message: T, end: number): T {
  pbf.readFields(field, message, end);
  if (pbf.pos !== end) throw new RangeError(`a message that ends at byte ${end} has fields up to byte ${pbf.pos}`);
  return message;
}
