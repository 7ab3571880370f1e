import type { Anatomy, Edit, Field } from "../mutators.ts";
import { oddName } from "../odd-values.ts";

/** A value begins at `at`; `count` is where it says how much of it there is, if it says so in bytes of their own. */
interface Item {
  readonly at: number;
  readonly count?: Field;
  /** Bytes of text or data after the head. */
  readonly payload: number;
  readonly head: number;
}

/** Bytes of a value's head and of its count, by its first byte; those that are not here have a head of one byte. */
const WIDE: ReadonlyMap<number, readonly [width: 1 | 2 | 4, kind: "data" | "extension" | "items"]> = new Map([
  [196, [1, "data"]],
  [197, [2, "data"]],
  [198, [4, "data"]],
  [199, [1, "extension"]],
  [200, [2, "extension"]],
  [201, [4, "extension"]],
  [217, [1, "data"]],
  [218, [2, "data"]],
  [219, [4, "data"]],
  [220, [2, "items"]],
  [221, [4, "items"]],
  [222, [2, "items"]],
  [223, [4, "items"]],
]);
const NUMBERS: ReadonlyMap<number, number> = new Map([
  ...[202, 206, 210].map((code) => [code, 4] as const),
  ...[203, 207, 211].map((code) => [code, 8] as const),
  ...[204, 208].map((code) => [code, 1] as const),
  ...[205, 209].map((code) => [code, 2] as const),
]);

/** The values of a msgpack, nested ones after what holds them; what an extension of Flax holds is a msgpack again. */
function itemsOf(bytes: Buffer): readonly Item[] {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at];
    const [width, kind] = WIDE.get(code) ?? [0, "none"];
    const count = width > 0 ? bytes.readUIntBE(at + 1, width) : 0;
    const head = 1 + width + (kind === "extension" ? 1 : 0) + (NUMBERS.get(code) ?? 0);
    const short = code >= 0xa0 && code < 0xc0 ? code - 0xa0 : 0;
    const payload = kind === "data" ? count : short;
    items.push({
      at,
      head,
      payload,
      ...(width > 0 ? { count: { at: at + 1, width: width as 1, bigEndian: true } } : {}),
    });
    at += head + payload;
  }
  return items;
}

const EMPTY = [0x80, 0x90, 0xc0, 0x00];

/** MessagePack as Flax writes it: values are left out, doubled, nested, renamed; counts lie. */
export const msgpack: Anatomy = {
  fields: (bytes) => itemsOf(bytes).flatMap(({ at, count }): Field[] => [{ at, width: 1 }, ...(count ? [count] : [])]),
  edits: {
    remove: edit((bytes, { at, head, payload }) => [bytes.subarray(0, at), bytes.subarray(at + head + payload)]),
    twice: edit((bytes, { at, head, payload }) => [bytes.subarray(0, at + head + payload), bytes.subarray(at)]),
    nest: edit((bytes, { at }, random) => {
      const depth = random.pick([5, 1100, 60_000]);
      const open = random.pick([
        Buffer.of(0x91),
        Buffer.of(0x81, 0xa1, 0x61),
        Buffer.of(0xc7, 0xff, 1),
        Buffer.of(0xdd, 0xff, 0xff, 0xff, 0xff),
      ]);
      return [bytes.subarray(0, at), ...Array.from({ length: depth }, () => open), bytes.subarray(at)];
    }),
    many: edit((bytes, { at }, random) => {
      const count = random.pick([10, 70_000, 200_000]);
      const head = Buffer.of(0xdd, 0, 0, 0, 0);
      head.writeUInt32BE(count, 1);
      return [bytes.subarray(0, at), head, Buffer.alloc(count, random.pick(EMPTY)), bytes.subarray(at + 1)];
    }),
    rename: edit((bytes, _, random) => {
      const texts = itemsOf(bytes).filter(({ at }) => (bytes[at] >= 0xa0 && bytes[at] < 0xc0) || bytes[at] === 217);
      const { at, head, payload } = random.pick(texts);
      const name = Buffer.from(oddName(random)).subarray(0, 0xffff);
      return [
        bytes.subarray(0, at),
        Buffer.of(218, name.length >> 8, name.length & 255),
        name,
        bytes.subarray(at + head + payload),
      ];
    }),
    type: edit((bytes, _, random) => {
      // The name of an array's type stands between its shape and its bytes.
      const names = [
        "float32",
        "float64",
        "bfloat16",
        "float16",
        "int8",
        "uint8",
        "bool",
        "complex64",
        "int4",
        "<U3",
        "",
      ];
      const known = itemsOf(bytes).filter(({ at, head, payload }) =>
        /^(b?float|u?int|bool)\d*$/.test(bytes.toString("latin1", at + head, at + head + payload)),
      );
      const { at, head, payload } = random.pick(known);
      const name = Buffer.from(random.pick(names));
      return [bytes.subarray(0, at), Buffer.of(0xa0 + name.length), name, bytes.subarray(at + head + payload)];
    }),
  },
};

function edit(change: (bytes: Buffer, item: Item, random: Parameters<Edit>[0]) => readonly Uint8Array[]): Edit {
  return (random, bytes) => Buffer.concat(change(bytes, random.pick(itemsOf(bytes)), random));
}
