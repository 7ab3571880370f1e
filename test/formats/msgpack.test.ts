import { describe, expect, it, test } from "vitest";
import { cursorOf } from "#formats/_cursor.js";
import { type Extension, msgpackReader } from "#formats/_msgpack.js";
import { bytesSource } from "#formats/_sources.js";
import { formatError } from "./_builders.ts";
import { read } from "./_checks.ts";

const none: Extension = (_, length, { cursor }) => {
  cursor.skip(length);
  return null;
};
const reader = (bytes: readonly number[], extension = none) =>
  msgpackReader(cursorOf(bytesSource("a.msgpack", Uint8Array.from(bytes))), extension);
const text = (word: string) => [...Buffer.from(word)];
const zeros = (n: number) => Array<number>(n).fill(0);

/** By the tables of https://github.com/msgpack/msgpack/blob/master/spec.md. */
test.each<[string, number[], unknown]>([
  ["positive fixint", [0x7f], 127],
  ["negative fixint", [0xe0], -32],
  ["negative fixint, the last", [0xff], -1],
  ["nil", [0xc0], null],
  ["false", [0xc2], false],
  ["true", [0xc3], true],
  ["uint 8", [0xcc, 0xff], 255],
  ["uint 16", [0xcd, 0x01, 0x02], 258],
  ["uint 32", [0xce, 0xff, 0, 0, 1], 4278190081],
  ["uint 64", [0xcf, 0, 0, 0, 1, 0, 0, 0, 2], 2 ** 32 + 2],
  ["uint 64 beyond float64", [0xcf, 0, 0x20, 0, 0, 0, 0, 0, 1], 2n ** 53n + 1n],
  ["int 8", [0xd0, 0x80], -128],
  ["int 16", [0xd1, 0xff, 0x00], -256],
  ["int 32", [0xd2, 0xff, 0xff, 0xff, 0xfe], -2],
  ["int 64", [0xd3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd], -3],
  ["int 64 beyond float64", [0xd3, 0x80, ...zeros(7)], -(2n ** 63n)],
  ["float 32", [0xca, 0x3f, 0xc0, 0, 0], 1.5],
  ["float 64", [0xcb, 0xc0, 0x04, ...zeros(6)], -2.5],
  ["fixstr", [0xa3, ...text("é!")], "é!"],
  ["fixstr of 31", [0xbf, ...text("x".repeat(31))], "x".repeat(31)],
  ["fixstr of none", [0xa0], ""],
  ["str 8", [0xd9, 2, ...text("ab")], "ab"],
  ["str 16", [0xda, 0, 2, ...text("ab")], "ab"],
  ["str 32", [0xdb, 0, 0, 0, 2, ...text("ab")], "ab"],
  ["bin 8", [0xc4, 2, 7, 8], Uint8Array.of(7, 8)],
  ["bin 16", [0xc5, 0, 1, 7], Uint8Array.of(7)],
  ["bin 32", [0xc6, 0, 0, 0, 1, 7], Uint8Array.of(7)],
  ["fixarray", [0x92, 1, 2], [1, 2]],
  ["fixarray of none", [0x90], []],
  ["fixarray of 15", [0x9f, ...zeros(15)], zeros(15)],
  ["array 16", [0xdc, 0, 1, 5], [5]],
  ["array 32", [0xdd, 0, 0, 0, 1, 5], [5]],
  ["fixmap", [0x81, 0xa1, 0x61, 5], new Map([["a", 5]])],
  ["fixmap of none", [0x80], new Map()],
  [
    "fixmap of 15",
    [0x8f, ...Array.from({ length: 15 }, (_, i) => [i, i]).flat()],
    new Map([...Array(15).keys()].map((i) => [i, i])),
  ],
  ["map 16", [0xde, 0, 1, 3, 4], new Map([[3, 4]])],
  ["map 32", [0xdf, 0, 0, 0, 1, 3, 4], new Map([[3, 4]])],
])("%s", (_, bytes, value) => {
  // The next value is read from where this one ends.
  const { value: next, cursor } = reader([...bytes, 0x2a]);
  expect(next()).toEqual(value);
  expect(next()).toBe(42);
  expect(cursor.remaining()).toBe(0);
});

test.each<[string, number[], number]>([
  ["fixext 1", [0xd4], 1],
  ["fixext 2", [0xd5], 2],
  ["fixext 4", [0xd6], 4],
  ["fixext 8", [0xd7], 8],
  ["fixext 16", [0xd8], 16],
  ["ext 8", [0xc7, 3], 3],
  ["ext 16", [0xc8, 0, 3], 3],
  ["ext 32", [0xc9, 0, 0, 0, 3], 3],
])("%s is read by whoever knows its type", (_, head, length) => {
  const bytes = [...head, 0xfe, ...Array.from({ length }, (_, i) => i), 0x2a];
  const { value } = reader(bytes, (type, n, { cursor }) => [type, ...cursor.take(n)]);
  expect(value()).toEqual([-2, ...Array(length).keys()]);
  expect(value()).toBe(42);
  expect(formatError(() => reader(bytes, () => null).value())).toMatch(
    new RegExp(
      `^a\\.msgpack: byte ${head.length + 1}: msgpack: extension -2: ${length} bytes expected, it ends at another`,
    ),
  );
});

test("a thousand lists within one another are the deepest; those beside do not count", () => {
  expect(reader([...Array(999).fill(0x91), 0x90]).value()).toHaveLength(1);
  expect(formatError(() => reader([...Array(1000).fill(0x91), 0x90]).value())).toMatch(
    /byte 1001: msgpack: nested deeper than 1000/,
  );
  expect(reader([0xdc, 8, 0, ...Array(2048).fill(0x80)]).value()).toHaveLength(2048);
  expect(reader([0xdc, 8, 0, ...Array(2048).fill([0xd4, 1, 1]).flat()]).value()).toHaveLength(2048);
});

test("a key is text or a number", () => {
  for (const key of [[0x90], [0xc0], [0xc3], [0xc4, 0]])
    expect(formatError(() => reader([0x81, ...key, 1]).value())).toMatch(/a key that is neither text nor number/);
  expect(reader([0x81, 0xca, 0x3f, 0xc0, 0, 0, 1]).value()).toEqual(new Map([[1.5, 1]]));
});

describe("an array of Flax", () => {
  const named = (...value: number[]) => Buffer.of(0x81, 0xa1, 0x61, ...value);
  const array = (shape: number[], type: string, binary: number[], code = 1) => {
    const body = [0x93, 0x90 + shape.length, ...shape, 0xa0 + type.length, ...text(type), ...binary];
    return named(0xc7, body.length, code, ...body);
  };

  it.each([[[0xc4, 2, 1, 2]], [[0xc5, 0, 2, 1, 2]], [[0xc6, 0, 0, 0, 2, 1, 2]]])("has its bytes in %j", (binary) => {
    expect(read(array([2], "uint8", binary))).toEqual({ a: { "u8 [2]": [1, 2] } });
  });
  it("may be one element, which is of the array's kind as well", () => {
    expect(read(array([], "int16", [0xc4, 2, 3, 1], 3))).toEqual({ a: { "i16 []": [259] } });
  });
  it("of a type that is none of ours stays inert, as does an extension that is none of Flax's", () => {
    expect(read(array([2], "uint32", [0xc4, 8, ...zeros(8)]))).toEqual({ a: { "numpy.uint32": [[2]], state: null } });
    expect(read(named(0xd5, 9, 1, 2))).toEqual({ a: { "msgpack.ExtType.9": [], state: null } });
  });
  it.each<[string, Buffer, string]>([
    ["no triple", named(0xd4, 1, 0x92), "an array that is no triple"],
    ["no shape", named(0xc7, 6, 1, 0x93, 1, 0xa1, 0x61, 0xc4, 0), "an array without a shape"],
    ["no type", named(0xc7, 5, 1, 0x93, 0x90, 7, 0xc4, 0), "an array without a type"],
    ["no bytes", named(0xc7, 5, 1, 0x93, 0x90, 0xa1, 0x61, 7), "no binary string"],
    ["complex numbers", array([1], "complex64", [0xc4, 0]), "an array of type complex64 is none that we read"],
    ["too many bytes", array([2, 1], "int8", [0xc4, 3, 1, 2, 3]), "2 bytes expected for int8 [2, 1], 3 found"],
    ["a complex number", named(0xd4, 2, 0), "a complex number is no weight that we read"],
  ])("with %s is refused", (_, bytes, problem) => {
    expect(formatError(() => read(bytes))).toContain(`: msgpack: ${problem}; write or copy the file again`);
  });

  const parts = (shape: readonly number[], chunks: readonly (readonly number[])[]) => {
    const listed = (items: readonly (readonly number[])[]) => [
      0x80 + items.length,
      ...items.flatMap((item, i) => [0xa1, 0x30 + i, ...item]),
    ];
    const mark = text("__msgpack_chunked_array__");
    const tuple = listed(shape.map((n) => [n]));
    return named(
      0x83,
      0xb9,
      ...mark,
      0xc3,
      0xa5,
      ...text("shape"),
      ...tuple,
      0xa6,
      ...text("chunks"),
      ...listed(chunks),
    );
  };
  const part = (type: string, ...bytes: number[]) => {
    const body = [0x93, 0x91, bytes.length, 0xa0 + type.length, ...text(type), 0xc4, bytes.length, ...bytes];
    return [0xc7, body.length, 1, ...body];
  };

  it("in parts is put together, in a list as well", () => {
    const whole = parts([2, 2], [part("int8", 1, 2, 3), part("int8", 4)]);
    expect(read(whole)).toEqual({ a: { "i8 [2,2]": [1, 2, 3, 4] } });
    expect(read(named(0x91, ...whole.subarray(3)))).toEqual({ a: [{ "i8 [2,2]": [1, 2, 3, 4] }] });
  });
  it.each([
    ["of another length", parts([2, 2], [part("int8", 1, 2, 3)])],
    ["of two types", parts([2], [part("int8", 1), part("uint8", 2)])],
    ["that are none", parts([2], [part("int8", 1), [7]])],
    ["of no shape", parts([0xff], [part("int8", 1)])],
    ["without any", parts([0], [])],
  ])("in parts %s is refused", (_, bytes) => {
    expect(formatError(() => read(bytes))).toMatch(/msgpack: the parts of an array do not make its shape/);
  });
});

describe("a msgpack file", () => {
  const entry = (key: number[], ...head: number[]) => Buffer.from([...head, ...key, 1]);
  const word = "k".repeat(40);

  it.each([
    ["fixmap and fixstr", entry([0xa1, 0x61], 0x81), "a"],
    ["map 16", entry([0xa1, 0x61], 0xde, 0, 1), "a"],
    ["map 32", entry([0xa1, 0x61], 0xdf, 0, 0, 0, 1), "a"],
    ["a name of 31", entry([0xbf, ...text("x".repeat(31))], 0x81), "x".repeat(31)],
    ["a name of str 8", entry([0xd9, 40, ...text(word)], 0x81), word],
    ["a name beyond what is looked at", entry([0xd9, 100, ...text("y".repeat(100))], 0x81), "y".repeat(100)],
  ])("begins as a dictionary does whose first key is a word: %s", (_, bytes, key) => {
    expect(read(bytes)).toEqual({ [key]: 1 });
  });
  it.each([
    ["a dictionary of none", Buffer.of(0x80)],
    ["a dictionary of none, and a word", entry([0xa1, 0x61], 0x80)],
    ["a number, and a word", entry([0xa1, 0x61], 0x2a)],
    ["a list of lists, and a word", entry([0xa1, 0x61], 0x90)],
    ["a list", Buffer.of(0x91, 0xa1, 0x61)],
    ["a key that is a number", entry([0x01], 0x81)],
    ["a key of no characters", entry([0xa0], 0x81)],
    ["a key of bytes", entry([0xc4, 1, 0x61], 0x81)],
    ["a key with a line's end", entry([0xa2, 0x61, 0x0a], 0x81)],
    ["a key whose length is cut", Buffer.of(0x81, 0xd9)],
    ["nothing more", Buffer.of(0x81)],
  ])("that begins with %s is none", (_, bytes) => {
    expect(formatError(() => read(bytes))).toMatch(/is not a checkpoint/);
  });
  it("whose first key is cut is one, and truncated", () => {
    expect(formatError(() => read(Buffer.of(0x81, 0xa5, 0x61)))).toMatch(/5 more bytes expected, 1 found/);
  });
});
