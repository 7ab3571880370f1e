// @ts-expect-error it has no types
import * as library from "jsfive";

/*
 * What we use of jsfive, which has no types: it finds the groups and datasets of an HDF5 file. Their elements are read
 * by us, where they lie: jsfive would make a list of numbers of every array.
 */

export interface Group {
  readonly name: string;
  readonly keys: readonly string[];
  readonly get: (key: string) => Group | Dataset | null;
  readonly _dataobjects: DataObjects;
}

export interface Dataset {
  readonly name: string;
  readonly shape: readonly number[];
  /** As NumPy writes it, or a list for what is no number. */
  readonly dtype: unknown;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly _dataobjects: DataObjects;
}

/** The messages of an object's header (HDF5 specification, section IV.A.2). */
export interface DataObjects {
  readonly msgs: readonly unknown[];
  /** Where the header lies, which names the object. */
  readonly offset: number;
  readonly find_msg_type: (type: number) => readonly ReadonlyMap<string, number>[];
}

interface Library {
  readonly File: new (bytes: ArrayBufferLike, name: string) => Group;
  readonly Dataset: new (...given: never) => Dataset;
}

/** The library, as far as it is described here. */
export const jsfive: Library = library;
