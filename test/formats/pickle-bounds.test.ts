import { describe, expect, it, test } from "vitest";
import { cursorOf } from "#formats/_cursor.js";
import { unpickle } from "#formats/_pickle.js";
import { bytesSource } from "#formats/_sources.js";
import type { Value } from "#formats/_values.js";
import { formatError } from "./_builders.ts";

const ops = (text: string): Uint8Array => Buffer.from(text, "latin1");
/** Of a pickle that is compressed to no bytes, or to as many as are said, what it may ask for is what is free. */
const load = (text: string, compressedLength = 0): Value =>
  unpickle(cursorOf(bytesSource("a.pkl", ops(text))), { compressedLength });
const loadPlain = (text: string): Value => unpickle(cursorOf(bytesSource("a.pkl", ops(text))));
const FREE = 2 ** 24;

describe("a pickle that is short for what it asks for", () => {
  // Opcodes, and what they cost of bytes of memory.
  it.each<[string, string, number]>([
    ["dictionaries", "}0", 260],
    ["byte strings", "C\x000", 220],
    ["lists", "]0", 32],
    ["tuples of two", "NN\x860", 32 + 2 * 20],
    ["tuples of three", "NNN\x870", 32 + 3 * 20],
    ["tuples of one", "N\x850", 32 + 20],
    ["tuples up to a mark", "(NNNNt0", 32 + 4 * 20],
    ["dictionaries of entries", "(NNK\x01Nd0", 260 + 2 * 36],
    ["what it remembers", "Nq\x010", 24],
    ["objects", "h\x00)R0", 32 + 100],
  ])("is refused: %s", (_, unit, cost) => {
    // A list that is appended to, a class, and the class remembered.
    const start = "]cmy\nC\nq\x000";
    const most = Math.floor((FREE - 32 - 100 - 24) / cost);
    expect(load(`${start}${unit.repeat(most)}.`)).toEqual([]);
    expect(formatError(() => load(`${start}${unit.repeat(most + 1)}.`))).toMatch(
      /^a\.pkl: byte \d+: pickle asks for more than 16777216 bytes of objects; no genuine file does/,
    );
  });
  it.each([
    ["items of a list", `(${"N".repeat(1000)}e`, 1000 * 20],
    ["items of a list, one by one", "Na", 20],
    ["classes", "", 100],
  ])("is refused: %s", (_, unit, cost) => {
    const most = Math.floor((FREE - 32) / cost);
    const units = (n: number) =>
      unit === "" ? Array.from({ length: n }, (_, i) => `cm\n${i.toString(36)}\n0`).join("") : unit.repeat(n);
    expect(load(`]${units(most)}.`)).toHaveLength(unit === "" ? 0 : Math.floor((most * cost) / 20));
    expect(formatError(() => load(`]${units(most + 1)}.`))).toMatch(/asks for more than 16777216 bytes of objects/);
  });
  it("may ask for 64 times its own length, or that of its bytes once compressed", () => {
    const text = `]${"}0".repeat(70_000)}.`;
    expect(formatError(() => load(text))).toMatch(/more than 16777216 bytes of objects;/);
    expect(formatError(() => load(text, 5))).toMatch(/than 16777536 bytes of objects, with 5 bytes to make them of;/);
    expect(load(text, 2 ** 15)).toEqual([]);
    expect(loadPlain(text)).toEqual([]);
    const longer = `]${"}0".repeat(140_000)}.`;
    expect(formatError(() => loadPlain(longer))).toMatch(
      `more than ${FREE + 64 * longer.length} bytes of objects, with ${longer.length} bytes to make them of;`,
    );
  });
  it("holds no more than 2²⁰ values or marks at once", () => {
    const most = 2 ** 20;
    expect(load(`${"N".repeat(most)}.`)).toBeNull();
    expect(formatError(() => load(`${"N".repeat(most + 1)}.`))).toMatch(/pickle stack of more than 1048576 values/);
    expect(load(`${"(".repeat(most)}N.`)).toBeNull();
    expect(formatError(() => load(`${"(".repeat(most + 1)}N.`))).toMatch(/pickle of more than 1048576 marks/);
  });
  it("copies no more than eight times its length", () => {
    const copied = (n: number) => {
      const text = `U\xffq\x000c_codecs\nencode\nq\x010]${"h\x01h\x00\x85R0".repeat(n)}.`;
      return text.replace("U\xff", `U\xff${"x".repeat(255)}`);
    };
    expect(loadPlain(copied(250))).toEqual([]);
    expect(formatError(() => loadPlain(copied(600)))).toMatch(/pickle asks for more than \d+ bytes of copies/);
  });
  it("is read where it holds many floats or NumPy scalars", () => {
    const floats = `(${"G\x00\x00\x00\x00\x00\x00\x00\x00".repeat(1000)}e`;
    expect(loadPlain(`]${floats.repeat(200)}.`)).toHaveLength(2e5);
    const scalar = "h\x00h\x01C\x08\x00\x00\x00\x00\x00\x00\x00\x00\x86R";
    const setUp = "cnumpy.core.multiarray\nscalar\nq\x000cnumpy\ndtype\n(U\x02f8K\x00K\x01tR(K\x03U\x01<NNNtbq\x010";
    expect(loadPlain(`${setUp}]${`(${scalar.repeat(1000)}e`.repeat(60)}.`)).toHaveLength(6e4);
  });
});

// What CPython's pickletools says of each opcode.
test.each<[string, string, unknown]>([
  ["INT", "I-12\n.", -12],
  ["INT of a boolean", "I01\n.", true],
  ["INT of the other", "I00\n.", false],
  ["INT of one digit", "I1\n.", 1],
  ["LONG", "L7L\n.", 7],
  ["FLOAT", "F1.5\n.", 1.5],
  ["BINFLOAT", "G\xc0\x04\x00\x00\x00\x00\x00\x00.", -2.5],
  ["BININT", "J\xfe\xff\xff\xff.", -2],
  ["BININT1", "K\xff.", 255],
  ["BININT2", "M\x01\x02.", 513],
  ["LONG1", "\x8a\x02\x00\xff.", -256],
  ["LONG4", "\x8b\x01\x00\x00\x00\x05.", 5],
  ["LONG4 of 1024 bytes", `\x8b\x00\x04\x00\x00${"\x00".repeat(1024)}.`, 0],
  ["STRING", "S'a\\'b'\n.", "a'b"],
  ["UNICODE", "V\\u00e9\n.", "é"],
  ["BINSTRING", "T\x01\x00\x00\x00\xe9.", "é"],
  ["SHORT_BINSTRING", "U\x01\xe9.", "é"],
  ["BINUNICODE", "X\x02\x00\x00\x00\xc3\xa9.", "é"],
  ["SHORT_BINUNICODE", "\x8c\x02\xc3\xa9.", "é"],
  ["BINUNICODE8", "\x8d\x02\x00\x00\x00\x00\x00\x00\x00\xc3\xa9.", "é"],
  ["BINBYTES", "B\x01\x00\x00\x00\x07.", Uint8Array.of(7)],
  ["SHORT_BINBYTES", "C\x01\x07.", Uint8Array.of(7)],
  ["BINBYTES8", "\x8e\x01\x00\x00\x00\x00\x00\x00\x00\x07.", Uint8Array.of(7)],
  ["BYTEARRAY8", "\x96\x01\x00\x00\x00\x00\x00\x00\x00\x07.", Uint8Array.of(7)],
  ["READONLY_BUFFER", "C\x01\x07\x98.", Uint8Array.of(7)],
  ["EMPTY_SET and ADDITEMS", "\x8f(K\x01K\x02\x90.", [1, 2]],
  ["FROZENSET", "(K\x01K\x02\x91.", [1, 2]],
  ["LIST", "(K\x01K\x02l.", [1, 2]],
  ["DICT", "(K\x01K\x02d.", new Map([[1, 2]])],
  ["TUPLE1 to TUPLE3", "K\x01\x85K\x02K\x03\x86K\x04K\x05K\x06\x87\x87.", [[1], [2, 3], [4, 5, 6]]],
  ["SETITEM", "}K\x01K\x02s.", new Map([[1, 2]])],
  ["POP", "K\x01K\x020.", 1],
  ["POP of a mark", "K\x01(0.", 1],
  ["POP_MARK", "K\x01(K\x02K\x031.", 1],
  ["DUP", "K\x012\x86.", [1, 1]],
  ["PUT and GET", "K\x01p12\n0g12\n.", 1],
  ["BINPUT and BINGET", "K\x01q\x050h\x05.", 1],
  ["LONG_BINPUT and LONG_BINGET", "K\x01r\x00\x01\x00\x000j\x00\x01\x00\x00.", 1],
  ["MEMOIZE", "K\x01\x94K\x02\x9400h\x00h\x01\x86.", [1, 2]],
  ["PROTO and FRAME", "\x80\x05\x95\x02\x00\x00\x00\x00\x00\x00\x00N.", null],
  ["GLOBAL", "cmy\nC\n.", { type: "inert", class: "my.C", arguments: [], state: null }],
  ["STACK_GLOBAL", "\x8c\x02my\x8c\x01C\x93.", { type: "inert", class: "my.C", arguments: [], state: null }],
  ["NEWOBJ", "cmy\nC\nK\x01\x85\x81.", { type: "inert", class: "my.C", arguments: [1], state: null }],
  [
    "NEWOBJ_EX",
    "cmy\nC\n)}K\x01K\x02s\x92.",
    { type: "inert", class: "my.C", arguments: [new Map([[1, 2]])], state: null },
  ],
  ["NEWOBJ_EX without names", "cmy\nC\nK\x01\x85}\x92.", { type: "inert", class: "my.C", arguments: [1], state: null }],
  ["INST", "(K\x01imy\nC\n.", { type: "inert", class: "my.C", arguments: [1], state: null }],
  ["OBJ", "(cmy\nC\nK\x01o.", { type: "inert", class: "my.C", arguments: [1], state: null }],
  ["BUILD", "cmy\nC\n)\x81K\x07b.", { type: "inert", class: "my.C", arguments: [], state: 7 }],
  ["BUILD of a list", "]K\x07b.", []],
])("opcode %s", (_, text, value) => {
  expect(load(text)).toEqual(value);
});

test.each<[string, string, string]>([
  [
    "a frame that is cut",
    "\x95\x03\x00\x00\x00\x00\x00\x00\x00N.",
    "byte 0: pickle frame leaves the file; the file is truncated",
  ],
  ["an integer of 1025 bytes", "\x8b\x01\x04\x00\x00.", "byte 0: pickle integer of 1025 bytes"],
  ["a call of what is no class", "K\x01)R.", "byte 3: pickle calls what is no class"],
  ["a call with a number", "cmy\nC\nK\x01R.", "byte 8: pickle calls my.C without a tuple of arguments"],
  ["items of a class", "cmy\nC\nK\x01a.", "byte 8: pickle adds items to a class"],
  ["an item of a list", "]K\x01K\x02s.", "byte 5: pickle sets an item of what is no dictionary"],
  ["a class named by a number", "K\x01\x8c\x01C\x93.", "byte 5: pickle names a class by what is no string"],
  ["a class in a module of a number", "\x8c\x01CK\x01\x93.", "byte 5: pickle names a class by what is no string"],
  ["an object outside", "K\x01Q.", "byte 2: pickle refers to an object outside the file"],
  ["a state of a class", "cmy\nC\nK\x01b.", "byte 8: pickle changes a class"],
  ["OBJ of nothing", "(o.", "byte 1: pickle calls what is no class"],
  ["a mark that is missing", "N1.", "byte 1: pickle has no mark"],
])("%s is refused", (_, text, problem) => {
  expect(formatError(() => load(text))).toContain(`a.pkl: ${problem}`);
});

test("a persistent id is what its owner makes of it", () => {
  const read = (text: string) =>
    unpickle(cursorOf(bytesSource("a", ops(text))), { persistentLoad: (id) => ["loaded", id] });
  expect([read("Pabc\n."), read("K\x05Q.")]).toEqual([
    ["loaded", "abc"],
    ["loaded", 5],
  ]);
});
