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

it.each([
  ["one link", blobs.hdf5Link, "w"],
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
