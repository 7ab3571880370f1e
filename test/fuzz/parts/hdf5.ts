import type { Anatomy, Field } from "../mutators.ts";
import { oddName } from "../odd-values.ts";

/** What structures of HDF5 begin with: nodes of trees, of symbols, heaps, headers of objects. */
const SIGNATURES = ["TREE", "SNOD", "HEAP", "GCOL", "OHDR"];
/** So many bytes after one are numbers, of one, two or eight bytes. */
const LOOKED_AT = 48;

/**
 * HDF5: numbers of the superblock, of what follows a signature, and whatever eight bytes could be an address or a length. The
 * old version, which h5py and Keras write, has no checksums.
 */
export const hdf5: Anatomy = {
  fields: (bytes) => {
    const superblock = Array.from({ length: 88 }, (_, at): Field => ({ at: 8 + at, width: 1 }));
    const signed = SIGNATURES.flatMap((word) => placesOf(bytes, word)).flatMap((at) =>
      Array.from(
        { length: LOOKED_AT },
        (_, n): Field => ({ at: at + n, width: n % 8 === 0 ? 8 : n % 2 === 0 ? 2 : 1 }),
      ),
    );
    return [...superblock, ...signed, ...addresses(bytes)].filter(({ at, width }) => at + width <= bytes.length);
  },
  edits: {
    address: (random, bytes) => {
      // One address in the place of another: circles, and one object read as another.
      const all = addresses(bytes);
      const changed = Buffer.from(bytes);
      const [from, to] = [random.pick(all).at, random.pick(all).at];
      bytes.copy(changed, to, from, from + 8);
      return changed;
    },
    message: (random, bytes) => {
      // Headers of messages lie at multiples of eight: their type, their length, and the versions and classes after them.
      const changed = Buffer.from(bytes);
      const at = 96 + 8 * random.below(Math.floor(bytes.length / 8) - 12) + random.pick([0, 2, 8, 9, 10]);
      changed[at] = random.pick([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 16, 17, 255]);
      return changed;
    },
    rename: (random, bytes) => {
      const changed = Buffer.from(bytes);
      const names = [...bytes.toString("latin1").matchAll(/[A-Za-z_/]\w{2,40}(?=\0)/g)];
      const { 0: name, index } = random.pick(names);
      changed.write(oddName(random).slice(0, name.length).padEnd(name.length, "\0"), index, name.length, "latin1");
      return changed;
    },
  },
};

function placesOf(bytes: Buffer, word: string): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) found.push(at);
  return found;
}

/** Eight bytes that, as a number, are in the file, or the address that is none. */
function addresses(bytes: Buffer): readonly Field[] {
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i): Field => ({ at: 8 * i, width: 8 })).filter(
    ({ at }) => {
      const value = bytes.readBigUInt64LE(at);
      return (value > 0n && value < BigInt(bytes.length)) || value === 2n ** 64n - 1n;
    },
  );
}
