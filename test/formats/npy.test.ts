import { describe, expect, test } from "vitest";
import { dtypeNamed } from "#formats/_dtype-names.js";
import { isNpy, npyArray, npyHeader, npyWidth } from "#formats/_npy.js";
import { numpyDtype } from "#formats/_numpy-dtypes.js";
import { formatError } from "./_builders.ts";

/** A .npy's first bytes, of any text as its header. */
function npyHead(
  text: string,
  version = 1,
  length = Buffer.byteLength(text, version === 3 ? "utf8" : "latin1"),
): Buffer {
  const size = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) size.writeUInt16LE(length);
  else size.writeUInt32LE(length);
  const start = Buffer.from([...Buffer.from("\x93NUMPY", "latin1"), version, 0]);
  return Buffer.concat([start, size, Buffer.from(text, version === 3 ? "utf8" : "latin1")]);
}
const header = (shape: string, order = "False", descr = "'<f4'") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("the header of a .npy", () => {
  test.each([
    ["(2, 3)", [2, 3]],
    ["(5,)", [5]],
    ["()", []],
    ["( 10L, 3L )", [10, 3]],
    ["(0, 4)", [0, 4]],
  ])("shape %s", (shape, sizes) => {
    const text = header(shape);
    const known = { descr: "<f4", fortranOrder: false, shape: sizes };
    expect(npyHeader(npyHead(text), "a.npy")).toEqual({ ...known, headerLength: 10 + text.length });
    expect(npyHeader(npyHead(text, 2), "a.npy")).toEqual({ ...known, headerLength: 12 + text.length });
    expect(npyHeader(npyHead(text, 3), "a.npy")).toEqual({ ...known, headerLength: 12 + text.length });
  });

  test("without blanks, the other order, and of records", () => {
    const bare = "{'descr':'>i8','fortran_order':True,'shape':(7,)}";
    expect(npyHeader(npyHead(bare), "a")).toMatchObject({ descr: ">i8", fortranOrder: true, shape: [7] });
    expect(npyHeader(npyHead(header("(1,)", "False", "[('a', '<f4')]")), "a").descr).toBe("record");
    expect(npyHeader(npyHead("{'descr':[('a','<f4')],'fortran_order':True,'shape':(7,)}"), "a").descr).toBe("record");
    expect(npyHeader(npyHead(header("(1,)", "False", "'é'"), 3), "a").descr).toBe("é");
    expect(npyHeader(npyHead(header("(1,)", "False", "'\xe9'"), 2), "a").descr).toBe("é");
  });

  test.each([
    ["of nothing more", Buffer.from("\x93NUMPY", "latin1"), "the file ends within the header"],
    ["that ends before its length", npyHead("").subarray(0, 9), "the file ends within the header"],
    ["of version 2 that ends before its length", npyHead("", 2).subarray(0, 11), "the file ends within the header"],
    ["that is cut", npyHead(header("(1,)")).subarray(0, -1), "the file ends within the header"],
    ["of version 0", npyHead("", 0), "version 0 is not supported"],
    ["of version 4", npyHead("", 4), "version 4 is not supported"],
    ["that is too long", npyHead("", 1, 9991), "a header of 10001 bytes, more than 10000"],
    ["that is longer than 16 bits say", npyHead("", 2, 70_000), "a header of 70012 bytes, more than 10000"],
    ["of two shapes", npyHead(`{'shape': (1,), ${header("(2,)").slice(1)}`), "two entries shape in the header"],
    ["of two types", npyHead(`{'descr': '<f4', ${header("(2,)").slice(1)}`), "two entries descr in the header"],
    [
      "of two orders",
      npyHead(`{'fortran_order': True, ${header("(2,)").slice(1)}`),
      "two entries fortran_order in the header",
    ],
    ["without an order", npyHead("{'descr': '<f4', 'shape': (2,)}"), "no fortran_order in the header"],
    ["without a shape", npyHead("{'descr': '<f4', 'fortran_order': False}"), "no shape in the header"],
    ["without a type", npyHead("{'fortran_order': False, 'shape': (2,)}"), "no descr"],
    ["of a shape with a gap", npyHead(header("(2,,3)")), "shape (2,,3)"],
    ["of no number", npyHead(header("(2L2,)")), "shape (2L2,)"],
  ])("%s is refused", (_, bytes, problem) => {
    expect(formatError(() => npyHeader(bytes, "a.npy"))).toMatch(`a.npy: npy: ${problem}`);
  });

  test("of exactly as many bytes as may be is read", () => {
    const text = header("(1,)").padEnd(9990);
    expect(npyHeader(npyHead(text), "a").headerLength).toBe(10_000);
  });
});

test("a .npy is known by its first six bytes", () => {
  expect(
    [npyHead(""), Buffer.from("\x93NUMPX\x01", "latin1"), Buffer.from("NUMPY"), Buffer.alloc(0)].map(isNpy),
  ).toEqual([true, false, false, false]);
});

describe("the array of a .npy", () => {
  const of = (descr: string, shape: readonly number[], available: number, fortranOrder = false) =>
    npyArray({ headerLength: 0, descr, fortranOrder, shape }, new Uint8Array(), 3, available, "a.npy");

  test("is a view of its elements in either order", () => {
    const view = { type: "array", dtype: "f32", shape: [2, 3], start: 3, littleEndian: false };
    expect(of(">f4", [2, 3], 24)).toMatchObject({ ...view, strides: [3, 1] });
    expect(of(">f4", [2, 3], 24, true)).toMatchObject({ ...view, strides: [1, 2] });
  });

  test("has to be there, and be of numbers; text and dates stay what they are called", () => {
    expect(formatError(() => of("<f4", [2, 3], 23))).toMatch(
      "a.npy: npy: 24 bytes expected, 23 found; the file is truncated",
    );
    expect(formatError(() => of("|O", [1], 8))).toMatch(
      "a.npy: npy: an array of Python objects; save numbers: numpy.array(…, dtype=float)",
    );
    expect(of("<U7", [2], 0)).toEqual({ type: "inert", class: "numpy.ndarray", arguments: [[2], "<U7"], state: null });
  });

  test("has elements of so many bytes", () => {
    const width = (descr: string) => npyWidth({ headerLength: 0, descr, fortranOrder: false, shape: [] });
    expect([width("<f8"), width("<f2"), width("<U7")]).toEqual([8, 2, 1]);
  });
});

test("element types by NumPy's type strings and names", () => {
  const codes = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u1", "b1"];
  const names = ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool"];
  const known = ["f64", "f32", "f16", "i64", "i32", "i16", "i8", "u8", "bool"];
  expect(codes.map((code) => numpyDtype(`<${code}`)?.dtype)).toEqual(known);
  expect(names.map(dtypeNamed)).toEqual(known);
  expect([dtypeNamed("bfloat16"), dtypeNamed("complex64"), dtypeNamed("toString")]).toEqual([
    "bf16",
    undefined,
    undefined,
  ]);
  expect(["", "=", "|", "<", ">"].map((order) => numpyDtype(`${order}f4`)?.littleEndian)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  for (const none of ["<f4x", "x<f4", "<u4", "<U7", "<c8", "", "<>f4"]) expect(numpyDtype(none)).toBeUndefined();
});
