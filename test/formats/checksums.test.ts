import { statSync, utimesSync, writeFileSync } from "node:fs";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, it, test } from "vitest";
import { adler32 } from "#formats/_adler32.js";
import { readArray } from "#formats/_arrays.js";
import { readFile } from "#formats/_read.js";
import { readExtent } from "#formats/_sources.js";
import { isArray, isDictionary } from "#formats/_values.js";
import { xxh64 } from "#formats/_xxh64.js";
import { f32, file, formatError, npy, safetensors, tensor, torchZip, zip } from "./_builders.ts";

it.each([
  ["gzip", gzipSync],
  ["zlib", deflateSync],
] as const)("a %s stream of which one bit is another is refused", (codec, deflated) => {
  const whole = Buffer.from(new Float64Array(2000).map((_, i) => Math.sin(i)).buffer);
  const bytes = deflated(whole);
  const read = (stored: Uint8Array) =>
    readExtent({ path: file(stored), offset: 0, byteLength: stored.length, inflatedLength: whole.length, codec });
  expect(Buffer.from(read(bytes)).equals(whole)).toBe(true);
  for (let at = 40; at < bytes.length; at += 301) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] as number) ^ 4;
    expect(() => read(damaged)).toThrow(/checksum does not match|cannot be inflated|bytes expected/);
  }
});

const sevens = (n: number) => Uint8Array.from({ length: n }, (_, i) => (7 * i) % 256);

it.each([
  [0, 0xef46db3751d8e999n],
  [1, 0xe934a84adb052768n],
  [7, 0xd734a6b26f3da63en],
  [31, 0x0f187c62b1e722b7n],
  [32, 0x91b0cb0931a8c629n],
  [100, 0x8e2272c08247d5dbn],
  [1000, 0x25275608a9cfc168n],
])("XXH64 of %d bytes is what the xxHash library says", (length, sum) => {
  expect(xxh64(sevens(length))).toBe(sum);
});

it("a Zstandard frame whose checksum is not that of what it holds is refused; one without a checksum has none to hold", () => {
  // One block, stored as it is.
  const bytes = Buffer.concat([Buffer.from("28b52ffd2464210300", "hex"), sevens(100), Buffer.from("dbd54782", "hex")]);
  const read = (stored: Uint8Array) =>
    readExtent({ path: file(stored), offset: 0, byteLength: stored.length, inflatedLength: 100, codec: "zstd" });
  expect(read(bytes)).toEqual(sevens(100));
  const damaged = Buffer.from(bytes);
  damaged[40] = (damaged[40] as number) ^ 1;
  expect(formatError(() => read(damaged))).toMatch(/checksum does not match/);
  damaged[4] = (damaged[4] as number) & ~4;
  expect(read(damaged.subarray(0, -4))).toHaveLength(100);
});

/** A Zstandard frame of one block, stored as it is, that says how long it is, with a checksum or without. */
function stored(bytes: Uint8Array, checksum?: string): Buffer {
  const head = Buffer.from("28b52ffd20", "hex");
  head[4] = 0x20 | (checksum === undefined ? 0 : 4);
  const block = Buffer.alloc(3);
  block.writeUIntLE((bytes.length << 3) | 1, 0, 3);
  return Buffer.concat([head, Buffer.of(bytes.length), block, bytes, Buffer.from(checksum ?? "", "hex")]);
}

test("of several Zstandard frames each is read, each checksum has to hold, and their lengths have to be known", () => {
  const inflate = (frames: readonly Uint8Array[], inflatedLength: number) => {
    const bytes = Buffer.concat(frames);
    return readExtent({ path: file(bytes), offset: 0, byteLength: bytes.length, inflatedLength, codec: "zstd" });
  };
  const skipped = Buffer.from("532a4d180300000028b52f", "hex");
  const frames = [stored(sevens(7), "3ea63d6f"), skipped, stored(Buffer.of(9, 9)), stored(sevens(100), "dbd54782")];
  const whole = Buffer.concat([sevens(7), Buffer.of(9, 9), sevens(100)]);
  expect(Buffer.from(inflate([...frames, skipped], 109))).toEqual(whole);
  for (const i of [0, 3]) {
    const damaged = frames.map((frame) => Buffer.from(frame));
    (damaged[i] as Buffer)[12] ^= 1;
    expect(formatError(() => inflate(damaged, 109))).toMatch(/checksum does not match/);
  }
  expect(formatError(() => inflate(frames, 110))).toMatch(/110 bytes expected once inflated, 109 found/);
  expect(formatError(() => inflate(frames, 108))).toMatch(/108 bytes expected once inflated, more found/);
  expect(formatError(() => inflate([...frames, Buffer.from("none")], 109))).toMatch(/inflated: no Zstandard frame/);
  // A window's size in place of the length.
  const unsaid = Buffer.from(stored(sevens(7)));
  unsaid[4] = 0;
  expect(Buffer.from(inflate([unsaid], 7))).toEqual(Buffer.from(sevens(7)));
  expect(formatError(() => inflate([unsaid, unsaid], 14))).toMatch(
    /cannot be inflated: one of several Zstandard frames does not say how many bytes it holds/,
  );
});

test.each<[string, string]>([
  ["two bytes", "602c00"],
  ["two bytes, beside a window", "40002c00"],
  ["four bytes", "a02c010000"],
  ["eight bytes", "e02c01000000000000"],
  ["four bytes, and a dictionary's name of one", "81002a2c010000"],
  ["four bytes, and a dictionary's name of two", "82002a002c010000"],
  ["four bytes, and a dictionary's name of four", "83002a0000002c010000"],
])("a Zstandard frame says how long it is in %s", (_, head) => {
  // 300 bytes: one block as it is, and one of a byte that stands for all.
  const [plain, repeated] = [Buffer.alloc(3), Buffer.alloc(3)];
  plain.writeUIntLE(100 << 3, 0, 3);
  repeated.writeUIntLE((200 << 3) | 2 | 1, 0, 3);
  const frame = Buffer.concat([Buffer.from(`28b52ffd${head}`, "hex"), plain, sevens(100), repeated, Buffer.of(5)]);
  const bytes = Buffer.concat([frame, stored(Buffer.of(9))]);
  const whole = Buffer.concat([sevens(100), Buffer.alloc(200, 5), Buffer.of(9)]);
  const extent = { path: file(bytes), offset: 0, byteLength: bytes.length, codec: "zstd" } as const;
  expect(Buffer.from(readExtent({ ...extent, inflatedLength: 301 })).equals(whole)).toBe(true);
  expect(formatError(() => readExtent({ ...extent, inflatedLength: 300 }))).toMatch(/300 bytes expected .* more found/);
});

/** A file with one byte of what `find` finds in it changed, the last of them. */
function damagedAt(bytes: Uint8Array, find: Uint8Array): Buffer {
  const damaged = Buffer.from(bytes);
  const at = damaged.lastIndexOf(find);
  expect(at).toBeGreaterThan(0);
  damaged[at] = (damaged[at] as number) ^ 1;
  return damaged;
}

/** The elements of every array of a file by its name, or what is wrong with it. */
function elements(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const { value } = readFile(file(bytes));
  if (!isDictionary(value)) throw new Error("no dictionary");
  return Object.fromEntries(
    [...value].map(([name, entry]) => {
      if (!isArray(entry)) throw new Error("no array");
      let found: unknown;
      const error = formatError(() => {
        found = [...readArray(entry)];
      });
      return [name, error ?? found];
    }),
  );
}

test.each([
  ["safetensors", safetensors({ w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, f32(1, 2)), f32(3, 4)],
  ["npy", npy("'<f4'", "(2,)", f32(1, 2)), f32(3, 4)],
])(
  "of a file without a checksum (%s), what is put in its place once its head was read is no part of it",
  (_, whole, other) => {
    const path = file(whole);
    const past = 1_000_000_000;
    utimesSync(path, past, past);
    const before = statSync(path, { bigint: true });
    const { value } = readFile(path);
    const array = isDictionary(value) ? value.get("w") : value;
    if (!isArray(array)) throw new Error("no array");
    expect([...readArray(array)]).toEqual([1, 2]);
    writeFileSync(path, Buffer.concat([whole.subarray(0, -8), other]));
    // As a copy that keeps times leaves it. The system's own time goes on in steps of milliseconds.
    do utimesSync(path, past, past);
    while (statSync(path, { bigint: true }).ctimeNs === before.ctimeNs);
    expect(statSync(path, { bigint: true })).toMatchObject({
      ino: before.ino,
      size: before.size,
      mtimeNs: before.mtimeNs,
    });
    expect(formatError(() => readArray(array))).toMatch(/a\.bin: was changed while it was read: [^;]+; start again/);
  },
);

const MISMATCH = /byte \d+: the checksum does not match; the file is damaged/;

test("of a storage that tensors are parts of, damage to one is found by whoever reads another", () => {
  const parts = new Map([
    ["first", tensor("0", 6, [2], [1])],
    ["second", tensor("0", 6, [3], [1], 3)],
  ]);
  const whole = torchZip(parts, { 0: f32(1, 2, 3, 4, 5, 6) });
  expect(elements(whole)).toEqual({ first: [1, 2], second: [4, 5, 6] });
  const found = elements(damagedAt(whole, f32(6)));
  expect(found.first).toMatch(MISMATCH);
  expect(found.second).toMatch(MISMATCH);
});

test.each([false, true])("a member of a NumPy archive that is damaged is refused (deflated: %j)", (deflate) => {
  const members = ["a", "b"].map((name, i) => ({
    name: `${name}.npy`,
    data: npy("'<f4'", "(3,)", f32(i + 1, 0.1, 0.2)),
    deflate,
  }));
  const whole = zip(members);
  expect(Object.keys(elements(whole))).toEqual(["a", "b"]);
  const stored = deflate ? deflateRawSync(members[1].data).subarray(-6) : f32(2, 0.1);
  const found = elements(damagedAt(whole, stored));
  expect(found.a).toHaveLength(3);
  expect(found.b).toMatch(/checksum does not match|inflate/);
});

// zlib.adler32 of the same bytes in Python
test("Adler-32 is zlib's, over many steps of its sums", () => {
  expect(adler32(new Uint8Array())).toBe(1);
  expect(adler32(Buffer.from("Wikipedia"))).toBe(300286872);
  expect(adler32(new Uint8Array(20_000).fill(255))).toBe(2672940644);
  expect(adler32(Uint8Array.from({ length: 12_345 }, (_, i) => i * 7))).toBe(1115488525);
});
