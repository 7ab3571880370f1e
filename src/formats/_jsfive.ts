// @ts-expect-error it has no types
import * as library from "jsfive";
import { shown } from "./_shown.ts";

/*
 * What we use of jsfive, which has no types: it finds what the header of each object of an HDF5 file says. Elements are read
 * by us, where they lie: jsfive would make a list of numbers of every array.
 */

/** The messages of an object's header (HDF5 specification, section IV.A.2). */
export interface DataObjects {
  readonly msgs: readonly unknown[];
  /** A copy of the header's bytes. */
  readonly msg_data: ArrayBuffer;
  readonly find_msg_type: (type: number) => readonly ReadonlyMap<string, number>[];
  /** Of a group: the address of what each name stands for, or the path that it is another name of. */
  readonly get_links: () => Readonly<Record<string, number | string>>;
  readonly is_dataset: boolean;
  readonly shape: readonly number[];
  /** As NumPy writes it, or a list for what is no number. */
  readonly dtype: unknown;
  /** Of elements that were never written; it is found only where the header has a message of it. */
  readonly fillvalue: number | bigint;
  readonly get_attributes: () => Readonly<Record<string, unknown>>;
}

type ReadHeader = new (bytes: ArrayBufferLike, address: number) => DataObjects;

/** What it calls of itself with the bytes of a link, and where in them the link begins. */
interface DecodesLinks {
  _decode_link_msg(bytes: ArrayBufferLike, offset: number): unknown;
}

type Fail = (problem: string, remedy?: string) => never;

interface Library {
  readonly File: new (bytes: ArrayBufferLike, name: string) => { readonly _dataobjects: DataObjects };
}

/** Of a superblock: its length at most, and where it says where the root is. */
const SUPERBLOCK = 96;
const ROOT = { early: 64, late: 36 } as const;
/** The header of an object that has no messages. */
const EMPTY = Buffer.from("OHDR\x02\0\0", "latin1");
/** Of a link's message: the flags for what is written before its name, and the kinds that lead to an object of the same file. */
const FLAG = { order: 4, kind: 8, characters: 16 } as const;
const WITHIN = [0, 1];
/** The kind that leads to an object of another file. */
const EXTERNAL = 64;

/**
 * The root's address in an HDF5 file, and what reads the header of any object: jsfive exports nothing that does not follow the
 * root's names at once. It is given the file's own superblock, which it checks, with a root that has none. Calls `fail` where
 * a link leads out of the file, of which jsfive only says that it is none of those that it knows.
 */
export function rootOf(bytes: Uint8Array, fail: Fail): { readonly address: number; readonly readHeader: ReadHeader } {
  const stub = Buffer.alloc(SUPERBLOCK + EMPTY.length + 8);
  stub.set(bytes.subarray(0, SUPERBLOCK));
  EMPTY.copy(stub, SUPERBLOCK);
  const at = (bytes[8] as number) < 2 ? ROOT.early : ROOT.late;
  const address = Number(stub.readBigUInt64LE(at));
  stub.writeBigUInt64LE(BigInt(SUPERBLOCK), at);
  const { _dataobjects } = new (library as Library).File(new Uint8Array(stub).buffer, "");
  const Header = _dataobjects.constructor as new (
    ...given: ConstructorParameters<ReadHeader>
  ) => DataObjects & DecodesLinks;
  class HeaderWithinFile extends Header {
    override _decode_link_msg(bytes: ArrayBufferLike, offset: number): unknown {
      refuseForeign(Buffer.from(bytes, offset), fail);
      return super._decode_link_msg(bytes, offset);
    }
  }
  return { address, readHeader: HeaderWithinFile };
}

/** Refuses a link out of the file (HDF5 specification, section IV.A.2.g). */
function refuseForeign(link: Buffer, fail: Fail): void {
  const flags = link.readUInt8(1);
  const kind = flags & FLAG.kind ? link.readUInt8(2) : 0;
  if (WITHIN.includes(kind)) return;
  const size = 3 + (flags & FLAG.order ? 8 : 0) + (flags & FLAG.characters ? 1 : 0);
  const width = 1 << (flags & 3);
  const name = size + width;
  const end = name + Number(width === 8 ? link.readBigUInt64LE(size) : link.readUIntLE(size, width));
  const called = `the link ${shown(link.toString("utf8", name, end))}`;
  if (kind !== EXTERNAL)
    fail(`${called} is of kind ${kind}, which only the program that wrote it can follow`, "write what it stands for");
  // Its length, then a byte of flags, and the file's name up to a zero.
  const file = end + 3;
  const target = link.toString("utf8", file, link.indexOf(0, file));
  fail(`${called} leads into another file, ${shown(target)}`, "write what it stands for into this one");
}
