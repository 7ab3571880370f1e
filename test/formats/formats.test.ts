import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readFile } from "#formats/_read.js";
import { bytesSource } from "#formats/_sources.js";
import { safetensorsBytes } from "#formats/_write-safetensors.js";
import * as formats from "#formats/index.js";
import { f32, file, folder, formatError, npy, pickled, safetensors, zip } from "./_builders.ts";
import { plain, read } from "./_checks.ts";

const LIBRARIES = "fixtures/formats/libraries";

test("each format has the name of its file, a title of its own for people, and says where it is specified", () => {
  const files = readdirSync("src/formats").filter((file) => !file.startsWith("_") && file !== "index.ts");
  const all = Object.values(formats);
  expect(all.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  expect(new Set(all.map(({ title }) => title.trim()).filter((title) => title !== "")).size).toBe(files.length);
  for (const { specification } of all) expect(specification).toMatch(/https:\/\/\S+/);
});

describe("safetensors", () => {
  const DTYPES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 };

  it.each(Object.entries(DTYPES))("%s has elements of %i bytes, read little-endian", (name, width) => {
    const header = { w: { dtype: name, shape: [2, 1], data_offsets: [0, 2 * width] } };
    const { value } = readFile(file(safetensors(header, new Uint8Array(2 * width))));
    expect((value as Map<string, unknown>).get("w")).toMatchObject({
      ...{ type: "array", dtype: name.toLowerCase(), shape: [2, 1], strides: [1, 1], start: 0, littleEndian: true },
      storage: { byteLength: 2 * width, stamp: expect.stringMatching(/./) },
    });
  });
  const entry = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  it.each<[string, unknown, string]>([
    ["a tensor that is a number", { x: 0 }, "tensor x: safetensors: no valid dtype, shape and data_offsets"],
    [
      "a type of no name",
      { w: { ...entry, dtype: 5 } },
      "tensor w: safetensors: no valid dtype, shape and data_offsets",
    ],
    ["no shape", { w: { ...entry, shape: 5 } }, "tensor w: safetensors: no valid dtype, shape and data_offsets"],
    [
      "no offsets",
      { w: { ...entry, data_offsets: [] } },
      "tensor w: safetensors: no valid dtype, shape and data_offsets",
    ],
    [
      "one offset",
      { w: { ...entry, data_offsets: [0] } },
      "tensor w: safetensors: no valid dtype, shape and data_offsets",
    ],
    [
      "bytes past the end",
      { w: { ...entry, data_offsets: [8, 12] } },
      "tensor w: bytes 8 to 12 of 8; the file is truncated",
    ],
    ["metadata that is text", { __metadata__: "a" }, "safetensors: __metadata__ is no object of strings"],
    [
      "metadata of text and a number",
      { __metadata__: { a: "b", c: 1 } },
      "safetensors: __metadata__ is no object of strings",
    ],
    [
      "a tensor within another",
      { a: { ...entry, shape: [2], data_offsets: [0, 8] }, b: { ...entry, data_offsets: [4, 8] } },
      "safetensors: tensors a and b overlap",
    ],
    [
      "two tensors of the same bytes, whatever lies between",
      { a: { ...entry, data_offsets: [4, 8] }, e: { ...entry, shape: [0], data_offsets: [4, 4] }, b: entry, c: entry },
      "safetensors: tensors b and c overlap",
    ],
  ])("with %s is refused", (_, header, problem) => {
    expect(formatError(() => read(safetensors(header, f32(1, 2))))).toContain(`a.bin: ${problem}`);
  });
  it("may be of nothing, or end where the file does", () => {
    expect(read(safetensors({}, Buffer.alloc(0)))).toEqual({});
    expect(read(safetensors({ __metadata__: null, w: entry }, f32(3)))).toEqual({ w: { "f32 [1]": [3] } });
    expect(formatError(() => read(safetensors([], Buffer.alloc(0))))).toMatch(/is not a checkpoint/);
  });
  it("is what we write", () => {
    const arrays = [
      { name: "a", shape: [2, 1], data: Float32Array.of(1, 2) },
      { name: "b", shape: [], data: new Float32Array([9, 3]).subarray(1) },
    ];
    const bytes = Buffer.from(safetensorsBytes(arrays, { p: "113" }));
    expect(read(bytes)).toEqual({ __metadata__: { p: "113" }, a: { "f32 [2,1]": [1, 2] }, b: { "f32 []": [3] } });
    const length = Number(bytes.readBigUInt64LE(0));
    expect([length % 8, bytes.length - 8 - length]).toEqual([0, 12]);
    expect(bytes.toString("latin1", 8, 8 + length).trimEnd()).toMatch(/^\{.*\}$/);
  });
});

describe("TensorFlow.js", () => {
  const model = (json: unknown, shards: Readonly<Record<string, Uint8Array>> = {}) => {
    const path = folder();
    for (const [name, bytes] of Object.entries(shards)) {
      if (name.includes("/")) mkdirSync(join(path, name, ".."), { recursive: true });
      writeFileSync(join(path, name), bytes);
    }
    writeFileSync(join(path, "model.json"), typeof json === "string" ? json : JSON.stringify(json));
    return plain(readFile(join(path, "model.json")).value);
  };
  const spec = (name: unknown, shape: unknown, dtype: unknown = "float32") => ({ name, shape, dtype });
  const group = (paths: unknown, ...weights: unknown[]) => ({ paths, weights });
  const manifest = (...groups: unknown[]) => ({ weightsManifest: groups });
  const PLACE = "convert the model again, to float32 and without quantisation";

  it("has groups of shards, in folders within its own, each weight where the last ended", () => {
    const shards = { "a/1": f32(1, 2), "a/2": Buffer.of(7, 1, ...f32(3)), b: f32(4, 5) };
    const first = group(
      ["a/1", "a/2"],
      spec("x", [1]),
      spec("y", [1]),
      spec("u", [], "uint8"),
      spec("t", [], "bool"),
      spec("z", [1]),
    );
    expect(model(manifest(first, group(["./b"], spec("w", [2]), spec("none", [0]))), shards)).toEqual({
      ...{
        x: { "f32 [1]": [1] },
        y: { "f32 [1]": [2] },
        u: { "u8 []": [7] },
        t: { "bool []": [1] },
        z: { "f32 [1]": [3] },
      },
      ...{ w: { "f32 [2]": [4, 5] }, none: { "f32 [0]": [] } },
    });
    const three = { 1: f32(1).subarray(0, 3), 2: f32(1).subarray(3, 4), 3: f32(2) };
    expect(model(manifest(group(["1", "2", "3"], spec("w", [2, 1]))), three)).toEqual({ w: { "f32 [2,1]": [1, 2] } });
  });
  it.each<[string, unknown, string]>([
    ["no list", { weightsManifest: 5 }, "model.json: weightsManifest is no list"],
    ["a group that is none", manifest(5), "model.json: weightsManifest: a group without paths and weights"],
    ["a group without weights", manifest({ paths: [] }), "weightsManifest: a group without paths and weights"],
    ["a group without paths", manifest({ weights: [] }), "weightsManifest: a group without paths and weights"],
    ["a weight that is none", manifest(group([], 5)), "weightsManifest: a weight without name and shape"],
    ["a weight without a name", manifest(group([], spec(5, [1]))), "weightsManifest: a weight without name and shape"],
    ["a weight without a shape", manifest(group([], spec("w", 5))), "weightsManifest: a weight without name and shape"],
    [
      "a weight of text",
      manifest(group([], spec("w", [1], "string"))),
      `weight w: dtype "string" is not supported; ${PLACE}`,
    ],
    [
      "a weight of no type",
      manifest(group([], { name: "w", shape: [1] })),
      `weight w: dtype none is not supported; ${PLACE}`,
    ],
    [
      "quantised weights",
      manifest(group([], { ...spec("w", [1]), quantization: { dtype: "uint8" } })),
      `model.json: weight w: quantised weights; ${PLACE}`,
    ],
    ["a path of a number", manifest(group([5])), "weightsManifest: path 5 leaves the folder"],
    ["a path with a zero", manifest(group(["a\0b"])), String.raw`path "a\u0000b" leaves the folder`],
    ["a path of Windows", manifest(group(["a\\b"])), "leaves the folder"],
    ["a drive", manifest(group(["c:x"])), 'path "c:x" leaves the folder'],
    ["a path out and in again", manifest(group(["a/../../b"])), "leaves the folder"],
    [
      "no shards",
      manifest(group([], spec("w", [2, 1]))),
      "weight w: 8 bytes expected, 0 found in the shards; a shard is truncated",
    ],
  ])("with %s is refused", (_, json, problem) => {
    expect(formatError(() => model(json))).toContain(problem);
  });
  it("is JSON that has a manifest, after any blanks", () => {
    expect(model(` \n${JSON.stringify(manifest())}`)).toEqual({});
    for (const other of ['["weightsManifest"]', '{"weights": 1}', `${" ".repeat(64)}{"weightsManifest": []}`])
      expect(formatError(() => model(other))).toMatch(/is not a checkpoint/);
    expect(formatError(() => model('{"weightsManifest": [}'))).toMatch(/model\.json: no valid JSON/);
  });
});

describe("archives", () => {
  const h5 = readFileSync(join(LIBRARIES, "keras.weights.h5"));
  const config = { name: "config.json", data: Buffer.from("{}") };

  it("of Keras have weights that are HDF5, which are checked where they lie", () => {
    const weights = { name: "model.weights.h5", data: h5 };
    const model = zip([weights, config]);
    expect(readFile(file(model)).format).toBe("keras");
    expect(formatError(() => read(zip([{ ...weights, data: Buffer.from("none") }, config])))).toMatch(
      /a\.bin: model\.weights\.h5: no HDF5 file/,
    );
    expect(formatError(() => read(zip([weights])))).toMatch(/a\.bin: no config\.json in the archive/);
    const path = file(model);
    const { value } = readFile(path);
    const damaged = Buffer.from(model);
    const among = h5.length - 100; // The weights lie first.
    damaged[among] = (damaged[among] as number) ^ 1;
    writeFileSync(path, damaged);
    expect(formatError(() => plain(value))).toMatch(/the checksum does not match/);
  });
  it("of NumPy have elements behind their headers, deflated or not, aligned or not", () => {
    for (const deflate of [false, true]) {
      const odd = Buffer.from("\x93NUMPY\x01\0", "latin1");
      const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n";
      const unaligned = Buffer.concat([odd, Buffer.of(text.length, 0), Buffer.from(text), f32(1, 2)]);
      expect((10 + text.length) % 4).not.toBe(0);
      const members = [
        { name: "odd.npy", data: unaligned, deflate },
        { name: "w.npy", data: npy("'<f8'", "(0,)", Buffer.alloc(0)), deflate },
        { name: "s.npy", data: npy("'<f4'", "()", f32(3)), deflate },
      ];
      expect(read(zip(members))).toEqual({ odd: { "f32 [2]": [1, 2] }, w: { "f64 [0]": [] }, s: { "f32 []": [3] } });
      const long = [{ name: "w.npy", data: npy("'<f4'", "(2,)", f32(1)), deflate }];
      expect(formatError(() => read(zip(long)))).toMatch(/a\.bin: w\.npy: npy: 8 bytes expected, 4 found/);
      expect(formatError(() => read(zip([{ name: "w.npy", data: Buffer.from("x"), deflate }])))).toMatch(
        /a\.bin: w\.npy: no NumPy array/,
      );
    }
  });
  it("with a pickle are PyTorch's, whatever else is in them", () => {
    const array = { name: "w.npy", data: npy("'<f4'", "(1,)", f32(1)) };
    expect(readFile(file(zip([array, { name: "a/data.pkl", data: pickled(5) }])))).toEqual({
      format: "torch",
      value: 5,
    });
    expect(readFile(file(zip([{ name: "data.pkl", data: pickled(6) }, array])))).toEqual({ format: "torch", value: 6 });
    expect(formatError(() => read(zip([{ name: "a/data.pkl2", data: pickled(5) }])))).toMatch(/is not a checkpoint/);
    expect(readFile(file(zip([array, { name: "data.pkl.txt", data: pickled(5) }]))).format).toBe("npz");
  });
});

describe("a pickle", () => {
  it("of protocols 2 to 5 is known by its first two bytes", () => {
    const known = (...bytes: number[]) => formats.pickle.recognises(bytesSource("a", Uint8Array.from(bytes)));
    expect([0, 1, 2, 3, 4, 5, 6].map((protocol) => known(0x80, protocol, 0x4e, 0x2e))).toEqual([
      ...[false, false, true, true],
      ...[true, true, false],
    ]);
    expect([known(0x81, 2), known(0x80), known()]).toEqual([false, false, false]);
  });
  it("may ask for what its bytes in an archive allow, where they are compressed", () => {
    const empty = Buffer.from(`\x80\x02]${"}0".repeat(70_000)}.`, "latin1");
    const archive = (deflate: boolean) => zip([{ name: "a/data.pkl", data: empty, deflate }]);
    expect(read(archive(false))).toEqual([]);
    expect(formatError(() => read(archive(true)))).toMatch(
      /a\/data\.pkl: byte \d+: pickle asks for .* with \d{3} bytes/,
    );
  });
});

test("a reader says what its archive lacks, also where it was not asked whether it knows it", () => {
  const none = bytesSource("a", zip([{ name: "b", data: f32(1) }]));
  expect(formatError(() => formats.keras.read(none))).toMatch(/^a: no model\.weights\.h5 in the archive;/);
  expect(formatError(() => formats.torch.read(none))).toMatch(/^a: zip: no data\.pkl;/);
});

test("what is no checkpoint is shown by its first sixteen bytes", () => {
  const error = formatError(() => read(Buffer.from("\x7fE L~\x80F\0 tail that is long", "latin1")));
  expect(error).toMatch(
    /a\.bin: is not a checkpoint: begins with 7f45204c7e804600207461696c207468 \(·E L~·F· tail th\); the/,
  );
  expect(error).toContain(
    Object.values(formats)
      .map(({ title }) => title)
      .join(", "),
  );
});
