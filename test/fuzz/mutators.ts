import type { Random } from "./random.ts";

/** Files by their path in the folder of a case; the first is the one that is read, or lies in the folder that is. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** An integer in a file that says how long, how many or where. */
export interface Field {
  readonly at: number;
  readonly width: 1 | 2 | 4 | 8;
  readonly bigEndian?: true;
}

/** A change that keeps to the rules of the format but for what it changes. Throws where the bytes are none of it. */
export type Edit = (random: Random, bytes: Buffer) => Uint8Array;

/** What is known of how a kind of file is built. */
export interface Anatomy {
  readonly fields?: (bytes: Buffer) => readonly Field[];
  readonly edits?: Readonly<Record<string, Edit>>;
  /** The bytes with every checksum that of what it is of, so that damage is reached. */
  readonly seal?: (bytes: Buffer) => Uint8Array;
}

/** How the files of one format, log or layout are made and damaged. */
export interface Mutators {
  /** Files that are read without a complaint. */
  readonly seeds: () => readonly Files[];
  /** How the file at a path of a seed is built. */
  readonly anatomyOf: (path: string) => Anatomy;
}

/** Types a literal of mutators. */
export function defineMutators(mutators: Mutators): Mutators {
  return mutators;
}

/** A file as a seed of its own. */
export function alone(name: string, bytes: Uint8Array): Files {
  return new Map([[name, bytes]]);
}
