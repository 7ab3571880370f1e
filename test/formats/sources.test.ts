import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, crc32, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { type Cursor, cursorOf } from "#formats/_cursor.js";
import {
  bytesSource,
  inflatedStart,
  isFile,
  isFolder,
  openSource,
  readExtent,
  readPart,
  readText,
  type Source,
  stampOf,
  systemWords,
  withSource,
} from "#formats/_sources.js";
import { file, folder, formatError } from "./_builders.ts";

const ten = Uint8Array.from({ length: 10 }, (_, i) => i);

describe.each<[string, () => Source]>([
  ["a file", () => openSource(file(ten))],
  ["bytes in memory", () => bytesSource("a.bin", ten)],
])("%s", (_, open) => {
  it("is read by ranges, each in a buffer of its own", () => {
    const source = open();
    expect(source.byteLength).toBe(10);
    const part = source.read(3, 6);
    expect([part, part.byteOffset, part.buffer.byteLength]).toEqual([Uint8Array.of(3, 4, 5), 0, 3]);
    part[0] = 99;
    expect(source.read(0, 10)).toEqual(ten);
    expect([source.read(0, 0), source.read(10, 10)]).toEqual([new Uint8Array(), new Uint8Array()]);
    source.close();
  });
  it("has no other bytes", () => {
    const source = open();
    for (const [start, end] of [
      [-1, 2],
      [3, 2],
      [Number.NaN, 2],
      [0, Number.NaN],
    ] as const)
      expect(formatError(() => source.read(start, end))).toMatch(`a.bin: no such bytes: ${start} to ${end}; `);
    const remedy = "the file is truncated: copy it again, or wait until it is written";
    expect(formatError(() => source.read(8, 12))).toMatch(`a.bin: byte 8: 4 bytes expected, 2 found; ${remedy}`);
    expect(formatError(() => source.read(12, 13))).toMatch(`a.bin: byte 12: 1 bytes expected, 0 found; ${remedy}`);
    source.close();
  });
});

describe("files", () => {
  it("are told from folders and from nothing", () => {
    const path = folder();
    const [regular, inner, dangling] = ["a", "b", "c"].map((name) => join(path, name)) as [string, string, string];
    writeFileSync(regular, "text é");
    mkdirSync(inner);
    symlinkSync(join(path, "gone"), dangling);
    const all = [regular, inner, dangling];
    expect(all.map(isFile)).toEqual([true, false, false]);
    expect(all.map(isFolder)).toEqual([false, true, false]);
    expect(all.map((name) => stampOf(name) !== "")).toEqual([true, true, false]);
    expect(readText(regular)).toBe("text é");
    expect(withSource(regular, ({ stamp }) => stamp)).toBe(stampOf(regular));
    expect(bytesSource("a", ten).stamp).toBe("");
    expect(formatError(() => openSource(inner))).toMatch(
      /b: cannot be opened: not a regular file; give a file or a folder$/,
    );
    expect(formatError(() => openSource(dangling))).toMatch(/c: cannot be opened: ENOENT: no such file or directory;/);
  });
  it("are closed, whatever becomes of their use", () => {
    let source: Source | undefined;
    expect(() =>
      withSource(file(ten), (opened) => {
        source = opened;
        throw new RangeError("use");
      }),
    ).toThrow(new RangeError("use"));
    expect(formatError(() => source?.read(0, 1))).toMatch(/a\.bin: cannot be read: EBADF: bad file descriptor/);
  });
  it("what the system says of them is without its call and their path", () => {
    expect(systemWords(new Error("ENOENT: no such file or directory, open '/a/b, c'"))).toBe(
      "ENOENT: no such file or directory",
    );
    expect(systemWords(new Error("EBADF: bad file descriptor, read"))).toBe("EBADF: bad file descriptor");
    expect(systemWords(new Error("Offset, it is outside, of 5"))).toBe("Offset, it is outside, of 5");
    expect(systemWords(new Error("EIO: a, open '/a\nb'"))).toBe("EIO: a");
  });
});

describe("stretches of a file", () => {
  const deflated = deflateRawSync(ten);
  const stored = (bytes: Uint8Array, more = {}) => ({
    path: file(bytes),
    offset: 0,
    byteLength: bytes.length,
    ...more,
  });

  it("are read whole or in part, inflated where they are deflated", () => {
    const whole = stored(Buffer.concat([Buffer.of(77), ten]), { offset: 1, byteLength: 10 });
    expect(readExtent(whole)).toEqual(ten);
    expect(readPart(whole, 0, 10)).toEqual(ten);
    expect(readPart(whole, 2, 3)).toEqual(Uint8Array.of(2, 3, 4));
    expect(readPart(whole, 0, 3)).toEqual(Uint8Array.of(0, 1, 2));
    const small = stored(deflated, { inflatedLength: 10 });
    expect(readPart(small, 0, 10)).toEqual(ten);
    expect(readPart(small, 8, 2)).toEqual(Uint8Array.of(8, 9));
    const other = stored(deflateRawSync(ten.map((n) => n + 1)), { inflatedLength: 10 });
    expect(readPart(other, 8, 2)).toEqual(Uint8Array.of(9, 10));
    expect(readPart(small, 0, 1)).toEqual(Uint8Array.of(0));
  });
  it("of a checksum have it, the whole for each part", () => {
    const sum = crc32(ten);
    expect(readPart(stored(ten, { crc32: sum }), 4, 2)).toEqual(Uint8Array.of(4, 5));
    expect(readExtent(stored(deflated, { inflatedLength: 10, crc32: sum }))).toEqual(ten);
    const within = { offset: 0, byteLength: 10, crc32: sum };
    expect(readExtent(stored(ten, { offset: 4, byteLength: 2, within }))).toEqual(Uint8Array.of(4, 5));
    const mismatch =
      /a\.bin: byte 0: the checksum does not match; the file is damaged, or was edited in place: copy it/;
    const wrong = { crc32: sum ^ 1 };
    for (const read of [
      () => readPart(stored(ten, wrong), 4, 2),
      () => readExtent(stored(ten, wrong)),
      () => readExtent(stored(deflated, { inflatedLength: 10, ...wrong })),
      () => readPart(stored(deflated, { inflatedLength: 10, ...wrong }), 1, 2),
      () => readPart(stored(ten, { byteLength: 6, within: { ...within, ...wrong } }), 1, 2),
    ])
      expect(formatError(read)).toMatch(mismatch);
  });
  it("have the checksum of more than a megabyte in pieces", () => {
    const large = Uint8Array.from({ length: 2 ** 21 + 5 }, (_, i) => i % 251);
    expect(readPart(stored(large, { crc32: crc32(large) }), 2 ** 21, 5)).toEqual(large.slice(2 ** 21));
  });
  it("are of the file whose head was read", () => {
    const extent = stored(ten);
    const stamp = stampOf(extent.path);
    expect(readPart({ ...extent, stamp }, 1, 1)).toEqual(Uint8Array.of(1));
    for (const read of [readExtent, (of: typeof extent) => readPart(of, 1, 1)])
      expect(formatError(() => read({ ...extent, stamp: `${stamp}0` } as never))).toMatch(
        /was changed while it was read: its contents, permissions or links; start again$/,
      );
  });
  it.each([
    ["deflate", deflateRawSync],
    ["gzip", gzipSync],
  ] as const)("of another length once inflated are refused (%s)", (codec, deflate) => {
    const bytes = deflate(ten);
    const read = (inflatedLength: number) =>
      readExtent(stored(bytes, { inflatedLength, ...(codec === "gzip" ? { codec } : {}) }) as never);
    expect(Buffer.from(read(10))).toEqual(Buffer.from(ten));
    expect(formatError(() => read(11))).toMatch(/a\.bin: byte 0: 11 bytes expected once inflated, 10 found/);
    expect(formatError(() => read(9))).toMatch(/a\.bin: byte 0: 9 bytes expected once inflated, more found/);
    expect(formatError(() => readExtent(stored(ten, { inflatedLength: 10 })))).toMatch(
      /a\.bin: byte 0: cannot be inflated: /,
    );
  });
  it("are inflated no further than is asked for, so that damage behind it is not met", () => {
    const words = Buffer.from(Array.from({ length: 3000 }, (_, i) => `${(i * 7919) % 3001} `).join(""));
    // A block of no kind comes behind these, within what is read for the first 10 000 bytes.
    const bytes = Buffer.concat([
      deflateRawSync(words, { finishFlush: constants.Z_SYNC_FLUSH }),
      Buffer.alloc(600, 0xff),
    ]);
    expect(bytes.length).toBeLessThan(10_000);
    const source = bytesSource("a", bytes);
    const start = (n: number) =>
      inflatedStart(source, { path: "a", offset: 0, byteLength: bytes.length, inflatedLength: 2 * words.length }, n);
    expect(Buffer.from(start(10_000))).toEqual(words.subarray(0, 10_000));
    expect(formatError(() => start(words.length + 1))).toMatch(/^a: byte 0: cannot be inflated: /);
  });
  it("are inflated from their start on, as far as is asked for", () => {
    const words = Buffer.from(Array.from({ length: 4000 }, (_, i) => `${(i * 7919) % 4001} `).join(""));
    const bytes = deflateRawSync(words);
    const source = bytesSource("a", Buffer.concat([Buffer.of(0xff), bytes]));
    const extent = { path: "a", offset: 1, byteLength: bytes.length, inflatedLength: words.length };
    for (const n of [0, 1, 100, 5000, words.length])
      expect(Buffer.from(inflatedStart(source, extent, n))).toEqual(words.subarray(0, n));
    expect(inflatedStart(source, extent, words.length + 100)).toHaveLength(words.length);
    const damaged = bytesSource("a", Buffer.alloc(2000, 0xff));
    expect(formatError(() => inflatedStart(damaged, { ...extent, byteLength: 1000 }, 100))).toMatch(
      /^a: byte 1: cannot be inflated: /,
    );
  });
});

describe("a cursor", () => {
  const WINDOW = 2 ** 16;
  const bytes = Uint8Array.from({ length: 3 * WINDOW }, (_, i) => i % 253);
  const over = (use: (cursor: Cursor) => void, of: Uint8Array = bytes) => use(cursorOf(bytesSource("a.pkl", of)));

  it("takes bytes across windows, and knows where it is", () => {
    over((cursor) => {
      for (const n of [1, WINDOW - 2, 3, 2 * WINDOW - 10]) {
        const at = cursor.position();
        expect(cursor.take(n).equals(bytes.subarray(at, at + n))).toBe(true);
        expect([cursor.position(), cursor.remaining()]).toEqual([at + n, bytes.length - at - n]);
      }
      cursor.take(cursor.remaining());
      for (const read of [cursor.byte, cursor.double, () => cursor.skip(1), () => cursor.take(2)])
        expect(formatError(read)).toMatch(
          /^a\.pkl: byte 196608: [128] more bytes expected, 0 found; the file is truncated$/,
        );
    });
  });
  it("takes single bytes and numbers where a window ends", () => {
    over((cursor) => {
      cursor.skip(WINDOW - 1);
      expect([cursor.byte(), cursor.byte()]).toEqual([bytes[WINDOW - 1], bytes[WINDOW]]);
    });
    over((cursor) => {
      cursor.take(WINDOW - 3);
      expect(cursor.double()).toBe(Buffer.from(bytes).readDoubleBE(WINDOW - 3));
      expect(cursor.double()).toBe(Buffer.from(bytes).readDoubleBE(WINDOW + 5));
      expect(cursor.position()).toBe(WINDOW + 13);
    });
  });
  it("skips within its window and far beyond, but not out of the file", () => {
    over((cursor) => {
      cursor.take(5);
      for (const n of [10, WINDOW - 15, 0, WINDOW + 7]) {
        const at = cursor.position();
        cursor.skip(n);
        expect(cursor.position()).toBe(at + n);
        expect(cursor.remaining()).toBe(bytes.length - at - n);
      }
      expect(cursor.byte()).toBe(bytes[2 * WINDOW + 7]);
      expect(formatError(() => cursor.skip(WINDOW))).toMatch(
        /byte 131080: 65536 more bytes expected, 65528 found; the file is truncated/,
      );
      cursor.skip(cursor.remaining());
      expect(cursor.remaining()).toBe(0);
    });
  });
  it("takes lines of any length, and their ends", () => {
    const lines = ["", "a", "b".repeat(WINDOW - 3), "c".repeat(2 * WINDOW + 1), "d".repeat(5 * WINDOW), "e"];
    over(
      (cursor) => {
        for (const line of lines) expect(cursor.line().toString() === line).toBe(true);
        expect(cursor.remaining()).toBe(4);
        expect(formatError(() => cursor.line())).toMatch(/^a\.pkl: byte \d+: the line has no end/);
      },
      Buffer.from(`${lines.join("\n")}\nlast`),
    );
    over(
      (cursor) => expect(formatError(() => cursor.line())).toMatch(/^a\.pkl: byte 0: 1 more bytes expected, 0 found/),
      new Uint8Array(),
    );
    over((cursor) => {
      cursor.take(1);
      expect(cursor.line().toString()).toBe("b");
    }, Buffer.from("ab\n"));
  });
});

test("a cursor over a stretch of a source is named by whoever asks", () => {
  expect(cursorOf(bytesSource("a", ten), "a: data.pkl").where).toBe("a: data.pkl");
});
