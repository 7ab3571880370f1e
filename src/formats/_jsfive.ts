// @ts-expect-error it has no types
import * as library from "jsfive";

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

interface Library {
  readonly File: new (bytes: ArrayBufferLike, name: string) => { readonly _dataobjects: DataObjects };
}

/** Of a superblock: its length at most, and where it says where the root is. */
const SUPERBLOCK = 96;
const ROOT = { early: 64, late: 36 } as const;
/** The header of an object that has no messages. */
const EMPTY = Buffer.from("OHDR\x02\0\0", "latin1");

/**
 * The root's address in an HDF5 file, and what reads the header of any object: jsfive exports nothing that does not follow the
 * root's names at once. It is given the file's own superblock, which it checks, with a root that has none.
 */
export function rootOf(bytes: Uint8Array): { readonly address: number; readonly readHeader: ReadHeader } {
  const stub = Buffer.alloc(SUPERBLOCK + EMPTY.length + 8);
  stub.set(bytes.subarray(0, SUPERBLOCK));
  EMPTY.copy(stub, SUPERBLOCK);
  const at = (bytes[8] as number) < 2 ? ROOT.early : ROOT.late;
  const address = Number(stub.readBigUInt64LE(at));
  stub.writeBigUInt64LE(BigInt(SUPERBLOCK), at);
  const { _dataobjects } = new (library as Library).File(new Uint8Array(stub).buffer, "");
  return { address, readHeader: _dataobjects.constructor as ReadHeader };
}
