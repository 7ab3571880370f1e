import { describe, expect, it } from "vitest";
import { FormatError } from "#errors.js";
import { arrayBytes, arrayOf, merged, readArray, sliced, split, squeezed, transposed } from "#formats/_arrays.js";
import type { ArrayRef, DType } from "#formats/_values.js";
import { shapeOf, sizesOf, spanOf, stridesOf } from "#formats/_views.js";
import { f32, f64, file, formatError } from "./_builders.ts";

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
  it("says which elements of how many a view asks for, and of which file", () => {
    expect(formatError(() => readArray({ ...six, shape: [2, 2], strides: [3, 3] }))).toMatch(
      /^inline array: array \[2, 2\]: elements 0 to 6 of a storage of 6;/,
    );
    // What is left of an element is none.
    expect(formatError(() => readArray(inline("f32", new Uint8Array(7), [2])))).toMatch(/of a storage of 1;/);
    const storage = { path: "w.bin", offset: 0, byteLength: 4, inflatedLength: 8 };
    expect(formatError(() => readArray(inline("f32", new Uint8Array(), [3], { storage })))).toMatch(
      /^w\.bin: array \[3\]: elements 0 to 2 of a storage of 2;/,
    );
  });
  it("repeats elements a million times and no oftener, and holds no more than 2³⁰ of any", () => {
    const repeated = (n: number) => ({ ...arrayOf([7]), shape: [n], strides: [0] });
    expect(readArray(repeated(2 ** 20)).length).toBe(2 ** 20);
    expect(formatError(() => readArray(repeated(2 ** 20 + 1)))).toMatch(
      /^inline array: array \[1048577\]: 1048577 elements are too many;/,
    );
    expect(readArray(inline("u8", new Uint8Array(2 ** 20 + 1), [2 ** 20 + 1])).length).toBe(2 ** 20 + 1);
    const huge = (n: number) =>
      inline("u8", new Uint8Array(), [n, 1], { strides: [1, 1], storage: { path: "no", offset: 0, byteLength: n } });
    expect(formatError(() => readArray(huge(2 ** 30 + 1)))).toMatch(/array \[1073741825, 1\]: .* too many/);
    expect(formatError(() => readArray(huge(2 ** 30)))).toMatch(/^no: cannot be opened/);
  });
  it("reads no elements as none, of the type that they would have", () => {
    expect(readArray(inline("bf16", new Uint8Array(), [0, 3]))).toEqual(new Float32Array());
    expect(readArray(inline("i64", new Uint8Array(), [3, 0]))).toEqual(new Float64Array());
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
  const OF_SIX = "an array of shape [2, 3]";

  it("transposes", () => {
    expect(transposed(six, [1, 0]).shape).toEqual([3, 2]);
    expect(values(transposed(six, [1, 0]))).toEqual([0, 3, 1, 4, 2, 5]);
    for (const axes of [[0, 0], [0], [0, 1, 1]])
      expect(() => transposed(six, axes)).toThrow(
        new RangeError(`[${axes.join(", ")}] does not permute the axes of ${OF_SIX}`),
      );
    for (const axes of [
      [0, 2],
      [-1, 0],
    ])
      expect(() => transposed(six, axes)).toThrow(RangeError);
  });
  it("slices", () => {
    expect(values(sliced(six, 1, 1, 3))).toEqual([1, 2, 4, 5]);
    expect(values(sliced(six, 0, 1, 2))).toEqual([3, 4, 5]);
    expect(sliced(six, 0, 2, 2)).toMatchObject({ shape: [0, 3], start: 0 });
    expect(values(sliced(six, 0, 2, 2))).toEqual([]);
    expect(values(sliced(sliced(six, 1, 1, 3), 1, 1, 2))).toEqual([2, 5]);
    for (const [from, to] of [
      [1, 4],
      [-1, 2],
      [2, 1],
      [0.5, 2],
      [0, 1.5],
    ] as const)
      expect(() => sliced(six, 1, from, to)).toThrow(
        new RangeError(`no slice ${from} to ${to} of axis 1 of ${OF_SIX}`),
      );
  });
  it("have the axes of their arrays and no others", () => {
    for (const axis of [2, -1, 0.5])
      expect(() => sliced(six, axis, 0, 1)).toThrow(new RangeError(`${OF_SIX} has no axis ${axis}`));
    expect(() => split(six, 2, [1])).toThrow(new RangeError(`${OF_SIX} has no axis 2`));
    expect(() => merged(six, 1)).toThrow(new RangeError(`${OF_SIX} has no axis 2`));
    expect(() => merged(six, -1)).toThrow(new RangeError(`${OF_SIX} has no axis -1`));
  });
  it("splits and merges an axis", () => {
    const cube = split(arrayOf([...Array(12).keys()], [2, 6]), 1, [3, 2]);
    expect(cube.shape).toEqual([2, 3, 2]);
    expect(values(transposed(cube, [1, 0, 2]))).toEqual([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    expect(merged(cube, 1).shape).toEqual([2, 6]);
    expect(values(merged(merged(cube, 0), 0))).toEqual([...Array(12).keys()]);
    // Of a view whose elements are three apart.
    const column = split(transposed(six, [1, 0]), 1, [2, 1]);
    expect(values(column)).toEqual([0, 3, 1, 4, 2, 5]);
    expect(values(merged(column, 1))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(() => split(six, 1, [2, 2])).toThrow(new RangeError(`axis 1 of ${OF_SIX} does not split into [2, 2]`));
    expect(() => merged(transposed(cube, [1, 0, 2]), 0)).toThrow(
      new RangeError("axes 0 and 1 of an array of shape [3, 2, 2] with strides 2, 6 do not merge"),
    );
  });
  it("merges axes of length one, whatever their strides", () => {
    const view = (shape: readonly number[], strides: readonly number[]): ArrayRef => ({ ...six, shape, strides });
    expect(values(merged(view([2, 1], [3, 7]), 0))).toEqual([0, 3]);
    expect(values(merged(view([1, 3], [7, 2]), 0))).toEqual([0, 2, 4]);
    expect(() => merged(view([2, 2], [3, 2]), 0)).toThrow(RangeError);
    expect(() => merged(view([2, 2], [1, 2]), 0)).toThrow(RangeError);
  });
  it("squeezes and counts bytes", () => {
    expect(squeezed(arrayOf([1, 2], [1, 2, 1])).shape).toEqual([2]);
    expect(squeezed({ ...six, shape: [3, 1, 2], strides: [2, 9, 1] })).toMatchObject({
      shape: [3, 2],
      strides: [2, 1],
    });
    expect(values(squeezed(arrayOf([7], [1, 1])))).toEqual([7]);
    expect(arrayBytes(six)).toBe(48);
  });
  it("reach from their lowest element to their highest, which is below it where they have none", () => {
    expect(spanOf({ shape: [2, 3], strides: [-3, 1], start: 3 })).toEqual({ first: 0, last: 5 });
    expect(spanOf({ shape: [], strides: [], start: 4 })).toEqual({ first: 4, last: 4 });
    expect(spanOf({ shape: [2, 0], strides: [1, 1], start: 4 })).toEqual({ first: 0, last: -1 });
    expect(spanOf({ shape: [2, 2], strides: [-1, -2], start: 4 })).toEqual({ first: 1, last: 4 });
  });
});

describe("sizes that a file states", () => {
  it("are a list of at most 64 whole numbers", () => {
    expect(sizesOf(Array(64).fill(1))).toHaveLength(64);
    expect(sizesOf([0, 2 ** 53 - 1])).toEqual([0, 2 ** 53 - 1]);
    for (const none of [Array(65).fill(1), [-1], [1.5], [2 ** 53], ["1"], [1n], "12", undefined])
      expect(sizesOf(none)).toBeUndefined();
  });
  it("are a shape where the elements can be counted", () => {
    expect(shapeOf([])).toEqual([]);
    expect(shapeOf([2 ** 26, 2 ** 26])).toEqual([2 ** 26, 2 ** 26]);
    expect(shapeOf([2 ** 27, 2 ** 26])).toBeUndefined();
    expect(shapeOf(null)).toBeUndefined();
  });
  it("give the strides of either order", () => {
    expect([stridesOf([2, 3, 4]), stridesOf([2, 3, 4], true)]).toEqual([
      [12, 4, 1],
      [1, 2, 6],
    ]);
  });
});
