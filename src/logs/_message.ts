import { PbfReader } from "pbf";

export type Field<T> = (number: number, message: T, pbf: PbfReader) => void;

/** What `field` gathers of a protocol buffer's fields, or undefined where the bytes are none. */
export function messageOf<T>(bytes: Uint8Array, field: Field<T>, message: T): T | undefined {
  try {
    return new PbfReader(bytes).readFields(field, message);
  } catch {
    // pbf checks no bounds: beyond the end a DataView throws, or a number has no last byte.
    return undefined;
  }
}
