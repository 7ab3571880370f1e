import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { expect, onTestFinished } from "vitest";
import { FormatError } from "#errors.js";

/** A file that lives as long as the test. */
export function file(bytes: Uint8Array, name = "a.bin"): string {
  const path = join(folder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** A folder that lives as long as the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "formats-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Runs the action; whatever it throws must be a FormatError. Returns its message, or undefined. */
export function formatError(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).not.toContain("\n");
    return error.message;
  }
}

export interface Member {
  readonly name: string;
  readonly data: Uint8Array;
  readonly deflate?: boolean;
  /** Lies in the central directory, to be found out. */
  readonly declared?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** More of its entry in the central directory, and of its local header. */
  readonly extra?: Uint8Array;
  readonly localExtra?: Uint8Array;
  /** Points at another member's bytes. */
  readonly offset?: number;
}

/** A zip archive of these members, with 64-bit records if asked. */
export function zip(members: readonly Member[], options: { zip64?: boolean; comment?: string } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const data = member.deflate ? deflateRawSync(member.data) : Buffer.from(member.data);
    const name = Buffer.from(member.name);
    const length = member.declared ?? member.data.length;
    const method = member.method ?? (member.deflate ? 8 : 0);
    const crc = member.crc ?? crc32(member.data);
    const at = member.offset ?? offset;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const more = Buffer.from(member.localExtra ?? []);
    local.writeUInt16LE(more.length, 28);
    const sizes = options.zip64 ? [u16(1, 24), u64(length, data.length, at)] : [];
    const wide = Buffer.concat([member.extra ?? Buffer.alloc(0), ...sizes]);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(member.flags ?? 0, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(options.zip64 ? 0xffffffff : data.length, 20);
    central.writeUInt32LE(options.zip64 ? 0xffffffff : length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(wide.length, 30);
    central.writeUInt32LE(options.zip64 ? 0xffffffff : at, 42);
    directory.push(central, name, wide);
    parts.push(local, name, more, data);
    offset += 30 + name.length + more.length + data.length;
  }
  const central = Buffer.concat(directory);
  const count = members.length;
  const comment = Buffer.from(options.comment ?? "");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(options.zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(options.zip64 ? 0xffffffff : central.length, 12);
  end.writeUInt32LE(options.zip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  const end64 = Buffer.concat([u32(0x06064b50), u64(44), u32(0, 0, 0), u64(count, count, central.length, offset)]);
  const locator = Buffer.concat([u32(0x07064b50, 0), u64(offset + central.length), u32(1)]);
  return Buffer.concat([...parts, central, ...(options.zip64 ? [end64, locator] : []), end, comment]);
}

export const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
export const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
export const u64 = (...values: number[]): Buffer => Buffer.from(BigUint64Array.from(values, BigInt).buffer);
export const f32 = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
export const f64 = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);

/** A value that pickled() writes; a Buffer is raw opcodes. */
export type Picklable =
  | number
  | string
  | boolean
  | null
  | Buffer
  | readonly Picklable[]
  | ReadonlyMap<Picklable, Picklable>;

/** A pickle of protocol 2: arrays as tuples, Maps as dictionaries. */
export function pickled(value: Picklable): Buffer {
  return Buffer.concat([Buffer.of(0x80, 2), opcodes(value), Buffer.from(".")]);
}

function opcodes(value: Picklable): Buffer {
  if (value === null) return Buffer.from("N");
  if (typeof value === "boolean") return Buffer.of(value ? 0x88 : 0x89);
  if (typeof value === "string")
    return Buffer.concat([Buffer.from("X"), u32(Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return Buffer.concat([Buffer.from("J"), u32(value)]);
    return Buffer.concat([Buffer.from("G"), f64(value).reverse()]);
  }
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Map) {
    const items = [...value].flatMap(([key, item]) => [opcodes(key), opcodes(item)]);
    return Buffer.concat([Buffer.from("}("), ...items, Buffer.from("u")]);
  }
  return Buffer.concat([Buffer.from("("), ...(value as readonly Picklable[]).map(opcodes), Buffer.from("t")]);
}

/** The opcodes of a class. */
export const global = (module: string, name: string): Buffer => Buffer.from(`c${module}\n${name}\n`);

/** The opcodes of a call. */
export function call(path: string, ...args: Picklable[]): Buffer {
  const dot = path.lastIndexOf(".");
  return Buffer.concat([global(path.slice(0, dot), path.slice(dot + 1)), opcodes(args), Buffer.from("R")]);
}

/** The opcodes of a list. */
export const list = (...items: Picklable[]): Buffer =>
  Buffer.concat([Buffer.from("]("), ...items.map(opcodes), Buffer.from("e")]);

/** The opcodes of what a pickle calls by a persistent id, a tuple. */
export const persistent = (...id: Picklable[]): Buffer => Buffer.concat([opcodes(id), Buffer.from("Q")]);

/** The opcodes of a torch storage; streams say a view of it as well, or null. */
export const storage = (key: Picklable, numel: Picklable, type = "FloatStorage", ...view: Picklable[]): Buffer =>
  persistent("storage", global("torch", type), key, "cpu", numel, ...view);

/** The opcodes of a tensor, whose storage is `key`. */
export function tensor(
  key: string,
  numel: number,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
  type = "FloatStorage",
): Buffer {
  return call("torch._utils._rebuild_tensor_v2", storage(key, numel, type), offset, shape, strides, false, null);
}

/** A torch zip, its pickle and its storages by key. */
export function torchZip(
  value: Picklable,
  storages: Record<string, Uint8Array> = {},
  more: readonly Member[] = [],
): Buffer {
  const members = Object.entries(storages).map(([key, data]) => ({ name: `run/data/${key}`, data }));
  return zip([{ name: "run/data.pkl", data: pickled(value) }, ...members, ...more]);
}

/** A NumPy array file. */
export function npy(
  descr: string,
  shape: string,
  data: Uint8Array,
  options: { fortran?: boolean; version?: number } = {},
): Buffer {
  const { fortran = false, version = 1 } = options;
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const padded = Buffer.from(`${text.padEnd(63 - start + 64 * Math.floor((start + text.length) / 64))}\n`);
  const length = version === 1 ? u16(padded.length) : u32(padded.length);
  return Buffer.concat([Buffer.from("\x93NUMPY", "latin1"), Buffer.of(version, 0), length, padded, data]);
}

/** A safetensors file. */
export function safetensors(header: unknown, data: Uint8Array): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  return Buffer.concat([u64(text.length), text, data]);
}
