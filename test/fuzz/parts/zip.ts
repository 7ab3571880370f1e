import { crc32 } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import type { Anatomy, Field } from "../mutators.ts";
import { oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const CENTRAL_HEADER = 46;
const LOCAL_HEADER = 30;

/** Offsets of the numbers of each record, with their widths (PKWARE APPNOTE 6.3, section 4.3). */
const LOCAL_FIELDS = [6, 8, 14, 18, 22, 26, 28] as const;
const CENTRAL_FIELDS = [8, 10, 16, 20, 24, 28, 30, 32, 42] as const;
const END_FIELDS = [8, 10, 12, 16, 20] as const;
const NARROW = new Set([
  ...[6, 8, 26, 28].map((at) => `l${at}`),
  ...[8, 10, 28, 30, 32].map((at) => `c${at}`),
  "e8",
  "e10",
  "e20",
]);

/** Zip archives: a member is damaged as what it is, and zipped anew; members are renamed, left out, doubled, deflated. */
export function zipOf(anatomyOf: (member: string) => Anatomy): Anatomy {
  return {
    fields: fieldsOf,
    edits: {
      member: (random, bytes) => {
        const members = unzipSync(bytes);
        const name = random.pick(Object.keys(members));
        const { edits = {}, fields, seal } = anatomyOf(name);
        const edit = random.pick(Object.values(edits));
        const changed = edit(random, Buffer.from(members[name]));
        return zipped({ ...members, [name]: seal && fields ? seal(Buffer.from(changed)) : changed }, random);
      },
      remove: (random, bytes) => {
        const { [random.pick(Object.keys(unzipSync(bytes)))]: _, ...rest } = unzipSync(bytes);
        return zipped(rest, random);
      },
      rename: (random, bytes) => {
        const members = unzipSync(bytes);
        const old = random.pick(Object.keys(members));
        const { [old]: data, ...rest } = members;
        return zipped({ ...rest, [random.chance(0.5) ? oddName(random) : `${old}.npy`]: data }, random);
      },
      deflate: (random, bytes) => zipped(unzipSync(bytes), random, 1),
      bomb: (random, bytes) => {
        const members = unzipSync(bytes);
        const zeros = new Uint8Array(random.pick([2 ** 16, 2 ** 20, 2 ** 20, 2 ** 24]));
        const name = random.pick(Object.keys(members));
        // What it is stays: its zeros come after.
        return zipped({ ...members, [name]: Buffer.concat([members[name], zeros]) }, random, 1);
      },
      comment: (random, bytes) => {
        const comment = Buffer.concat([random.bytes(random.below(40)), Buffer.from("PK\x05\x06"), random.bytes(40)]);
        const length = Buffer.from(Uint16Array.of(comment.length).buffer);
        return Buffer.concat([bytes.subarray(0, -2), length, comment]);
      },
    },
    seal: sealed,
  };
}

function zipped(
  members: Readonly<Record<string, Uint8Array>>,
  random: Random,
  deflated = random.pick([0, 0, 0.5]),
): Uint8Array {
  const level = () => (random.chance(deflated) ? 1 : 0);
  return zipSync(Object.fromEntries(Object.entries(members).map(([name, data]) => [name, [data, { level: level() }]])));
}

/** Where each record of an archive begins. */
function recordsOf(bytes: Buffer): { readonly central: readonly number[]; readonly end: number } {
  const end = bytes.lastIndexOf(Buffer.from(Uint32Array.of(END).buffer));
  if (end < 0) throw new RangeError("no zip");
  const central: number[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (at + CENTRAL_HEADER <= end && bytes.readUInt32LE(at) === CENTRAL) {
    central.push(at);
    at += CENTRAL_HEADER + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return { central, end };
}

function fieldsOf(bytes: Buffer): readonly Field[] {
  const { central, end } = recordsOf(bytes);
  const local = central.map((at) => bytes.readUInt32LE(at + 42)).filter((at) => bytes.readUInt32LE(at) === LOCAL);
  const of = (kind: string, start: number, offsets: readonly number[]) =>
    offsets.map((offset): Field => ({ at: start + offset, width: NARROW.has(`${kind}${offset}`) ? 2 : 4 }));
  return [
    ...local.flatMap((at) => of("l", at, LOCAL_FIELDS)),
    ...central.flatMap((at) => of("c", at, CENTRAL_FIELDS)),
    ...of("e", end, END_FIELDS),
  ];
}

/** Checksums of stored members anew, in both of their headers. */
function sealed(bytes: Buffer): Buffer {
  const result = Buffer.from(bytes);
  for (const at of recordsOf(bytes).central) {
    const local = bytes.readUInt32LE(at + 42);
    if (bytes.readUInt16LE(at + 10) !== 0 || local + LOCAL_HEADER > bytes.length) continue;
    const start = local + LOCAL_HEADER + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const checksum = crc32(bytes.subarray(start, start + bytes.readUInt32LE(at + 20)));
    result.writeUInt32LE(checksum, at + 16);
    result.writeUInt32LE(checksum, local + 14);
  }
  return result;
}
