import { expect, it } from "vitest";
import { openSource } from "#formats/_sources.js";
import { entryBytes, zipEntries } from "#formats/_zip.js";
import { file, formatError, type Member, u16, u32, u64, zip } from "./_builders.ts";

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

/** The archive with one entry's 32-bit sizes and place, in this order, as if they were too large for them. */
function widened(bytes: Buffer, fields: readonly ("length" | "compressed" | "offset")[]): Buffer {
  const wide = Buffer.from(bytes);
  const at = wide.indexOf("PK\x01\x02", 0, "latin1");
  for (const field of fields) wide.writeUInt32LE(0xffffffff, at + { length: 24, compressed: 20, offset: 42 }[field]);
  return wide;
}
const sixtyFour = (...values: number[]) => Buffer.concat([u16(1, 8 * values.length), u64(...values)]);
const hello = "hello ".repeat(20);

it.each<[string, Buffer, ("length" | "compressed" | "offset")[]]>([
  ["all", sixtyFour(120, 120, 0), ["length", "compressed", "offset"]],
  ["one", sixtyFour(120), ["length"]],
  ["the place alone", sixtyFour(0), ["offset"]],
  ["two, and more than are asked for", sixtyFour(120, 0, 7), ["compressed", "offset"]],
  ["one, after other fields", Buffer.concat([u16(9, 3), Buffer.of(1, 0, 8), u16(5, 0), sixtyFour(120)]), ["length"]],
  ["none, beside a field of another kind", Buffer.concat([u16(7, 2), Buffer.of(1, 0)]), []],
  ["none, though they are there", sixtyFour(5, 5, 5), []],
])("takes from 64 bits what 32 do not hold: %s", (_, extra, fields) => {
  expect(contents(widened(zip([text("a", { extra })]), fields))).toEqual({ a: hello });
});

it.each<[string, Buffer]>([
  ["cut by its own length", Buffer.concat([u16(1, 4), u32(120), u32(0)])],
  ["cut by the entry's", Buffer.concat([u16(1, 8), u32(120)])],
])("refuses a 64-bit size that is %s", (_, extra) => {
  expect(formatError(() => contents(widened(zip([text("a", { extra })]), ["length"])))).toMatch(
    /a\.bin: zip: a zip64 field is too short; the zip archive is damaged or no checkpoint$/,
  );
});

it("refuses a size that only 64 bits would hold, where there are none", () => {
  const other = Buffer.concat([u16(2, 8), u64(120)]);
  expect(formatError(() => contents(widened(zip([text("a", { extra: other })]), ["length"])))).toMatch(
    /member a: two lengths, yet stored/,
  );
});

it("finds what a member holds behind what else its local header has", () => {
  const members = [text("a", { localExtra: Buffer.of(1, 2, 3) }), text("b", { localExtra: Buffer.of(4) })];
  expect(contents(zip(members))).toEqual({ a: hello, b: hello });
});

it("says of a damaged directory or header where it is", () => {
  const whole = zip([text("a"), text("b")]);
  const [first, second] = [whole.indexOf("PK\x01\x02"), whole.lastIndexOf("PK\x01\x02")];
  const damaged = (change: (bytes: Buffer) => unknown) => {
    const bytes = Buffer.from(whole);
    change(bytes);
    return formatError(() => contents(bytes));
  };
  const REMEDY = "the zip archive is damaged or no checkpoint";
  expect(damaged((bytes) => bytes.write("XX", second))).toMatch(
    `a.bin: byte ${second}: zip: no directory entry 2 of 2; ${REMEDY}`,
  );
  expect(damaged((bytes) => bytes.writeUInt16LE(500, second + 28))).toMatch(
    `a.bin: byte ${second}: zip: the directory ends within an entry; ${REMEDY}`,
  );
  expect(damaged((bytes) => bytes.writeUInt16LE(1, second + 32))).toMatch("zip: the directory ends within an entry");
  expect(damaged((bytes) => bytes.writeUInt16LE(1, bytes.length - 12))).toMatch(
    `a.bin: byte ${second}: zip: the directory goes on after 1 entries; ${REMEDY}`,
  );
  expect(damaged((bytes) => bytes.writeUInt16LE(12, first + 10))).toMatch(
    `a.bin: zip: member a: compression 12; ${REMEDY}`,
  );
  // Its local header: what it begins with, its name's length and its name.
  for (const at of [0, 26, 30])
    expect(damaged((bytes) => bytes.writeUInt8(bytes.readUInt8(at) + 1, at))).toMatch(
      "a.bin: byte 0: zip: no local header of a; ",
    );
  expect(damaged((bytes) => bytes.writeUInt16LE(1, 28))).toMatch("a.bin: byte 32: zip: member a overlaps the next; ");
  expect(damaged((bytes) => bytes.writeUInt32LE(150, second + 42))).toMatch(
    "a.bin: byte 0: zip: member a overlaps the next; ",
  );
});

it.each([0x1, 0x40, 0x2000])("refuses members that are encrypted, by flag %i", (flags) => {
  expect(formatError(() => contents(zip([text("a", { flags })])))).toMatch(/zip: member a is encrypted/);
});

it("reads members whose flags say other things, and as many as there may be", () => {
  expect(contents(zip([text("a", { flags: 0x808 })]))).toEqual({ a: hello });
  const many = zip([text("a")], { zip64: true });
  const count = many.length - 22 - 20 - 56 + 32;
  many.writeBigUInt64LE(2n ** 17n, count);
  expect(formatError(() => contents(many))).toMatch(/zip: no directory entry 2 of 131072/);
  many.writeBigUInt64LE(2n ** 17n + 1n, count);
  expect(formatError(() => contents(many))).toMatch(
    /zip: 131073 members, more than 131072; the zip archive is damaged/,
  );
});
