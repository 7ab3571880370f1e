import { describe, expect, it, test } from "vitest";
import { readFile } from "#formats/_read.js";
import { bytesSource } from "#formats/_sources.js";
import { isTorchStream, readTorchStream } from "#formats/_torch-stream.js";
import type { ArrayRef } from "#formats/_values.js";
import { call, f32, file, formatError, list, type Picklable, persistent, pickled, storage, u64 } from "./_builders.ts";
import { plain, read } from "./_checks.ts";

/** Protocol 2, torch's magic number in ten bytes, and the end of its pickle. */
const MAGIC = Buffer.from("80028a0a6cfc9c46f9206aa850192e", "hex");
const id = (key: Picklable, numel: Picklable, type = "FloatStorage", view: Picklable = null): Buffer =>
  storage(key, numel, type, view);

function stream(value: Picklable, keys: Picklable, ...storages: Buffer[]): Buffer {
  return Buffer.concat([MAGIC, pickled(1001), pickled(new Map()), pickled(value), pickled(keys), ...storages]);
}
const floats = (...values: number[]) => Buffer.concat([u64(values.length), f32(...values)]);

describe("a torch stream", () => {
  it("has storages one after another, shared where they are named twice", () => {
    const bytes = stream([id("a", 2), id("b", 1), id("a", 2)], ["a", "b"], floats(1, 2), floats(3));
    expect(read(bytes)).toEqual([{ "f32 [2]": [1, 2] }, { "f32 [1]": [3] }, { "f32 [2]": [1, 2] }]);
    const [first, second, third] = readFile(file(bytes)).value as ArrayRef[];
    expect(first?.storage).toBe(third?.storage);
    const [at, next] = [bytes.length - 12 - 8, bytes.length - 4];
    expect([first?.storage, second?.storage]).toMatchObject([{ offset: at, byteLength: 8 }, { offset: next }]);
  });
  it("takes its elements along where it is no file", () => {
    const bytes = stream([id("a", 2), id("b", 1)], ["b", "a"], floats(3), floats(1, 2));
    const value = readTorchStream(bytesSource("a.pkl: storage", bytes), true);
    expect(plain(value)).toEqual([{ "f32 [2]": [1, 2] }, { "f32 [1]": [3] }]);
    expect((value as ArrayRef[])[0]?.storage).toBeInstanceOf(Uint8Array);
  });
  it("has keys that are numbers, views from their first to their last element, and modules with their classes", () => {
    expect(read(stream(id(12, 2), [12], floats(1, 2)))).toEqual({ "f32 [2]": [1, 2] });
    const part = (start: number, n: number) => id("a", 3, "FloatStorage", ["v", start, n]);
    expect(read(stream([part(1, 2), part(3, 0)], ["a"], floats(1, 2, 3)))).toEqual([
      { "f32 [2]": [2, 3] },
      { "f32 [0]": [] },
    ]);
    const module = (...more: Picklable[]) => persistent("module", ...more);
    expect(read(stream([module("C", "file", "source"), module("D")], []))).toEqual(["C", "D"]);
    // Of a type that we do not read, whose bytes are passed.
    const complex = Buffer.concat([u64(1), f32(1, 2)]);
    expect(read(stream([id("c", 1, "ComplexFloatStorage"), id("a", 1)], ["c", "a"], complex, floats(5)))).toEqual([
      { "torch.ComplexFloatStorage": ["c", 1], state: null },
      { "f32 [1]": [5] },
    ]);
  });
  it("is known by its first bytes", () => {
    const known = (bytes: Uint8Array) => isTorchStream(bytesSource("a", bytes));
    expect(known(MAGIC)).toBe(true);
    for (let i = 0; i < MAGIC.length; i++) {
      const other = Buffer.from(MAGIC);
      other[i] = (other[i] as number) ^ 1;
      expect(known(other)).toBe(false);
    }
    expect(known(MAGIC.subarray(0, -1))).toBe(false);
  });
  const DAMAGED = "the file is truncated or damaged: copy it again";
  it.each<[string, Buffer, string]>([
    ["another version", Buffer.concat([MAGIC, pickled(1002)]), "a.bin: torch stream of version 1002; "],
    ["a version that is none", Buffer.concat([MAGIC, pickled([1001])]), "a.bin: torch stream of version ?; "],
    ["no keys", stream(5, 5), "a.bin: torch stream: no list of storage keys; "],
    ["a key that is a list", stream(id("a", 1), [["a"]], floats(1)), "torch stream: storage ? belongs to no tensor; "],
    ["a storage twice", stream(id("a", 1), ["a", "a"], floats(1), floats(1)), "storage a belongs to no tensor; "],
    ["an unknown class", stream(id("a", 1, "FloatStorage2"), []), "torch stream: a storage of an unknown class; "],
    [
      "a storage of two lengths",
      stream([id("a", 1), id("a", 2)], []),
      "torch stream: storage a has two types or lengths; ",
    ],
    [
      "a storage of two types",
      stream([id("a", 1), id("a", 1, "IntStorage")], []),
      "storage a has two types or lengths; ",
    ],
    [
      "a part that leaves its storage",
      stream(id("a", 2, "FloatStorage", ["v", 1, 2]), []),
      "torch stream: elements 1 to 3 of a storage of 2; ",
    ],
    [
      "a part of half an element",
      stream(id("a", 2, "FloatStorage", ["v", 0.5, 1]), []),
      "torch stream: a part of a storage without two whole numbers; ",
    ],
    ["a part without its length", stream(id("a", 2, "FloatStorage", ["v", 1]), []), "without two whole numbers; "],
    [
      "a storage that is missing",
      stream(id("a", 2), []),
      `tensor storage a: 8 bytes expected (2 × 4), 0 found; ${DAMAGED}`,
    ],
    [
      "one of two missing",
      stream([id("a", 1), id("b", 1)], ["a"], floats(1)),
      "tensor storage b: 4 bytes expected (1 × 4), 0",
    ],
    ["another length", stream(id("a", 2), ["a"], floats(1, 2, 3)), `8 bytes expected (2 × 4), 12 found; ${DAMAGED}`],
    ["fewer bytes", stream(id("a", 2), ["a"], floats(1, 2).subarray(0, -1)), "8 bytes expected (2 × 4), 7 found; "],
  ])("with %s is refused", (_, bytes, problem) => {
    expect(formatError(() => read(bytes))).toContain(problem);
  });
  it("has storages that are together no longer than it", () => {
    const many = stream([id("a", 20), id("b", 20)], []);
    const room = many.length - 80;
    expect(room).toBeGreaterThan(0);
    expect(formatError(() => read(many))).toMatch(`tensor storage b: 80 bytes expected (20 × 4), ${room} found; `);
    // Twice the same takes its bytes once.
    expect(formatError(() => read(stream([id("a", 20), id("a", 20)], [])))).toMatch(/storage a: 80 .* 0 found/);
  });
});

test("a pickle may have a stream within, but that no further one", () => {
  const inner = stream(id("a", 2), ["a"], floats(1, 2));
  const within = (bytes: Buffer): Buffer => {
    const text = Buffer.concat([Buffer.from("B"), Buffer.from(Uint32Array.of(bytes.length).buffer), bytes]);
    return call("torch.storage._load_from_bytes", text);
  };
  expect(read(pickled(list(within(inner))))).toEqual([{ "f32 [2]": [1, 2] }]);
  expect(read(pickled(within(stream(within(inner), []))))).toEqual({
    "torch.storage._load_from_bytes": [expect.any(Uint8Array)],
    state: null,
  });
  expect(formatError(() => read(pickled(within(stream(id("a", 2), [])))))).toMatch(
    /a\.bin: storage: tensor storage a: 8 bytes expected/,
  );
});
