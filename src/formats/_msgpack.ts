import { FormatError } from "../errors.ts";
import { budget, COST, NESTING, OBJECTS } from "./_budget.ts";
import type { Cursor } from "./_cursor.ts";
import type { Value } from "./_values.ts";

/** Reads values from a cursor, one after another. */
export interface MsgpackReader {
  readonly cursor: Cursor;
  /** The next value. */
  readonly value: () => Value;
  readonly fail: (problem: string) => never;
}

/** What a file makes of its own types: `length` bytes from where the cursor is, all of which it must read. */
export type Extension = (type: number, length: number, reader: MsgpackReader) => Value;

/**
 * Reads MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) from a cursor, dictionaries as Maps. Binary
 * strings are copied out; an extension that skips its bytes keeps them in the file. No count is believed before as many
 * values have been read, so that what is built stays in proportion to the file.
 */
export function msgpackReader(cursor: Cursor, extension: Extension): MsgpackReader {
  let depth = 0;
  const fail = (problem: string, remedy?: string): never => {
    throw new FormatError(cursor.where, `byte ${cursor.position()}: msgpack: ${problem}`, remedy);
  };
  const spend = budget(OBJECTS, cursor.remaining(), fail);
  const u16 = (): number => cursor.take(2).readUInt16BE();
  const u32 = (): number => cursor.take(4).readUInt32BE();
  const text = (n: number): string => cursor.take(n).toString("utf8");
  const bytes = (n: number): Uint8Array => Uint8Array.from(cursor.take(n));
  const long = (n: bigint): number | bigint => (Number.isSafeInteger(Number(n)) ? Number(n) : n);

  const nested = <T>(cost: number, read: () => T): T => {
    if (++depth > NESTING.values) fail(`nested deeper than ${NESTING.values}`);
    spend(cost);
    const value = read();
    depth--;
    return value;
  };
  const list = (n: number): Value =>
    nested(COST.list, () => {
      const values: Value[] = [];
      for (let i = 0; i < n; i++) {
        spend(COST.slot);
        values.push(value());
      }
      return values;
    });
  const map = (n: number): Value =>
    nested(COST.dictionary, () => {
      const values = new Map<string | number, Value>();
      for (let i = 0; i < n; i++) {
        const key = value();
        if (typeof key !== "string" && typeof key !== "number") return fail("a key that is neither text nor number");
        spend(COST.entry);
        values.set(key, value());
      }
      return values;
    });
  const extended = (n: number): Value => {
    const type = cursor.take(1).readInt8();
    const end = cursor.position() + n;
    const found = nested(COST.dictionary, () => extension(type, n, reader));
    if (cursor.position() !== end) fail(`extension ${type}: ${n} bytes expected, it ends at another`);
    return found;
  };

  const others: Readonly<Record<number, () => Value>> = {
    192: () => null,
    194: () => false,
    195: () => true,
    196: () => bytes(cursor.byte()),
    197: () => bytes(u16()),
    198: () => bytes(u32()),
    199: () => extended(cursor.byte()),
    200: () => extended(u16()),
    201: () => extended(u32()),
    202: () => cursor.take(4).readFloatBE(),
    203: () => cursor.double(),
    204: () => cursor.byte(),
    205: u16,
    206: u32,
    207: () => long(cursor.take(8).readBigUInt64BE()),
    208: () => cursor.take(1).readInt8(),
    209: () => cursor.take(2).readInt16BE(),
    210: () => cursor.take(4).readInt32BE(),
    211: () => long(cursor.take(8).readBigInt64BE()),
    212: () => extended(1),
    213: () => extended(2),
    214: () => extended(4),
    215: () => extended(8),
    216: () => extended(16),
    217: () => text(cursor.byte()),
    218: () => text(u16()),
    219: () => text(u32()),
    220: () => list(u16()),
    221: () => list(u32()),
    222: () => map(u16()),
    223: () => map(u32()),
  };
  const value = (): Value => {
    const first = cursor.byte();
    if (first < 0x80) return first;
    if (first < 0x90) return map(first - 0x80);
    if (first < 0xa0) return list(first - 0x90);
    if (first < 0xc0) return text(first - 0xa0);
    if (first >= 0xe0) return first - 0x100;
    return (others[first] ?? fail(`byte 0x${first.toString(16)} begins no value`))();
  };
  const reader: MsgpackReader = { cursor, value, fail };
  return reader;
}

/** The length of the binary string at the cursor, which is then at its first byte. */
export function binaryLength({ cursor, fail }: MsgpackReader): number {
  const first = cursor.byte();
  if (first === 196) return cursor.byte();
  if (first === 197) return cursor.take(2).readUInt16BE();
  return first === 198 ? cursor.take(4).readUInt32BE() : fail("no binary string");
}
