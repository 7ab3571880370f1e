import { describe, expect, test } from "vitest";
import { zipEnd } from "#formats/_zip-end.js";
import { formatError } from "./_builders.ts";

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
