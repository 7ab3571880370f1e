import { describe, expect, it } from "vitest";
import { readFile } from "#formats/_read.js";
import type { ArrayRef, Inert } from "#formats/_values.js";
import * as blobs from "./_blobs.ts";
import {
  call,
  f32,
  file,
  formatError,
  global,
  type Picklable,
  pickled,
  tensor,
  torchZip,
  u16,
  u64,
  zip,
} from "./_builders.ts";
import { plain, read } from "./_checks.ts";

/** What fixtures/make/blobs.py saved. */
const saved = {
  base: { "f32 [6]": [0, 1, 2, 3, 4, 5] },
  part: { "f32 [2]": [1, 3] },
  turned: { "f32 [3,2]": [0, 3, 1, 4, 2, 5] },
  scalar: { "f32 []": [2.5] },
  empty: { "f32 [0,3]": [] },
  grown: { "f32 [3]": [7, 7, 7] },
  parameter: { "f32 [1]": [-1.5] },
  f64: { "f64 [2]": [0.1, -2] },
  f16: { "f16 [3]": [0.0999755859375, 65504, 2 ** -24] },
  bf16: { "bf16 [2]": [0.10009765625, -3.00405527047391e38] },
  i64: { "i64 [2]": [-(2 ** 40), 3] },
  i32: { "i32 [1]": [-5] },
  i16: { "i16 [1]": [-300] },
  i8: { "i8 [1]": [-7] },
  u8: { "u8 [1]": [200] },
  bool: { "bool [2]": [1, 0] },
  complex: { "torch._utils._rebuild_tensor_v2": expect.anything(), state: null },
  dtype: "torch.float16",
  device: "cuda:1",
  size: [2, 3],
  args: { "argparse.Namespace": [], state: { p: 113, lr: 1e-3 } },
};

describe("files by PyTorch 1.13", () => {
  it.each(["torchZip", "torchStream"] as const)("%s", (name) => {
    expect(read(blobs[name])).toEqual(saved);
    const { value, format } = readFile(file(blobs[name]));
    expect(format).toBe(name === "torchZip" ? "torch" : "torch-legacy");
    const { base, part, turned } = Object.fromEntries(value as Map<string, ArrayRef>) as Record<string, ArrayRef>;
    expect(part?.storage).toBe(base?.storage);
    expect(turned?.storage).toBe(base?.storage);
    const clone = structuredClone(value) as Map<string, ArrayRef>;
    expect(clone.get("part")).toEqual(part);
  });
  it("a module saved whole is an inert object with its parameters", () => {
    const module = readFile(file(blobs.torchModule)).value as Inert;
    expect(module.class).toBe("torch.nn.modules.linear.Linear");
    expect(plain(module.state)).toMatchObject({
      _parameters: { weight: { "f32 [1,1]": [expect.any(Number)] }, bias: null },
    });
  });
});

describe("zip", () => {
  const six = tensor("0", 6, [2, 3], [3, 1]);
  const data = f32(1, 2, 3, 4, 5, 6);

  it("reads an untyped storage, whose type is among the arguments", () => {
    const id = pickled(["storage", global("torch.storage", "UntypedStorage"), "0", "cpu", 24]).subarray(2, -1);
    const storage = Buffer.concat([id, Buffer.from("Q")]);
    const value = call(
      "torch._utils._rebuild_tensor_v3",
      storage,
      1,
      [2],
      [2],
      false,
      null,
      global("torch", "float32"),
    );
    expect(read(torchZip(value, { 0: data }))).toEqual({ "f32 [2]": [2, 4] });
  });
  it("refuses strides that are no whole numbers, which other readers may take for some", () => {
    const tensorOf = (stride: number | boolean) => tensor("0", 6, [2, 3], [3, stride as number]);
    expect(read(torchZip(tensorOf(0), { 0: data }))).toEqual({ "f32 [2,3]": [1, 1, 1, 4, 4, 4] });
    expect(formatError(() => read(torchZip(tensorOf(false), { 0: data })))).toMatch(/no whole numbers/);
  });
  it("reads subclasses of Tensor and parameters with state", () => {
    const rebuilt = global("torch._utils", "_rebuild_tensor_v2");
    const storage = Buffer.concat([
      pickled(["storage", global("torch", "FloatStorage"), "0", "cpu", 6]).subarray(2, -1),
      Buffer.from("Q"),
    ]);
    const args = [storage, 0, [6], [1], false, null];
    const value = call("torch._tensor._rebuild_from_type_v2", rebuilt, global("my", "Tensor"), args, null);
    expect(read(torchZip(value, { 0: data }))).toEqual({ "f32 [6]": [1, 2, 3, 4, 5, 6] });
    expect(read(torchZip(call("torch._utils._rebuild_parameter_with_state", six, true, null, 1), { 0: data }))).toEqual(
      {
        "f32 [2,3]": [1, 2, 3, 4, 5, 6],
      },
    );
  });
  it("follows the byte order that the file names", () => {
    const order = (name: string) => [{ name: "run/byteorder", data: Buffer.from(name) }];
    const value = tensor("0", 2, [2], [1], 0, "ShortStorage");
    expect(read(torchZip(value, { 0: u16(1, 2) }, order("big")))).toEqual({ "i16 [2]": [256, 512] });
    expect(read(torchZip(value, { 0: u16(1, 2) }, order("little")))).toEqual({ "i16 [2]": [1, 2] });
    expect(formatError(() => read(torchZip(value, { 0: u16(1, 2) }, order("middle"))))).toMatch(/byte order "middle"/);
  });
  it("names a storage that is missing or short", () => {
    expect(formatError(() => read(torchZip(six)))).toMatch(
      /tensor storage 0: 24 bytes expected \(6 × 4\), 0 found; the archive has no member run\/data\/0$/,
    );
    expect(formatError(() => read(torchZip(six, { 0: f32(1) })))).toMatch(/storage 0: 24 bytes expected .*, 4 found/);
  });
  it("refuses a tensor that leaves its storage", () => {
    expect(formatError(() => read(torchZip(tensor("0", 6, [2, 3], [3, 1], 1), { 0: data })))).toMatch(
      /run\/data\.pkl: byte \d+: tensor \[2, 3\]: elements 1 to 6 of a storage of 6/,
    );
  });
  it("notices a changed byte of a whole tensor", () => {
    const bytes = torchZip(six, { 0: data });
    bytes.writeUInt8(99, bytes.indexOf(data));
    expect(formatError(() => read(bytes))).toMatch(/checksum/);
  });
  it("refuses TorchScript without parameters, with a remedy", () => {
    expect(formatError(() => read(torchZip(1, {}, [{ name: "run/constants.pkl", data: pickled([]) }])))).toMatch(
      /TorchScript archive without parameters; save model\.state_dict/,
    );
  });
  it("refuses os.system, naming file and callable", () => {
    expect(formatError(() => read(torchZip(call("os.system", "x"))))).toMatch(
      /a\.bin: run\/data\.pkl: byte \d+: pickle asks to call os\.system/,
    );
  });
  it("says that a zip without an end is truncated", () => {
    const bytes = torchZip(six, { 0: data });
    expect(formatError(() => read(bytes.subarray(0, -1)))).toMatch(
      /truncated or not a zip: no end of central directory/,
    );
    expect(formatError(() => read(zip([{ name: "a.txt", data }])))).toMatch(
      /is not a checkpoint: begins with 504b0304/,
    );
  });
});

describe("stream", () => {
  const stream = (id: readonly Picklable[], ...tail: Buffer[]): Buffer =>
    Buffer.concat([
      blobs.torchStream.subarray(0, 15),
      pickled(1001),
      pickled(new Map()),
      pickled(
        call(
          "torch._utils._rebuild_tensor_v2",
          Buffer.concat([pickled(id).subarray(2, -1), Buffer.from("Q")]),
          0,
          [2],
          [1],
          false,
          null,
        ),
      ),
      ...tail,
    ]);
  const float = global("torch", "FloatStorage");

  it("reads a view of a storage", () => {
    const bytes = stream(["storage", float, "7", "cpu", 4, ["8", 1, 2]], pickled(["7"]), u64(4), f32(1, 2, 3, 4));
    expect(read(bytes)).toEqual({ "f32 [2]": [2, 3] });
  });
  it("refuses storages that are missing, short, unknown, or of another length", () => {
    const id = ["storage", float, "7", "cpu", 2, null];
    expect(read(stream(id, pickled(["7"]), u64(2), f32(1, 2)))).toEqual({ "f32 [2]": [1, 2] });
    expect(formatError(() => read(stream(id, pickled([]))))).toMatch(/storage 7: 8 bytes expected \(2 × 4\), 0 found/);
    expect(formatError(() => read(stream(id, pickled(["7"]), u64(2), f32(1))))).toMatch(/8 bytes expected .* 4 found/);
    expect(formatError(() => read(stream(id, pickled(["7"]), u64(3), f32(1, 2, 3))))).toMatch(
      /8 bytes expected .* 12 found/,
    );
    expect(formatError(() => read(stream(id, pickled(["9"]), u64(2), f32(1, 2))))).toMatch(
      /storage 9 belongs to no tensor/,
    );
    expect(formatError(() => read(stream(["storage", float, "7", "cpu", 2 ** 30, null])))).toMatch(
      /4294967296 bytes expected/,
    );
    expect(formatError(() => read(stream(["storage", float, "7", "cpu", 2, ["8", 1, 2]])))).toMatch(
      /elements 1 to 3 of a storage of 2/,
    );
    // 2⁶⁰ numbers, were they written out.
    let lists: Picklable = 1;
    for (let i = 0; i < 60; i++)
      lists = Buffer.concat([pickled(lists).subarray(2, -1), Buffer.from("2\x86", "latin1")]);
    expect(formatError(() => read(stream(["storage", float, "7", "cpu", 2, ["8", lists, 2]])))).toMatch(
      /without two whole numbers/,
    );
  });
});
