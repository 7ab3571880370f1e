import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readFile } from "#formats/_read.js";
import { formatError, u64 } from "./_builders.ts";
import { plain, read } from "./_checks.ts";
import * as blobs from "./_hdf5-blobs.ts";

const LIBRARIES = join(import.meta.dirname, "../../fixtures/formats/libraries");
const legacy = () => Buffer.from(readFileSync(join(LIBRARIES, "keras-legacy.h5")));
const whole = () => plain(readFile(join(LIBRARIES, "keras-legacy.h5")).value);

/** Where the header of the root says where its tree is. */
const treeOfRoot = (bytes: Buffer): number => bytes.indexOf(u64(bytes.indexOf("TREE")), bytes.readUInt32LE(64));
const [NODE, CHILD] = [24, 16];

/** A node of a tree of names that has `count` times one child. */
function node(level: number, child: number, count: number, mark: string): Buffer {
  const bytes = Buffer.alloc(NODE + count * CHILD + 8);
  bytes.write(mark, "latin1");
  bytes[5] = level;
  bytes.writeUInt16LE(count, 6);
  for (let i = 0; i < count; i++) bytes.writeBigUInt64LE(BigInt(child), NODE + i * CHILD + 8);
  return bytes;
}

it.each(["TREE", "ELSE"])(
  "a tree of names that comes to one leaf again and again is refused, begun by %s or not",
  (mark) => {
    const bytes = legacy();
    const leaf = node(0, bytes.indexOf("SNOD"), 3000, mark);
    const root = node(1, bytes.length, 3000, mark);
    bytes.writeBigUInt64LE(BigInt(bytes.length + leaf.length), treeOfRoot(bytes));
    const bomb = Buffer.concat([bytes, leaf, root]);
    expect(formatError(() => read(bomb))).toMatch(/asks for more than \d+ bytes of objects/);
  },
);

it("a node that no group has any more, with children that others have, does no harm", () => {
  const bytes = legacy();
  const stale = node(0, bytes.indexOf("SNOD"), 2, "TREE");
  expect(read(Buffer.concat([bytes, stale]))).toEqual(whole());
});

it.each([
  ["a bias that is not IEEE's", 16, 126],
  ["fewer bits than bytes", 10, 31],
  ["an exponent of another width", 13, 7],
  ["its sign elsewhere", 2, 30],
  ["a VAX's order of bytes", 1, 0x61],
])("a float of four bytes with %s is refused", (_, offset, value) => {
  const bytes = legacy();
  const at = bytes.indexOf(Buffer.from("11201f000400000000002000170800177f000000", "hex"));
  expect(at).toBeGreaterThan(0);
  bytes[at + offset] = value;
  expect(formatError(() => read(bytes))).toMatch(/dataset \/\S+: HDF5: numbers whose bits lie as no processor's do; /);
});

it.each([
  [
    "never written, of another value than 0",
    blobs.hdf5Filled,
    /dataset \/w: HDF5: never written: all elements are 7; /,
  ],
  ["in another file", blobs.hdf5External, /dataset \/w: HDF5: its elements are in another file; /],
])("elements that are %s are refused", (_, bytes, message) => {
  expect(formatError(() => read(bytes))).toMatch(message);
});

it("names of names are followed, from their group or from the root; those that lead nowhere are null", () => {
  const v = { "i16 [2,2]": [1, 2, 3, 4] };
  const w = { "f32 [2]": [1.5, -2] };
  expect(read(blobs.hdf5Names)).toEqual({
    ...{ a: { w, deep: { v }, rel: v, dot: v, up: w }, abs: w, chain: v },
    ...{ none: null, through: null, loop: null },
  });
});

it("a name leads through eight others and no more; what was never written is zero, or nothing", () => {
  const found = Object.entries(read(blobs.hdf5Chain) as object);
  const leads = found.filter(([name]) => name.startsWith("l"));
  expect(Object.fromEntries(leads)).toEqual(
    Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`l${i}`, i > 8 ? null : { "u8 [1]": [7] }])),
  );
  expect(Object.fromEntries(found.filter(([name]) => !name.startsWith("l")))).toEqual({
    unwritten: { "f32 [2,3]": [0, 0, 0, 0, 0, 0] },
    none: { "f32 [0,2]": [] },
    zero: { "i16 [2]": [0, 0] },
  });
});

it("a dataset whose elements leave the file is refused by its name; one that ends with it is read", () => {
  const bytes = Buffer.from(blobs.hdf5Types);
  // Of 24 floats: the layout's version and class, then where they are and how many bytes.
  const size = u64(96);
  let at = bytes.indexOf(size);
  while (bytes.readUInt16LE(at - 10) !== 0x103) at = bytes.indexOf(size, at + 1);
  at -= 10;
  bytes.writeBigUInt64LE(BigInt(bytes.length - 96), at + 2);
  expect(Object.keys(read(bytes) as object)).toContain("big");
  bytes.writeBigUInt64LE(BigInt(bytes.length - 95), at + 2);
  const [from, to] = [bytes.length - 95, bytes.length + 1];
  expect(formatError(() => read(bytes))).toMatch(
    `a.bin: dataset /big: bytes ${from} to ${to} of ${bytes.length}; the file is truncated`,
  );
});

it("a group of many names has them all, in whichever index they are", () => {
  const names = [...Array(12).keys()];
  expect(read(blobs.hdf5Dense)).toEqual({
    ...Object.fromEntries(names.map((i) => [`w${i}`, { "u8 [1]": [i] }])),
    again: { "u8 [1]": [3] },
  });
  expect(read(blobs.hdf5Ordered)).toEqual(Object.fromEntries(names.map((i) => [`w${11 - i}`, { "u8 [1]": [i] }])));
});

it.each([
  ["that begin at another bit", 8, 1],
  ["of fewer bits than bytes", 10, 31],
])("integers %s are refused", (_, offset, value) => {
  const bytes = Buffer.from(blobs.hdf5Types);
  // Big-endian and signed, four bytes, from bit 0 on 32 bits.
  const at = bytes.indexOf(Buffer.from("100900000400000000002000", "hex"));
  expect(at).toBeGreaterThan(0);
  bytes[at + offset] = value;
  expect(formatError(() => read(bytes))).toMatch(/dataset \/i4be: HDF5: numbers whose bits lie as no processor's do; /);
});

it("a tree of names of two levels has them all; a node of another level is none of it", () => {
  const names = Array.from({ length: 400 }, (_, i) => `n${String(i).padStart(3, "0")}`);
  expect(Object.keys(read(blobs.hdf5Many) as object)).toEqual(names);
  const bytes = Buffer.from(blobs.hdf5Many);
  const leaf = Array.from(bytes.toString("latin1").matchAll(/TREE../gs)).find(([node]) => node.charCodeAt(5) === 0);
  bytes[(leaf?.index as number) + 5] = 1;
  expect(formatError(() => read(bytes))).toMatch(/: HDF5: byte \d+: no node of a tree of names; /);
});

it.each([
  [2, undefined, /: byte \d+: an index of names of 3 levels and \d+ nodes of 512 bytes; /],
  [1, 1e6, /: byte \d+: an index of names of 2 levels and 14 nodes of 1000000 bytes; /],
  [1, 512, /: byte \d+: an index of names of 2 levels and 14 nodes of 512 bytes; /],
])("an index of names of depth %i that the file has no room for is refused", (depth, length, message) => {
  const bytes = Buffer.from(blobs.hdf5Dense);
  const at = bytes.indexOf("BTHD");
  bytes.writeUInt16LE(depth, at + 12);
  if (length !== undefined) bytes.writeUInt32LE(length, at + 6);
  expect(formatError(() => read(bytes))).toMatch(message);
});

it("elements of every type that h5py writes are read, or stay inert where they are no numbers of ours", () => {
  const inert = (...shape: number[]) => ({ "h5py.Dataset": [shape], state: null });
  expect(read(blobs.hdf5Types)).toEqual({
    ...{ f8: { "f64 [3]": [1, 0, 1] }, f4be: { "f32 [3]": [1, 0, 1] }, f2: { "f16 [3]": [1, 0, 1] } },
    ...{ i1: { "i8 [3]": [1, 0, 1] }, u1: { "u8 [3]": [1, 0, 1] }, i8: { "i64 [3]": [1, 0, 1] } },
    ...{ i4be: { "i32 [3]": [1, 0, 1] }, flag: { "i8 [3]": [1, 0, 1] }, scalar: { "f64 []": [2.5] } },
    ...{ empty: { "f32 [0,3]": [] }, big: { "f32 [2,3,4]": Array(24).fill(0) } },
    ...{ text: inert(), void: inert(), rec: inert(2), u2: inert(1) },
  });
});

it("a file that is shorter than it says is truncated, whichever its version", () => {
  for (const bytes of [legacy(), blobs.hdf5Dense])
    expect(formatError(() => read(bytes.subarray(0, -1)))).toMatch(
      new RegExp(`: HDF5: ${bytes.length} bytes expected, ${bytes.length - 1} found; the file is truncated$`),
    );
  expect(formatError(() => read(legacy().subarray(0, 40)))).toMatch(/HDF5: 48 bytes expected, 40 found/);
});

it.each(["SNOD", "HEAP"])("a %s that does not begin as one is refused", (mark) => {
  const bytes = legacy();
  const at = bytes.indexOf(mark);
  bytes.write("x", at);
  expect(formatError(() => read(bytes))).toMatch(`a.bin: HDF5: byte ${at}: no ${mark}; `);
});

it("a group that is within itself is refused", () => {
  const bytes = legacy();
  // The address of the first group within the root is put in the place of each of its children's.
  const [root, table] = [bytes.readBigUInt64LE(64), bytes.indexOf("SNOD")];
  bytes.writeBigUInt64LE(root, table + 16);
  expect(formatError(() => read(bytes))).toMatch(/HDF5: group \S+ is met twice/);
});

it.each([
  ["one link", blobs.hdf5Link, "w"],
  ["a link of a long name by its order", blobs.hdf5OrderedLink, "é{120}…"],
  ["ten links", blobs.hdf5Links, "w\\d"],
])("of %s into another file, one is refused by its name and the file's", (_, bytes, name) => {
  expect(formatError(() => read(bytes))).toMatch(
    new RegExp(
      `a\\.bin: HDF5: the link ${name} leads into another file, other\\.h5; write what it stands for into this one$`,
    ),
  );
});

it("a link of a kind that a program made for itself is refused", () => {
  const bytes = Buffer.from(blobs.hdf5Link);
  // Version, flags, kind, and the name's length.
  const at = bytes.indexOf(Buffer.of(1, 8, 64, 1));
  bytes[at + 2] = 65;
  expect(formatError(() => read(bytes))).toMatch(/HDF5: the link w is of kind 65, /);
});
