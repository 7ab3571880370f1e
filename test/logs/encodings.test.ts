import { describe, expect, test } from "vitest";
import { bytesSource } from "#formats/_sources.js";
import { decoded, growingLines, headOf, linesIn, piecesOf } from "#logs/_text.js";
import { curvesIn } from "./_texts.ts";

const TEXT = "step,train_loss\n0,5\n1,4\n";
const CURVES = [["train_loss by step", [0, 1], [5, 4]]];
const little = (text: string) => Buffer.from(text, "utf16le");
const big = (text: string) => little(text).swap16();

describe("a text is read", () => {
  test.each([
    ["in UTF-8", Buffer.from(TEXT)],
    ["with a mark", Buffer.from(`\ufeff${TEXT}`)],
    ["in UTF-16 with its mark", little(`\ufeff${TEXT}`)],
    ["in UTF-16 without", little(TEXT)],
    ["in UTF-16, big end first, with its mark", big(`\ufeff${TEXT}`)],
    ["in UTF-16, big end first, without", big(TEXT)],
    ["in UTF-16 with its mark before a letter that is not Latin", little(`\ufeffλ,step,train_loss\n1,0,5\n1,1,4\n`)],
    ["in UTF-16, big end first, with its mark before such a letter", big(`\ufeffλ,step,train_loss\n1,0,5\n1,1,4\n`)],
    ["with CR and LF", Buffer.from(TEXT.replaceAll("\n", "\r\n"))],
    ["with CR", Buffer.from(TEXT.replaceAll("\n", "\r"))],
  ])("%s", (_, bytes) => {
    expect(curvesIn(bytes)).toEqual(CURVES);
  });

  test("whose first bytes leave it open, as UTF-8", () => {
    expect([
      decoded(Uint8Array.of()),
      decoded(Uint8Array.of(65)),
      decoded(Uint8Array.of(0)),
      decoded(Uint8Array.of(0, 0)),
    ]).toEqual(["", "A", "\0", "\0\0"]);
    expect(decoded(Uint8Array.of(0xff, 65))).toBe("\ufffdA");
    expect(decoded(Uint8Array.of(0xfe, 65))).toBe("\ufffdA");
  });
});

test("the beginning of bytes that are no text is empty; colours, tabs and the end of a text of DOS are text", () => {
  const head = (text: string, length?: number) => headOf(bytesSource("a", Buffer.from(text)), length);
  for (const code of [0, 1, 7, 8, 14, 25, 26]) expect(head(`ab${String.fromCharCode(code)}c`)).toBe("");
  for (const code of [9, 11, 12, 27, 31, 32, 127])
    expect(head(`ab${String.fromCharCode(code)}c`)).toBe(`ab${String.fromCharCode(code)}c`);
  expect(head("a\r\nb\rc")).toBe("a\nb\nc");
  expect(head("abcdef", 3)).toBe("abc");
  expect(head("x".repeat(2 ** 17)).length).toBe(2 ** 16);
  // What is looked at is the first 64 kilobytes, however many are asked for.
  expect([2 ** 16 - 1, 2 ** 16].map((at) => head(`${"x".repeat(at)}\u0001`, 2 ** 18) === "")).toEqual([true, false]);
});

test("lines come whole, however the bytes are cut", () => {
  const text = "ä\r\nb\rc\n\n\r\n€ d\r";
  for (const bytes of [Buffer.from(text), little(`\ufeff${text}`), big(`\ufeff${text}`)]) {
    for (let size = 1; size <= bytes.length; size++) {
      const lines = growingLines();
      const pieces: (string | undefined)[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(lines.take(bytes.subarray(at, at + size)));
      for (const piece of pieces) expect(piece).toMatch(/^$|\n$/);
      expect([size, pieces.join("") + lines.rest()]).toEqual([size, "ä\nb\nc\n\n\n€ d\n"]);
    }
  }
});

test("a text of one byte is what is left of it", () => {
  const lines = growingLines();
  expect([lines.rest(), lines.take(Buffer.from("x")), lines.rest()]).toEqual(["", "", "x"]);
  expect([lines.take(Buffer.from("\ny")), lines.rest()]).toEqual(["x\n", "y"]);
});

test("a text comes in pieces of whole lines, up to a line that is too long for one", () => {
  const line = `${"x".repeat(99)}\n`;
  const long = line.repeat(2000);
  const pieces = [...piecesOf(bytesSource("a.csv", Buffer.from(`${long}yz`)))];
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.slice(0, -1).every((piece) => piece.endsWith("\n"))).toBe(true);
  expect([pieces.join(""), pieces.at(-1)]).toEqual([`${long}yz`, "yz"]);
  expect([...piecesOf(bytesSource("a.csv", Buffer.from(long)))].at(-1)).not.toBe("");
  const chunk = Buffer.alloc(2 ** 16, "x");
  const source = (byteLength: number) => ({
    ...bytesSource("a.csv", new Uint8Array()),
    byteLength,
    read: (from: number, to: number) => chunk.subarray(0, to - from),
  });
  expect(() => [...piecesOf(source(2 ** 24 + 1))]).toThrow(
    "a.csv: has a line of more than 16777216 characters; it is no log: leave it out",
  );
  expect([...piecesOf(source(2 ** 24))].map(({ length }) => length)).toEqual([2 ** 24]);
});

test("a line knows whether it is torn", () => {
  const lines = (text: string) => [...linesIn(text)].map(({ line, torn }) => [line, torn]);
  expect(lines("a\n\nb")).toEqual([
    ["a", false],
    ["", false],
    ["b", true],
  ]);
  expect(lines("a\n")).toEqual([["a", false]]);
  expect(lines("")).toEqual([]);
});
