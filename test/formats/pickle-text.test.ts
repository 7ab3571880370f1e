import { describe, expect, test } from "vitest";
import { keyOf } from "#formats/_pickle-keys.js";
import { decimal, float, integer, quoted, twosComplement, unescaped } from "#formats/_pickle-text.js";
import type { Value } from "#formats/_values.js";

const line = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["'ab'", "ab"],
  ['"it\'s"', "it's"],
  ["  'x'\r", "x"],
  ["''", ""],
  ["'\\x41\\101\\0'", "AA\0"],
  ["'\\n\\r\\t\\\\\\'\\\"'", "\n\r\t\\'\""],
  // Python keeps what is no escape.
  ["'\\q'", "\\q"],
  ["'\xe9'", "é"],
  ["'a", undefined],
  ["'a\"", undefined],
  ["'", undefined],
  ["aba", undefined],
  ["", undefined],
])("the string literal %j is %j", (text, value) => {
  expect(quoted(line(text))).toBe(value);
});

test.each([
  ["a\\u00e9\\U0001f600", "aé😀"],
  ["\xe9\\n", "é\\n"],
  // Past the last code point nothing is.
  ["\\U00110000", "\\U00110000"],
  ["\\U0010ffff", "\u{10ffff}"],
])("raw-unicode-escape %j is %j", (text, value) => {
  expect(unescaped(line(text))).toBe(value);
});

test.each([
  ["12", "12"],
  ["+12L", "12"],
  [" -7\r", "-7"],
  ["1".repeat(4300), "1".repeat(4300)],
  ["1".repeat(4301), undefined],
  ["1.0", undefined],
  ["1L1", undefined],
  ["x1", undefined],
  ["--1", undefined],
  ["", undefined],
])("the integer %s is %s", (text, value) => {
  expect(decimal(line(text))?.toString()).toBe(value);
});

test.each([
  ["1.5", 1.5],
  [" 12.25\r", 12.25],
  ["-.25e-3", -0.00025],
  ["1e5", 1e5],
  ["nan", Number.NaN],
  ["+2.", 2],
  ["1e+20", 1e20],
  ["inf", Number.POSITIVE_INFINITY],
  ["+Infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-nan", Number.NaN],
  ["infin", undefined],
  ["xinf", undefined],
  ["nano", undefined],
  ["anan", undefined],
  ["1.5x", undefined],
  ["x1.5", undefined],
  [".", undefined],
  ["0x10", undefined],
  ["", undefined],
])("the float %j is %s", (text, value) => {
  expect(float(line(text))).toBe(value);
});

test("two's complement, lowest byte first", () => {
  expect([[], [0x7f], [0x80], [0xff, 0x00], [0x00, 0xff]].map((bytes) => twosComplement(Buffer.from(bytes)))).toEqual([
    0n,
    127n,
    -128n,
    255n,
    -256n,
  ]);
});

test("an integer that float64 does not hold stays one of any length", () => {
  expect([integer(-5n), integer(2n ** 53n - 1n), integer(2n ** 53n)]).toEqual([-5, 2 ** 53 - 1, 2n ** 53n]);
});

describe("a dictionary's key", () => {
  test.each<[Value, string | number]>([
    ["a", "a"],
    [1.5, 1.5],
    [null, "None"],
    [true, "True"],
    [false, "False"],
    [[1, "a", null], "(1, 'a', None)"],
    [[7], "(7,)"],
    [[], "()"],
    [[[1, 2], [true]], "((1, 2), (True,))"],
    [Uint8Array.of(97, 233), "aé"],
    [new Map(), "object"],
    [{ type: "inert", class: "a.B", arguments: [], state: null }, "a.B"],
    [{ type: "inert", class: "a.B", arguments: [1, "c"], state: null }, "a.B(1, 'c')"],
  ])("%j is as Python prints it", (value, key) => {
    expect(keyOf(value)).toBe(key);
  });

  test("of any length is its digits", () => {
    expect(keyOf(2n ** 70n)).toBe("1180591620717411303424");
  });

  test("of a hundred tuples, each within the one before, is the deepest; what holds itself is none", () => {
    const nested = (depth: number): Value => (depth === 1 ? [] : [nested(depth - 1)]);
    expect(keyOf(nested(100))).toBe(`${"(".repeat(100)})${",)".repeat(99)}`);
    expect(keyOf(nested(101))).toBeUndefined();
    // What lies beside is not within.
    const sixty = `${"(".repeat(60)})${",)".repeat(59)}`;
    expect(keyOf(Array(10).fill(nested(60)))).toBe(`(${Array(10).fill(sixty).join(", ")})`);
    const endless: Value[] = [];
    endless.push(endless);
    expect(keyOf(endless)).toBeUndefined();
  });

  test("of ten thousand characters is the longest", () => {
    // Brackets and a comma or blank for each value count.
    const list = (length: number): Value => ["x".repeat(length)];
    expect(keyOf(list(9995))).toBe(`('${"x".repeat(9995)}',)`);
    expect(keyOf(list(9996))).toBeUndefined();
    expect(keyOf(list(20_000))).toBeUndefined();
    expect(keyOf(new Uint8Array(10_000))).toHaveLength(10_000);
    expect(keyOf(new Uint8Array(10_001))).toBeUndefined();
    expect(keyOf(Array(9_999).fill(0))).toBeUndefined();
  });
});
