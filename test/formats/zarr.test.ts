import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ArrayRef } from "#formats/_values.js";
import { zarrArray } from "#formats/_zarr.js";
import { f32, folder, formatError } from "./_builders.ts";
import { plain } from "./_checks.ts";

const USUAL = { zarr_format: 2, dtype: "<f4", order: "C", filters: null, compressor: null, fill_value: 0 };
const free = () => {};

/** An array of this description and these chunks. */
function array(described: object | string, chunks: Readonly<Record<string, Uint8Array>> = {}): string {
  const path = folder();
  const json = typeof described === "string" ? described : JSON.stringify({ ...USUAL, ...described });
  writeFileSync(join(path, ".zarray"), json);
  for (const [name, bytes] of Object.entries(chunks)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}
const read = (...of: Parameters<typeof array>) => plain(zarrArray(array(...of), free));

describe("a Zarr array", () => {
  const six = f32(0, 1, 2, 3, 4, 5);

  it("of one chunk stays in its file, in either order, however it is compressed", () => {
    const whole = { shape: [2, 3], chunks: [2, 3] };
    const rows = { "f32 [2,3]": [0, 1, 2, 3, 4, 5] };
    expect(read(whole, { "0.0": six })).toEqual(rows);
    expect(read({ ...whole, order: "F" }, { "0.0": six })).toEqual({ "f32 [2,3]": [0, 2, 4, 1, 3, 5] });
    expect(read({ ...whole, dimension_separator: "/" }, { "0/0": six })).toEqual(rows);
    expect(read({ ...whole, compressor: { id: "gzip" } }, { "0.0": gzipSync(six) })).toEqual(rows);
    expect(read({ ...whole, compressor: { id: "zlib" } }, { "0.0": deflateSync(six) })).toEqual(rows);
    const stored = zarrArray(array(whole, { "0.0": six }), free) as ArrayRef;
    expect(stored).toMatchObject({ strides: [3, 1], start: 0, storage: { offset: 0, byteLength: 24 } });
    expect(stored.storage).toHaveProperty("stamp", expect.stringMatching(/./));
  });
  it("of no axis is in the file 0, and one of no elements in none", () => {
    expect(read({ shape: [], chunks: [] }, { 0: f32(7) })).toEqual({ "f32 []": [7] });
    expect(read({ shape: [0, 3], chunks: [2, 3] })).toEqual({ "f32 [0,3]": [] });
  });
  it("has what bfloat16 and NumPy's types call their elements; others stay inert", () => {
    const one = { shape: [1], chunks: [1] };
    expect(read({ ...one, dtype: "bfloat16" }, { 0: Buffer.of(0x80, 0x3f) })).toEqual({ "bf16 [1]": [1] });
    expect(read({ ...one, dtype: ">i2" }, { 0: Buffer.of(1, 2) })).toEqual({ "i16 [1]": [258] });
    expect(read({ ...one, dtype: "<U3" })).toEqual({ "zarr.<U3": [[1]], state: null });
  });
  it("of several chunks is put together, the last of an axis cut off, those that are missing filled", () => {
    // Three rows of five, in chunks of two by two.
    const chunk = (from: number) => f32(from, from + 1, from + 2, from + 3);
    const chunks = { "0.0": chunk(0), "0.1": chunk(4), "0.2": chunk(8), "1.0": chunk(12), "1.2": chunk(16) };
    const of = { shape: [3, 5], chunks: [2, 2] };
    expect(read(of, chunks)).toEqual({ "f32 [3,5]": [0, 1, 4, 5, 8, 2, 3, 6, 7, 10, 12, 13, 0, 0, 16] });
    expect(read({ ...of, order: "F" }, chunks)).toEqual({
      "f32 [3,5]": [0, 2, 4, 6, 8, 1, 3, 5, 7, 9, 12, 14, 0, 0, 16],
    });
    const two = { "0": Buffer.of(1, 2), "1": Buffer.of(3, 4) };
    expect(read({ dtype: "|u1", shape: [3], chunks: [2] }, two)).toEqual({ "u8 [3]": [1, 2, 3] });
    const cube = {
      "0.0.0": Buffer.of(1, 2),
      "0.1.0": Buffer.of(3, 4),
      "1.0.0": Buffer.of(5, 6),
      "1.1.0": Buffer.of(7, 8),
    };
    expect(read({ dtype: "|u1", shape: [2, 2, 2], chunks: [1, 1, 2] }, cube)).toEqual({
      "u8 [2,2,2]": [1, 2, 3, 4, 5, 6, 7, 8],
    });
  });
  it.each([0, null, false])("without any chunk has the fill value throughout, which %j says is zero", (fill_value) => {
    for (const chunks of [
      [2, 3],
      [1, 3],
    ])
      expect(read({ shape: [2, 3], chunks, fill_value })).toEqual({ "f32 [2,3]": [0, 0, 0, 0, 0, 0] });
    for (const chunks of [
      [2, 3],
      [1, 3],
    ])
      expect(zarrArray(array({ shape: [2, 3], chunks, fill_value }), free)).toMatchObject({
        strides: [0, 0],
        storage: new Uint8Array(4),
      });
  });
  it("spends what its chunks inflate to, and what is made of nothing", () => {
    const spent: (readonly [number, number])[] = [];
    const spend = (...amounts: readonly [number, number]) => spent.push(amounts);
    const [one, two] = [gzipSync(f32(1, 2)), gzipSync(f32(3, 4))];
    const compressor = { id: "gzip" };
    zarrArray(array({ shape: [2], chunks: [2], compressor }, { 0: one }), spend);
    expect(spent.splice(0)).toEqual([[one.length, 8]]);
    zarrArray(array({ shape: [9], chunks: [2], compressor }, { 0: one, 1: two }), spend);
    expect(spent.splice(0)).toEqual([
      [one.length, 8],
      [two.length, 8],
      [0, 20],
    ]);
    // Chunks may reach beyond the array.
    zarrArray(array({ shape: [3], chunks: [2] }, { 0: f32(1, 2), 1: f32(3, 4) }), spend);
    expect(spent).toEqual([[0, 0]]);
  });
  it.each<[string, object, string]>([
    ["a version of no number", { zarr_format: "3" }, "zarr: version 3 is not supported"],
    ["no shape of chunks", { chunks: 2 }, "zarr: no shape of chunks"],
    ["fewer axes of chunks", { chunks: [2] }, "zarr: chunks [2] of an array [2,3]"],
    ["a filter", { filters: [{}] }, "zarr: filters are not supported"],
    ["another order", { order: "A" }, "zarr: no order"],
    ["another separator", { dimension_separator: "-" }, "zarr: no separator of dimensions"],
    ["65 537 chunks", { shape: [65_537], chunks: [1] }, "zarr: 65537 chunks are more than 65536"],
    ["missing chunks of 1", { fill_value: 1 }, "zarr: a missing chunk of 1 is not supported"],
    ["missing chunks of nothing known", { fill_value: undefined }, "zarr: a missing chunk of nothing is not supported"],
    ["missing chunks of text", { fill_value: "NaN" }, 'zarr: a missing chunk of "NaN" is not supported'],
  ])("with %s is refused", (_, more, problem) => {
    expect(formatError(() => read({ shape: [2, 3], chunks: [1, 3], ...more }))).toContain(
      `.zarray: ${problem}; write or copy the file again`,
    );
  });
  it("has a description, of an object and of at most a megabyte", () => {
    expect(formatError(() => read("[]"))).toMatch(/\.zarray: zarr: version undefined is not supported/);
    const padded = (n: number) => JSON.stringify({ ...USUAL, shape: [0], chunks: [1] }).padEnd(n);
    expect(read(padded(1_000_000))).toEqual({ "f32 [0]": [] });
    expect(formatError(() => read(padded(1_000_001)))).toMatch(/\.zarray: 1000001 bytes describe no array/);
    expect(formatError(() => zarrArray(folder(), free))).toMatch(/\.zarray: cannot be opened/);
  });
  it("has chunks of as many bytes as their elements take", () => {
    expect(formatError(() => read({ shape: [2], chunks: [2] }, { 0: f32(1) }))).toMatch(
      /0: 8 bytes expected, 4 found; the file is truncated$/,
    );
  });
});
