import { describe, expect, it } from "vitest";
import { FormatError } from "#errors.js";
import { arrayBytes, arrayOf, merged, readArray, sliced, split, squeezed, transposed } from "#formats/_arrays.js";
import type { ArrayRef, DType } from "#formats/_values.js";
import { f32, f64, file } from "./_builders.ts";

const six = arrayOf([0, 1, 2, 3, 4, 5], [2, 3]);
const values = (ref: ArrayRef): number[] => [...readArray(ref)];

function inline(dtype: DType, storage: Uint8Array, shape: number[], more: Partial<ArrayRef> = {}): ArrayRef {
  return { ...arrayOf([]), dtype, shape, strides: shape.map(() => 1), storage, ...more };
}

describe("readArray", () => {
  const cases: [DType, number[], number[]][] = [
    ["f64", [...f64(0.1, -2)], [0.1, -2]],
    ["f32", [...f32(1.5, -3e38)], [1.5, Math.fround(-3e38)]],
    ["f16", [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b, 0x00, 0xfc], [1, -2, 2 ** -24, 65504, -Infinity]],
    ["bf16", [0x80, 0x3f, 0x20, 0xc0], [1, -2.5]],
    ["i64", [255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 1, 0, 0], [-1, 2 ** 40]],
    ["i32", [254, 255, 255, 255], [-2]],
    ["i16", [254, 255], [-2]],
    ["i8", [254, 3], [-2, 3]],
    ["u8", [254, 3], [254, 3]],
    ["bool", [0, 1, 2], [0, 1, 1]],
  ];
  it.each(cases)("reads %s, in both byte orders", (dtype, bytes, expected) => {
    const little = inline(dtype, Uint8Array.from(bytes), [expected.length]);
    const width = bytes.length / expected.length;
    const swapped = bytes.map((_, i) => bytes[i - (i % width) + (width - 1 - (i % width))] as number);
    const big = inline(dtype, Uint8Array.from(swapped), [expected.length], { littleEndian: false });
    expect(values(little)).toEqual(expected);
    expect(values(big)).toEqual(expected);
    const single = dtype === "f32" || dtype === "f16" || dtype === "bf16";
    expect(readArray(little)).toBeInstanceOf(single ? Float32Array : Float64Array);
  });
  it("reads a half float that is not a number", () => {
    expect(values(inline("f16", Uint8Array.of(1, 0x7e), [1]))).toEqual([NaN]);
  });
  it("never hands out the storage itself", () => {
    const ref = arrayOf([1, 2]);
    readArray(ref)[0] = 9;
    expect(values(ref)).toEqual([1, 2]);
  });
  it("reads only the bytes of the view from a file", () => {
    const path = file(f32(0, 1, 2, 3));
    const ref = inline("f32", new Uint8Array(0), [2], { start: 1, storage: { path, offset: 0, byteLength: 1e9 } });
    expect(values(ref)).toEqual([1, 2]);
  });
  it("reads negative strides", () => {
    expect(values({ ...arrayOf([1, 2, 3]), strides: [-1], start: 2 })).toEqual([3, 2, 1]);
  });
  it.each([
    ["past the end", { shape: [7] }],
    ["before the start", { shape: [2], strides: [-1] }],
    ["by its start", { shape: [1], start: 6 }],
    ["by a stride", { shape: [2], strides: [6] }],
    ["with too many elements", { shape: [2 ** 40], strides: [0] }],
    ["with a shape beyond counting", { shape: [1e300, 1e300], strides: [0, 0] }],
  ])("refuses a view that leaves its storage %s", (_, more) => {
    expect(() => readArray({ ...arrayOf([0, 1, 2, 3, 4, 5]), strides: [1], ...more })).toThrow(FormatError);
  });
  it("refuses a storage whose file is too short", () => {
    const storage = { path: file(f32(1)), offset: 0, byteLength: 8 };
    expect(() => readArray(inline("f32", new Uint8Array(0), [2], { storage }))).toThrow(/8 bytes expected, 4 found/);
  });
  it("checks the checksum of a whole storage", () => {
    const storage = { path: file(f32(1)), offset: 0, byteLength: 4, crc32: 1 };
    expect(() => readArray(inline("f32", new Uint8Array(0), [1], { storage }))).toThrow(/checksum/);
  });
});

describe("views", () => {
  it("transposes", () => {
    expect(transposed(six, [1, 0]).shape).toEqual([3, 2]);
    expect(values(transposed(six, [1, 0]))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(() => transposed(six, [0, 0])).toThrow(RangeError);
    expect(() => transposed(six, [0, 2])).toThrow(RangeError);
  });
  it("slices", () => {
    expect(values(sliced(six, 1, 1, 3))).toEqual([1, 2, 4, 5]);
    expect(values(sliced(six, 0, 2, 2))).toEqual([]);
    expect(() => sliced(six, 1, 1, 4)).toThrow(RangeError);
    expect(() => sliced(six, 2, 0, 1)).toThrow(RangeError);
  });
  it("splits and merges an axis", () => {
    const cube = split(arrayOf([...Array(12).keys()], [2, 6]), 1, [3, 2]);
    expect(cube.shape).toEqual([2, 3, 2]);
    expect(values(transposed(cube, [1, 0, 2]))).toEqual([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    expect(merged(cube, 1).shape).toEqual([2, 6]);
    expect(values(merged(merged(cube, 0), 0))).toEqual([...Array(12).keys()]);
    expect(() => split(six, 1, [2, 2])).toThrow(RangeError);
    expect(() => merged(transposed(cube, [1, 0, 2]), 0)).toThrow(RangeError);
    expect(() => merged(six, 1)).toThrow(RangeError);
    expect(values(merged(arrayOf([4, 5], [2, 1]), 0))).toEqual([4, 5]);
  });
  it("squeezes and counts bytes", () => {
    expect(squeezed(arrayOf([1, 2], [1, 2, 1])).shape).toEqual([2]);
    expect(values(squeezed(arrayOf([7], [1, 1])))).toEqual([7]);
    expect(arrayBytes(six)).toBe(48);
  });
});
