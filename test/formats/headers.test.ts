import { describe, expect, test } from "vitest";
import { adler32 } from "#formats/_adler32.js";
import { concatenated } from "#formats/_concatenated.js";
import { dtypeNamed } from "#formats/_dtype-names.js";
import { isRecord, parsedJson, parsedJsonText } from "#formats/_json.js";
import { isNpy, npyArray, npyHeader, npyWidth } from "#formats/_npy.js";
import { numpyDtype } from "#formats/_numpy-dtypes.js";
import { scriptTensors } from "#formats/_torch-script.js";
import { zipEnd } from "#formats/_zip-end.js";
import { formatError } from "./_builders.ts";

/** A .npy's first bytes, of any text as its header. */
function npy(text: string, version = 1, length = Buffer.byteLength(text, version === 3 ? "utf8" : "latin1")): Buffer {
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
    expect(npyHeader(npy(text), "a.npy")).toEqual({ ...known, headerLength: 10 + text.length });
    expect(npyHeader(npy(text, 2), "a.npy")).toEqual({ ...known, headerLength: 12 + text.length });
    expect(npyHeader(npy(text, 3), "a.npy")).toEqual({ ...known, headerLength: 12 + text.length });
  });

  test("without blanks, the other order, and of records", () => {
    const bare = "{'descr':'>i8','fortran_order':True,'shape':(7,)}";
    expect(npyHeader(npy(bare), "a")).toMatchObject({ descr: ">i8", fortranOrder: true, shape: [7] });
    expect(npyHeader(npy(header("(1,)", "False", "[('a', '<f4')]")), "a").descr).toBe("record");
    expect(npyHeader(npy("{'descr':[('a','<f4')],'fortran_order':True,'shape':(7,)}"), "a").descr).toBe("record");
    expect(npyHeader(npy(header("(1,)", "False", "'é'"), 3), "a").descr).toBe("é");
    expect(npyHeader(npy(header("(1,)", "False", "'\xe9'"), 2), "a").descr).toBe("é");
  });

  test.each([
    ["of nothing more", Buffer.from("\x93NUMPY", "latin1"), "the file ends within the header"],
    ["that ends before its length", npy("").subarray(0, 9), "the file ends within the header"],
    ["of version 2 that ends before its length", npy("", 2).subarray(0, 11), "the file ends within the header"],
    ["that is cut", npy(header("(1,)")).subarray(0, -1), "the file ends within the header"],
    ["of version 0", npy("", 0), "version 0 is not supported"],
    ["of version 4", npy("", 4), "version 4 is not supported"],
    ["that is too long", npy("", 1, 9991), "a header of 10001 bytes, more than 10000"],
    ["that is longer than 16 bits say", npy("", 2, 70_000), "a header of 70012 bytes, more than 10000"],
    ["of two shapes", npy(`{'shape': (1,), ${header("(2,)").slice(1)}`), "two entries shape in the header"],
    ["of two types", npy(`{'descr': '<f4', ${header("(2,)").slice(1)}`), "two entries descr in the header"],
    [
      "of two orders",
      npy(`{'fortran_order': True, ${header("(2,)").slice(1)}`),
      "two entries fortran_order in the header",
    ],
    ["without an order", npy("{'descr': '<f4', 'shape': (2,)}"), "no fortran_order in the header"],
    ["without a shape", npy("{'descr': '<f4', 'fortran_order': False}"), "no shape in the header"],
    ["without a type", npy("{'fortran_order': False, 'shape': (2,)}"), "no descr"],
    ["of a shape with a gap", npy(header("(2,,3)")), "shape (2,,3)"],
    ["of no number", npy(header("(2L2,)")), "shape (2L2,)"],
  ])("%s is refused", (_, bytes, problem) => {
    expect(formatError(() => npyHeader(bytes, "a.npy"))).toMatch(`a.npy: npy: ${problem}`);
  });

  test("of exactly as many bytes as may be is read", () => {
    const text = header("(1,)").padEnd(9990);
    expect(npyHeader(npy(text), "a").headerLength).toBe(10_000);
  });
});

test("a .npy is known by its first six bytes", () => {
  expect([npy(""), Buffer.from("\x93NUMPX\x01", "latin1"), Buffer.from("NUMPY"), Buffer.alloc(0)].map(isNpy)).toEqual([
    true,
    false,
    false,
    false,
  ]);
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

// zlib.adler32 of the same bytes in Python
test("Adler-32 is zlib's, over many steps of its sums", () => {
  expect(adler32(new Uint8Array())).toBe(1);
  expect(adler32(Buffer.from("Wikipedia"))).toBe(300286872);
  expect(adler32(new Uint8Array(20_000).fill(255))).toBe(2672940644);
  expect(adler32(Uint8Array.from({ length: 12_345 }, (_, i) => i * 7))).toBe(1115488525);
});

test("parts one after another", () => {
  expect(concatenated([Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3), Uint8Array.of(4)])).toEqual(
    Uint8Array.of(1, 2, 3, 4),
  );
});

describe("JSON", () => {
  test("of a hundred levels is the deepest", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(() => parsedJsonText(nested(100), "a")).not.toThrow();
    expect(formatError(() => parsedJsonText(nested(101), "a"))).toMatch("a: JSON nested deeper than 100; leave it out");
    // Brackets count after a string of any length, and what it escapes.
    for (const text of ["", "a", "ab", '\\"', "\\\\"])
      expect(formatError(() => parsedJsonText(`["${text}", ${nested(100)}]`, "a"))).toMatch("nested deeper than 100");
    // One beside the other is not within.
    expect(parsedJsonText(`[${Array(200).fill('{"a":{}}').join()}]`, "a")).toHaveLength(200);
    expect(parsedJsonText(`[${Array(200).fill(nested(50)).join()}]`, "a")).toHaveLength(200);
    expect(parsedJsonText(`["\\"${"[".repeat(200)}"]`, "a")).toEqual([`"${"[".repeat(200)}`]);
  });

  test("has to be UTF-8", () => {
    expect(formatError(() => parsedJson(Buffer.from([0x22, 0xff, 0x22]), "a"))).toMatch("a: no valid JSON: ");
  });

  test("an object is no list, and not null", () => {
    expect([{}, { a: 1 }, [], null, 3, "x", undefined].map(isRecord)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("the end of a zip", () => {
  const source = (bytes: Buffer) =>
    ({
      path: "a.zip",
      byteLength: bytes.length,
      read: (from: number, to: number) => bytes.subarray(from, to),
    }) as never;
  /** Twelve bytes of members, `directory` of central directory, then the end record. */
  const end = (offset: number, byteLength: number, comment = "", said = comment.length) => {
    const record = Buffer.alloc(22);
    record.writeUInt32LE(0x06054b50);
    record.writeUInt16LE(3, 10);
    record.writeUInt32LE(byteLength, 12);
    record.writeUInt32LE(offset, 16);
    record.writeUInt16LE(said, 20);
    return Buffer.concat([record, Buffer.from(comment)]);
  };
  const before = Buffer.alloc(100);
  const found = { offset: 12, byteLength: 88, count: 3 };

  test("is found where nothing follows, and before a comment of any length", () => {
    for (const comment of ["", "x", "PK\x05\x06".repeat(20), "y".repeat(65_535)])
      expect(zipEnd(source(Buffer.concat([before, end(12, 88, comment)])))).toEqual(found);
    expect(zipEnd(source(end(0, 0)))).toEqual({ offset: 0, byteLength: 0, count: 3 });
  });

  const sixtyFour = (at: number, magic = 0x06064b50) => {
    const record = Buffer.alloc(56);
    record.writeUInt32LE(magic);
    record.writeBigUInt64LE(70_000n, 32);
    record.writeBigUInt64LE(80n, 40);
    record.writeBigUInt64LE(20n, 48);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50);
    locator.writeBigUInt64LE(BigInt(at), 8);
    return Buffer.concat([before, record, locator, end(0xffffffff, 0xffffffff)]);
  };

  test("is in 64 bits where a locator points at them", () => {
    expect(zipEnd(source(sixtyFour(100)))).toEqual({ offset: 20, byteLength: 80, count: 70_000 });
  });

  test.each([
    [
      "no record",
      before,
      "truncated or not a zip: no end of central directory; copy the file again, or wait until it is written",
    ],
    ["less than a record", end(0, 0).subarray(0, 21), "truncated or not a zip: no end of central directory"],
    ["a comment that is cut", end(0, 0, "x", 2), "truncated or not a zip: no end of central directory"],
    [
      "a directory past the end",
      Buffer.concat([before, end(13, 88)]),
      "zip: the central directory at byte 13 leaves the file",
    ],
    ["a 64-bit record that is none", sixtyFour(100, 1), "byte 100: zip: no 64-bit end record"],
    ["a 64-bit record past the locator", sixtyFour(101), "zip: no 64-bit end record at byte 101"],
  ])("of %s is refused", (_, bytes, problem) => {
    expect(formatError(() => zipEnd(source(bytes)))).toContain(`a.zip: ${problem}`);
  });
});

describe("a TorchScript module", () => {
  const inert = (state: unknown) => ({ type: "inert", class: "M", arguments: [], state });
  const array = { type: "array", dtype: "f32" };

  test("has the tensors of its modules by their paths, each module once", () => {
    const inner = inert(new Map([["weight", array]]));
    const state = new Map<string, unknown>([
      ["a", inner],
      ["b", inner],
      ["bias", array],
      ["training", true],
      ["none", inert(null)],
    ]);
    const module = inert(state);
    state.set("self", module);
    expect([...scriptTensors(module as never, "a.pt").keys()]).toEqual(["a.weight", "bias"]);
  });

  test("without any is refused", () => {
    const refusal = "a.pt: a TorchScript archive without parameters; save model.state_dict() with torch.save";
    expect(formatError(() => scriptTensors(inert(new Map()) as never, "a.pt"))).toContain(refusal);
    expect(formatError(() => scriptTensors(3 as never, "a.pt"))).toContain(refusal);
  });
});
