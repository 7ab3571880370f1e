import type { Edit } from "../mutators.ts";
import { oddInteger, oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";

/** One field of a message: its tag, and its bytes without the length that may stand before them. */
interface Entry {
  readonly tag: number;
  readonly bytes: Buffer;
}

/** The ways in which a field is written: a varint, eight bytes, a length and as many, four bytes. */
const [VARINT, EIGHT, COUNTED, FOUR] = [0, 1, 2, 5] as const;

/** A message of which one field, at any depth, is changed; the lengths of what holds it are right again. */
export const message: Edit = (random, bytes) => {
  const entries = entriesOf(bytes);
  const at = random.below(entries.length);
  const { tag, bytes: own } = entries[at];
  const inner = (tag & 7) === COUNTED && own.length > 1 && random.chance(0.7) ? nested(random, own) : undefined;
  if (inner) return written(entries.with(at, { tag, bytes: inner }));
  return random.pick<() => Uint8Array>([
    () => written(entries.toSpliced(at, 1)),
    () => written(entries.toSpliced(at, 0, ...Array.from({ length: random.pick([1, 3, 2000]) }, () => entries[at]))),
    () => written(entries.with(at, { tag: (random.below(24) << 3) | (tag & 7), bytes: own })),
    () => written(entries.with(at, { tag: (tag & ~7) | random.below(8), bytes: own })),
    () => written(entries.with(at, { tag, bytes: changed(random, tag, own) })),
    () =>
      Buffer.concat([
        written(entries.slice(0, at)),
        varint(BigInt(tag)),
        varint(oddInteger(random, BigInt(own.length), bytes.length)),
      ]),
  ])();
};

function nested(random: Random, bytes: Buffer): Buffer | undefined {
  try {
    return Buffer.from(message(random, bytes));
  } catch (error) {
    // Text, most likely.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function changed(random: Random, tag: number, bytes: Buffer): Buffer {
  switch (tag & 7) {
    case VARINT:
      return varint(oddInteger(random, 1n, 100));
    case COUNTED:
      return random.chance(0.5) ? Buffer.from(oddName(random)) : random.bytes(random.below(40));
    default: {
      const value = Buffer.from(bytes);
      const odd = random.pick([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e308, 5e-324, -1]);
      if (value.length === 8) value.writeDoubleLE(odd);
      else if (value.length === 4) value.writeFloatLE(odd);
      return value;
    }
  }
}

function entriesOf(bytes: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  const next = (): bigint => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7n;
    }
  };
  while (at < bytes.length) {
    const tag = Number(next());
    const from = at;
    if ((tag & 7) === VARINT) next();
    else if ((tag & 7) === EIGHT) at += 8;
    else if ((tag & 7) === FOUR) at += 4;
    else if ((tag & 7) === COUNTED) {
      const length = Number(next());
      entries.push({ tag, bytes: bytes.subarray(at, at + length) });
      at += length;
    }
    if (at > bytes.length || tag >> 3 === 0 || [3, 4, 6, 7].includes(tag & 7)) throw new RangeError("no message");
    if ((tag & 7) !== COUNTED) entries.push({ tag, bytes: bytes.subarray(from, at) });
  }
  return entries;
}

function written(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(({ tag, bytes }) => [
    varint(BigInt(tag)),
    ...((tag & 7) === COUNTED ? [varint(BigInt(bytes.length))] : []),
    bytes,
  ]);
  return Buffer.concat(parts);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return Buffer.from([...bytes, Number(left)]);
}
