import type { Anatomy, Edit, Field, Files, Mutators } from "./mutators.ts";
import { oddInteger } from "./odd-values.ts";
import type { Random } from "./random.ts";

/** A seed with something changed, and what was changed, in words. */
export interface Damaged {
  readonly files: Files;
  /** The file that was changed. */
  readonly path: string;
  readonly steps: readonly string[];
}

/** Most cases have one change: of several, the first that a reader refuses hides the others. */
const ANOTHER = 0.35;
const BESIDE = 0.4;
const SEALED = 0.8;
/** No seed is grown beyond this by one step. */
const MAX_BYTES = 2 ** 20;

/** A seed of these, damaged as `random` decides. */
export function damaged(random: Random, { seeds, anatomyOf }: Mutators, all = seeds()): Damaged {
  const seed = random.pick(all);
  const [first, ...others] = seed.keys();
  const path = others.length > 0 && random.chance(BESIDE) ? random.pick(others) : first;
  const donors = all.flatMap((files) => files.get(path) ?? []);
  const anatomy = anatomyOf(path);
  const steps: string[] = [];
  let bytes: Buffer = Buffer.from(seed.get(path) ?? []);
  do {
    const [name, edit] = random.pick(waysOf(anatomy, donors, random));
    steps.push(name);
    bytes = attempted(edit, random, bytes);
  } while (random.chance(ANOTHER));
  if (anatomy.seal && random.chance(SEALED)) {
    steps.push("seal");
    bytes = attempted((_, sealed) => anatomy.seal?.(sealed) ?? sealed, random, bytes);
  }
  return { files: new Map(seed).set(path, bytes), path, steps };
}

/** One way of each kind, so that a kind with many is not all that is tried; what knows the format comes twice as often. */
function waysOf(anatomy: Anatomy, donors: readonly Uint8Array[], random: Random): readonly (readonly [string, Edit])[] {
  const { edits = {}, fields } = anatomy;
  const own = Object.entries(edits);
  return [
    ...(own.length > 0 ? [random.pick(own), random.pick(own)] : []),
    ...(fields ? [["field", fieldEdit(fields)] as const, ["field", fieldEdit(fields)] as const] : []),
    random.pick(Object.entries({ ...blind, splice: spliced(donors) })),
  ];
}

/** An edit cannot take apart what an earlier one has broken: then bits are flipped. */
function attempted(edit: Edit, random: Random, bytes: Buffer): Buffer {
  try {
    const edited = edit(random, bytes);
    return edited.length > MAX_BYTES ? bytes : Buffer.from(edited);
  } catch {
    return blind.flip(random, bytes);
  }
}

/** Changes that know nothing of what they change. */
const blind = {
  flip: (random: Random, bytes: Buffer) => {
    const flipped = Buffer.from(bytes);
    for (let n = 1 + random.below(4); n > 0 && bytes.length > 0; n--)
      flipped[random.below(bytes.length)] ^= 1 << random.below(8);
    return flipped;
  },
  byte: (random: Random, bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    if (bytes.length > 0) changed[random.below(bytes.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, 0x22, 0x0a]);
    return changed;
  },
  cut: (random: Random, bytes: Buffer) => bytes.subarray(0, random.below(bytes.length + 1)),
  remove: (random: Random, bytes: Buffer) => {
    const [from, to] = stretch(random, bytes);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  repeat: (random: Random, bytes: Buffer) => {
    const [from, to] = stretch(random, bytes);
    const parts = Array.from({ length: random.pick([1, 2, 100]) }, () => bytes.subarray(from, to));
    return Buffer.concat([bytes.subarray(0, to), ...parts, bytes.subarray(to)]);
  },
  insert: (random: Random, bytes: Buffer) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(16)), bytes.subarray(at)]);
  },
  append: (random: Random, bytes: Buffer) => Buffer.concat([bytes, random.bytes(1 + random.below(64))]),
};

function spliced(donors: readonly Uint8Array[]): Edit {
  return (random, bytes) => {
    const donor = Buffer.from(random.pick(donors));
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      donor.subarray(random.below(donor.length + 1)),
    ]);
  };
}

function stretch(random: Random, bytes: Buffer): readonly [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(random.pick([4, 64, 4096])))];
}

function fieldEdit(fields: (bytes: Buffer) => readonly Field[]): Edit {
  return (random, bytes) => {
    const { at, width, bigEndian } = random.pick(fields(bytes));
    const changed = Buffer.from(bytes);
    const stretch = changed.subarray(at, at + width);
    if (!bigEndian) stretch.reverse();
    const old = BigInt(`0x${stretch.toString("hex")}`);
    const value = BigInt.asUintN(8 * width, oddInteger(random, old, bytes.length));
    stretch.write(value.toString(16).padStart(2 * width, "0"), "hex");
    if (!bigEndian) stretch.reverse();
    return changed;
  };
}
