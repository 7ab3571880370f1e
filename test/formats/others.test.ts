import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatOf, readFile } from "#formats/_read.js";
import { f32, file, folder, formatError, npy, safetensors, zip } from "./_builders.ts";
import { plain, read } from "./_checks.ts";

describe("npy", () => {
  it.each([1, 2, 3])("reads version %d", (version) => {
    expect(read(npy("'<f4'", "(2, 3)", f32(0, 1, 2, 3, 4, 5), { version }))).toEqual({
      "f32 [2,3]": [0, 1, 2, 3, 4, 5],
    });
  });
  it("reads Fortran's order, big-endian numbers, scalars, one axis, none at all", () => {
    const data = f32(0, 1, 2, 3, 4, 5);
    expect(read(npy("'<f4'", "(2, 3)", data, { fortran: true }))).toEqual({ "f32 [2,3]": [0, 2, 4, 1, 3, 5] });
    expect(read(npy("'>i2'", "(2L,)", Buffer.of(0, 1, 255, 254)))).toEqual({ "i16 [2]": [1, -2] });
    expect(read(npy("'|b1'", "()", Buffer.of(1)))).toEqual({ "bool []": [1] });
    expect(read(npy("'<f8'", "(0,)", Buffer.alloc(0)))).toEqual({ "f64 [0]": [] });
  });
  it("leaves text and records inert, and refuses objects with a remedy", () => {
    expect(read(npy("'<U1'", "(1,)", Buffer.alloc(4)))).toEqual({ "numpy.ndarray": [[1], "<U1"], state: null });
    expect(read(npy("[('a', '<f4')]", "(1,)", Buffer.alloc(4)))).toEqual({
      "numpy.ndarray": [[1], "record"],
      state: null,
    });
    // The fields of a record may have the names of the header's own entries.
    expect(read(npy("[('shape', [('descr', '<f4'), (']', '<i2')])]", "(1,)", Buffer.alloc(6)))).toEqual({
      "numpy.ndarray": [[1], "record"],
      state: null,
    });
    expect(formatError(() => read(npy("'|O'", "(1,)", Buffer.alloc(4))))).toMatch(/Python objects; save numbers/);
  });
  it("refuses headers that make no sense", () => {
    expect(formatError(() => read(npy("'<f4'", "(2, -3)", f32(1))))).toMatch(/no shape/);
    expect(formatError(() => read(npy("'<f4'", "(9999999999, 9999999999)", f32(1))))).toMatch(/shape \(/);
    expect(formatError(() => read(npy("'<f4'", "(2,)", f32(1))))).toMatch(/8 bytes expected, 4 found/);
    expect(formatError(() => read(npy("'<f4'", "(2,)", f32(1), { version: 4 })))).toMatch(/version 4/);
  });
});

it.each([false, true])("npz: deflated %s", (deflate) => {
  const data = f32(...Array.from({ length: 300 }, (_, i) => i));
  const members = [
    { name: "w.npy", data: npy("'<f4'", "(300,)", data), deflate },
    { name: "layer/b.npy", data: npy("'|u1'", "(3,)", Buffer.of(1, 2, 3)), deflate },
    { name: "note.txt", data: Buffer.from("x"), deflate },
  ];
  expect(readFile(file(zip(members))).format).toBe("npz");
  expect(read(zip(members))).toEqual({
    w: { "f32 [300]": [...Array(300).keys()] },
    "layer/b": { "u8 [3]": [1, 2, 3] },
  });
  expect(formatError(() => read(zip([{ name: "w.npy", data: Buffer.from("x") }])))).toMatch(/w\.npy: no NumPy array/);
});

describe("safetensors", () => {
  it("reads beyond the first hundred megabytes", () => {
    const [far, length] = [2 ** 27, 2 ** 27 + 4];
    const bytes = safetensors({ w: { dtype: "F32", shape: [1], data_offsets: [far, length] } }, new Uint8Array());
    const path = file(bytes);
    // What no tensor has takes no room on the disk.
    truncateSync(path, bytes.length + length);
    expect(plain(readFile(path).value)).toEqual({ w: { "f32 [1]": [0] } });
  });
  it.each([640, 896, 1152, 1408, 0x81, 0x8f])(
    "is told from a pickle and a msgpack where its header has %i bytes",
    (length) => {
      const json = JSON.stringify({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4] } });
      const size = Buffer.alloc(8);
      size.writeBigUInt64LE(BigInt(length));
      const path = file(Buffer.concat([size, Buffer.from(json.padEnd(length)), f32(1)]));
      expect(readFile(path).format).toBe("safetensors");
    },
  );

  const spec = (dtype: string, shape: number[], begin: number, end: number) => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });

  it("reads every element type, metadata, and leaves others inert", () => {
    const header = {
      __metadata__: { p: "113" },
      a: spec("F32", [2, 1], 0, 8),
      b: spec("BF16", [1], 8, 10),
      c: spec("F16", [], 10, 12),
      d: spec("I64", [1], 12, 20),
      e: spec("BOOL", [2], 20, 22),
      f: spec("F8_E4M3", [2], 22, 24),
      g: spec("U8", [0], 24, 24),
    };
    const data = Buffer.concat([f32(1, 2), Buffer.of(0x80, 0x3f, 0, 0x3c, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)]);
    expect(read(safetensors(header, data))).toEqual({
      __metadata__: { p: "113" },
      a: { "f32 [2,1]": [1, 2] },
      b: { "bf16 [1]": [1] },
      c: { "f16 []": [1] },
      d: { "i64 [1]": [9] },
      e: { "bool [2]": [1, 0] },
      f: { "safetensors.F8_E4M3": [[2]], state: null },
      g: { "u8 [0]": [] },
    });
  });
  it.each<[string, unknown, RegExp]>([
    ["a range outside the file", { a: spec("F32", [2], 4, 12) }, /tensor a: bytes 4 to 12 of 8/],
    ["a range of another length", { a: spec("F32", [1], 0, 8) }, /4 bytes expected for F32 \[1\], 8 found/],
    ["a range that ends before it begins", { a: spec("F32", [1], 8, 4) }, /no valid/],
    ["an overlap", { a: spec("F32", [1], 0, 4), b: spec("F32", [1], 2, 6) }, /tensors a and b overlap/],
    ["a negative size", { a: spec("F32", [-1], 0, 4) }, /no valid/],
    ["a tensor that is none", { a: 5 }, /no valid/],
    ["metadata of numbers", { __metadata__: { p: 113 } }, /no object of strings/],
  ])("refuses %s", (_, header, message) => {
    expect(formatError(() => read(safetensors(header, f32(1, 2))))).toMatch(message);
  });
});

describe("tfjs", () => {
  const weight = (name: string, shape: number[], dtype = "float32", more = {}) => ({ name, shape, dtype, ...more });

  function model(weights: unknown[], shards: Record<string, Uint8Array>, paths = Object.keys(shards)): string {
    const path = join(folder(), "run");
    mkdirSync(path);
    for (const [name, bytes] of Object.entries(shards)) writeFileSync(join(path, name), bytes);
    writeFileSync(
      join(path, "model.json"),
      JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths, weights }] }),
    );
    return join(path, "model.json");
  }
  const value = (path: string): unknown => plain(readFile(path).value);

  it("reads weights that lie within a shard and across two", () => {
    const bytes = Buffer.concat([f32(1, 2, 3), Buffer.of(1, 0, 255, 255, 255, 255, 0, 0x3c)]);
    const weights = [
      weight("a", [1]),
      weight("b", [2, 1]),
      weight("t", [2], "bool"),
      weight("i", [], "int32"),
      weight("h", [1], "float32", { quantization: { dtype: "float16" } }),
    ];
    const path = model(weights, { "1.bin": bytes.subarray(0, 6), "2.bin": bytes.subarray(6) });
    expect(readFile(path).format).toBe("tfjs");
    expect(value(path)).toEqual({
      a: { "f32 [1]": [1] },
      b: { "f32 [2,1]": [2, 3] },
      t: { "bool [2]": [1, 0] },
      i: { "i32 []": [-1] },
      h: { "f16 [1]": [1] },
    });
  });
  it.each<[string, () => string, RegExp]>([
    ["a missing shard", () => model([weight("a", [1])], {}, ["no.bin"]), /no\.bin: cannot be opened/],
    ["a short shard", () => model([weight("a", [2])], { "1.bin": f32(1) }), /weight a: 8 bytes expected, 4 found/],
    ["a path out of the folder", () => model([], { "1.bin": f32(1) }, ["../1.bin"]), /leaves the folder/],
    ["an absolute path", () => model([], { "1.bin": f32(1) }, ["/etc/passwd"]), /leaves the folder/],
    ["a path through a sibling", () => model([], { "1.bin": f32(1) }, ["../run2/1.bin"]), /leaves the folder/],
    ["an address", () => model([], { "1.bin": f32(1) }, ["https://x/1.bin"]), /leaves the folder/],
    [
      "quantised weights",
      () => model([weight("a", [1], "float32", { quantization: { dtype: "uint8" } })], {}),
      /quantised.*convert/,
    ],
    ["text", () => model([weight("a", [1], "string")], {}), /dtype "string" is not supported/],
    ["two weights of one name", () => model([weight("a", [0]), weight("a", [0])], {}), /two weights are named a/],
  ])("refuses %s", (_, path, message) => {
    expect(formatError(() => value(path()))).toMatch(message);
  });
});

describe("what is no checkpoint", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", Buffer.alloc(0), /a\.bin: is empty; the formats are /],
    [
      "text",
      Buffer.from("hello\nworld"),
      /is not a checkpoint: begins with 68656c6c6f0a776f726c64 \(hello·world\); the formats are/,
    ],
    ["other JSON", Buffer.from('{"p": 113}'), /is not a checkpoint/],
  ])("%s", (_, bytes, message) => {
    expect(formatError(() => read(bytes))).toMatch(message);
    expect(formatOf(file(bytes))).toBeUndefined();
  });
  it("a folder, or nothing", () => {
    expect(formatError(() => readFile(folder()))).toMatch(/cannot be opened: not a regular file/);
    expect(formatError(() => readFile(join(folder(), "no")))).toMatch(/cannot be opened: ENOENT/);
  });
});
