import { describe, expect, it, test } from "vitest";
import { storageArray, storageError, storageId } from "#formats/_torch-storages.js";
import type { Inert, Value } from "#formats/_values.js";
import { call, f32, formatError, global, type Picklable, storage, torchZip } from "./_builders.ts";
import { read } from "./_checks.ts";

const type = (name: string): Inert => ({ type: "inert", class: name, arguments: [], state: null });

/** torch.storage's classes, the element type that we give them, and their elements' bytes. */
const CLASSES: readonly (readonly [string, string | undefined, number])[] = [
  ["DoubleStorage", "f64", 8],
  ["FloatStorage", "f32", 4],
  ["HalfStorage", "f16", 2],
  ["BFloat16Storage", "bf16", 2],
  ["LongStorage", "i64", 8],
  ["IntStorage", "i32", 4],
  ["ShortStorage", "i16", 2],
  ["CharStorage", "i8", 1],
  ["ByteStorage", "u8", 1],
  ["BoolStorage", "bool", 1],
  ["UntypedStorage", "u8", 1],
  ["ComplexFloatStorage", undefined, 8],
  ["ComplexDoubleStorage", undefined, 16],
  ["QInt8Storage", undefined, 1],
  ["QUInt8Storage", undefined, 1],
  ["QInt32Storage", undefined, 4],
];

test.each(CLASSES)("torch.%s has elements of %s, %i bytes each", (name, dtype, elementBytes) => {
  const id = storageId(["storage", type(`torch.${name}`), "7", "cpu", 3]);
  expect(id).toEqual({ key: "7", class: `torch.${name}`, dtype, elementBytes, numel: 3, view: undefined });
  const array = id && storageArray(id, new Uint8Array(), false);
  if (dtype === undefined)
    expect(array).toEqual({ type: "inert", class: `torch.${name}`, arguments: ["7", 3], state: null });
  else
    expect(array).toEqual({
      ...{ type: "array", dtype, shape: [3], strides: [1], start: 0, littleEndian: false },
      storage: new Uint8Array(),
    });
});

describe("what a pickle says of a storage", () => {
  const id = (more: { type?: Value; key?: Value; numel?: Value; kind?: Value }) =>
    storageId([
      more.kind ?? "storage",
      more.type ?? type("torch.FloatStorage"),
      more.key ?? "0",
      "cpu",
      more.numel ?? 2,
      ["view", 0, 1],
    ]);

  it("names it by text or a number of any length, and its view", () => {
    expect(id({ key: 12 })).toMatchObject({ key: "12", view: ["view", 0, 1] });
    expect(id({ key: 2n ** 60n })?.key).toBe("1152921504606846976");
    expect(id({ numel: 0 })?.numel).toBe(0);
    for (const module of ["torch.storage", "torch.cuda"])
      expect(id({ type: type(`${module}.HalfStorage`) })?.dtype).toBe("f16");
  });
  it.each<[string, Parameters<typeof id>[0]]>([
    ["no storage", { kind: "module" }],
    ["no class", { type: "torch.FloatStorage" }],
    ["a class of another module", { type: type("my.torch.FloatStorage") }],
    ["a class within a class", { type: type("torch.nn.FloatStorage") }],
    ["an unknown class", { type: type("torch.Float9Storage") }],
    ["a class of an empty name", { type: type("torch.") }],
    ["a key that is a list", { key: ["0"] }],
    ["half a number of elements", { numel: 1.5 }],
    ["less than none", { numel: -1 }],
    ["a number of elements in text", { numel: "2" }],
  ])("is none with %s", (_, more) => {
    expect(id(more)).toBeUndefined();
  });
  it("is a tuple", () => {
    expect(storageId("storage")).toBeUndefined();
    expect(storageId(null)).toBeUndefined();
  });
  it("is shown where its bytes are others", () => {
    const known = id({ key: "w" });
    expect(known && storageError("a.pt", known, 5, "copy it").message).toBe(
      "a.pt: tensor storage w: 8 bytes expected (2 × 4), 5 found; copy it",
    );
  });
});

describe("tensors that are rebuilt", () => {
  const DTYPES = [
    ["float64", "f64", 8],
    ["float32", "f32", 4],
    ["float16", "f16", 2],
    ["bfloat16", "bf16", 2],
    ["int64", "i64", 8],
    ["int32", "i32", 4],
    ["int16", "i16", 2],
    ["int8", "i8", 1],
    ["uint8", "u8", 1],
    ["bool", "bool", 1],
  ] as const;
  const third = (of: Buffer, dtype: string, n: number) =>
    call("torch._utils._rebuild_tensor_v3", of, 0, [n], [1], false, null, global("torch", dtype));

  it.each(DTYPES)("of an untyped storage are of the type that is said: %s", (name, dtype, width) => {
    const value = third(storage("0", 2 * width, "UntypedStorage"), name, 2);
    expect(read(torchZip(value, { 0: new Uint8Array(2 * width) }))).toEqual({ [`${dtype} [2]`]: [0, 0] });
    // A byte more makes no element.
    const short = third(storage("0", 2 * width + 1, "UntypedStorage"), name, 3);
    if (width > 1)
      expect(formatError(() => read(torchZip(short, { 0: new Uint8Array(2 * width + 1) })))).toMatch(
        /tensor \[3\]: elements 0 to 2 of a storage of 2/,
      );
  });
  it("of another storage, or of an unknown type, stay inert", () => {
    const inert = { "torch._utils._rebuild_tensor_v3": expect.anything(), state: null };
    expect(read(torchZip(third(storage("0", 1), "float32", 1), { 0: f32(1) }))).toEqual(inert);
    expect(read(torchZip(third(storage("0", 4, "UntypedStorage"), "complex64", 1), { 0: f32(1) }))).toEqual(inert);
  });
  it("by other functions are the same", () => {
    const two = storage("0", 2);
    const plain = call("torch._utils._rebuild_tensor", two, 1, [1], [1]);
    for (const value of [
      plain,
      call("torch._utils._rebuild_parameter", plain, true, null),
      call("torch._utils._rebuild_device_tensor_from_numpy", plain, 1),
      call("torch._tensor._rebuild_from_type_v2", global("torch._utils", "_rebuild_tensor"), 1, [two, 1, [1], [1]]),
    ])
      expect(read(torchZip(value, { 0: f32(1, 2) }))).toEqual({ "f32 [1]": [2] });
    // A subclass that some other function rebuilds, or without its arguments, is an object like any other.
    for (const args of [
      [global("my", "rebuild"), 1, [two, 1, [1], [1]]],
      [global("torch._utils", "_rebuild_tensor"), 1, 5],
      ["torch._utils._rebuild_tensor", 1, [two, 1, [1], [1]]],
    ] as Picklable[][])
      expect(read(torchZip(call("torch._tensor._rebuild_from_type_v2", ...args), { 0: f32(1, 2) }))).toEqual({
        "torch._tensor._rebuild_from_type_v2": expect.anything(),
        state: null,
      });
  });
  it.each<[string, Picklable[], RegExp]>([
    ["half an offset", [0.5, [1], [1]], /a tensor whose offset, shape or strides are no whole numbers/],
    ["no shape", [0, "x", [1]], /whose offset, shape or strides are no whole numbers/],
    ["no strides", [0, [1], [-1]], /whose offset, shape or strides are no whole numbers/],
    ["fewer strides than axes", [0, [1, 1], [1]], /tensor \[1, 1\]: elements/],
    ["an offset below 0", [-1, [1], [1]], /tensor \[1\]: elements -1 to -1 of a storage of 2/],
    ["an offset past the end", [2, [1], [1]], /tensor \[1\]: elements 2 to 2 of a storage of 2/],
  ])("with %s are refused", (_, args, message) => {
    const value = call("torch._utils._rebuild_tensor", storage("0", 2), ...args);
    expect(formatError(() => read(torchZip(value, { 0: f32(1, 2) })))).toMatch(message);
  });
});

describe("a torch archive", () => {
  it("names a storage that is none, and one of more bytes", () => {
    const unknown = torchZip(storage("0", 1, "FloatStorage2"), { 0: f32(1) });
    expect(formatError(() => read(unknown))).toMatch(/: a tensor storage of an unknown class; /);
    expect(formatError(() => read(torchZip(storage("0", 1), { 0: f32(1, 2) })))).toMatch(
      /tensor storage 0: 4 bytes expected \(1 × 4\), 8 found; the archive is damaged$/,
    );
  });
  it("is little-endian where it does not say", () => {
    expect(read(torchZip(storage("0", 1), { 0: f32(1.5) }))).toEqual({ "f32 [1]": [1.5] });
  });
});
