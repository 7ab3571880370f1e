import { expect, it } from "vitest";
import { openSource } from "#formats/_sources.js";
import { entryBytes, zipEntries } from "#formats/_zip.js";
import { file, formatError, type Member, zip } from "./_builders.ts";

const text = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  data: Buffer.from("hello ".repeat(20)),
  ...more,
});

function contents(bytes: Uint8Array): Record<string, string> {
  const source = openSource(file(bytes));
  try {
    const entries = [...zipEntries(source).values()];
    return Object.fromEntries(entries.map((entry) => [entry.name, Buffer.from(entryBytes(source, entry)).toString()]));
  } finally {
    source.close();
  }
}

it.each([{}, { zip64: true }, { comment: "made PK\x05\x06 by hand" }, { zip64: true, comment: "x" }])(
  "reads stored and deflated members: %j",
  (options) => {
    const members = [
      text("a"),
      text("b/é", { deflate: true }),
      { name: "empty", data: Buffer.alloc(0), deflate: true },
    ];
    const hello = "hello ".repeat(20);
    expect(contents(zip(members, options))).toEqual({ a: hello, "b/é": hello, empty: "" });
  },
);

it.each<[string, Member[], RegExp]>([
  ["two members of one name", [text("a"), text("a")], /two members are named a/],
  ["members that share bytes", [text("a"), text("b"), text("b2", { offset: 0 })], /overlap|local header/],
  ["a member outside the file", [text("a", { offset: 5000 })], /overlaps/],
  ["encryption", [text("a", { flags: 1 })], /encrypted/],
  ["another compression", [text("a", { method: 12 })], /compression 12/],
  ["a wrong checksum", [text("a", { crc: 1 })], /checksum/],
  ["a stored member of two lengths", [text("a", { declared: 500 })], /two lengths/],
  ["a member shorter than declared", [text("a", { deflate: true, declared: 500 })], /500 bytes expected once inflated/],
  [
    "a member longer than declared",
    [text("a", { deflate: true, declared: 5 })],
    /5 bytes expected once inflated, more found/,
  ],
  ["a bomb", [text("a", { deflate: true, declared: 4e9 })], /would inflate to 4000000000/],
  ["deflated bytes that are none", [text("a", { method: 8 })], /cannot be inflated/],
])("refuses %s", (_, members, message) => {
  expect(formatError(() => contents(zip(members)))).toMatch(message);
});

it("allows small archives any ratio, as zeros have", () => {
  expect(contents(zip([{ name: "a", data: Buffer.alloc(1e6), deflate: true }])).a).toHaveLength(1e6);
});

it("refuses archives that are small for what they inflate to, in one member or in many", () => {
  const zeros = (name: string, length: number): Member => ({ name, data: Buffer.alloc(length), deflate: true });
  const many = Array.from({ length: 40 }, (_, i) => zeros(`${i}`, 2e6));
  for (const members of [[zeros("a", 8e7)], many])
    expect(formatError(() => contents(zip(members)))).toMatch(
      /would inflate to 80000000, more than \d+; save it without compression/,
    );
});

it("refuses more members than the directory has", () => {
  const bytes = zip([text("a")]);
  bytes.writeUInt16LE(2, bytes.length - 12);
  expect(formatError(() => contents(bytes))).toMatch(/no directory entry 2 of 2/);
});

it("refuses fewer members than the directory has: who counts otherwise reads another archive", () => {
  const bytes = zip([text("a"), text("b")]);
  bytes.writeUInt16LE(1, bytes.length - 12);
  expect(formatError(() => contents(bytes))).toMatch(/the directory goes on after 1 entries/);
});

it("refuses more members than any checkpoint has", () => {
  const bytes = zip([text("a")], { zip64: true });
  bytes.writeBigUInt64LE(2n ** 40n, bytes.length - 22 - 20 - 56 + 32);
  expect(formatError(() => contents(bytes))).toMatch(/members, more than/);
});
