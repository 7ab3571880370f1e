import { FormatError } from "../errors.ts";
import { budget, COST, OBJECTS } from "./_budget.ts";
import type { DataObjects } from "./_jsfive.ts";

/** Of a node of a version 1 B-tree: its head, then a key and a child in turn, eight bytes each. */
const [HEAD, ENTRY] = [24, 16] as const;
/** Types of a version 1 node that has names, and of version 2 trees that have them, by name or in their order. */
const NAMES = 0;
const INDICES: readonly number[] = [5, 6];

/**
 * Looks at the B-trees of groups' names before jsfive follows them, which believes what they say: calls `fail` where one node
 * would be come to from several, of which it would make gigabytes. Nodes are found by the words that they begin with.
 */
export function checkTrees(bytes: Uint8Array, fail: (problem: string) => never): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = (word: string, at: number): boolean => file.toString("latin1", at, at + 4) === word;
  const seen = new Set<number>();
  for (const at of places(file, "TREE")) {
    if (at + HEAD > file.length || file[at + 4] !== NAMES) continue;
    const count = Math.min(file.readUInt16LE(at + 6), Math.floor((file.length - at - HEAD) / ENTRY));
    for (let i = 0; i < count; i++) {
      const child = Number(file.readBigUInt64LE(at + HEAD + 8 + i * ENTRY));
      if (!(child < file.length) || !(begins("TREE", child) || begins("SNOD", child))) continue;
      if (seen.has(child)) fail(`byte ${at}: the tree of names comes to byte ${child} twice`);
      seen.add(child);
    }
  }
  for (const at of places(file, "BTHD")) {
    if (at + 26 > file.length || !INDICES.includes(file[at + 5] as number)) continue;
    const [length, depth, records] = [
      file.readUInt32LE(at + 6),
      file.readUInt16LE(at + 12),
      file.readUInt16LE(at + 24),
    ];
    // Of one level below the root the nodes have to fit into the file.
    if (depth > 1 || (depth === 1 && (records + 1) * length > file.length))
      fail(`byte ${at}: an index of names of ${depth + 1} levels and ${records + 1} nodes of ${length} bytes`);
  }
}

function* places(file: Buffer, word: string): Generator<number> {
  for (let at = file.indexOf(word); at >= 0; at = file.indexOf(word, at + 4)) yield at;
}

/** Accounts for the messages of each object's header, which many names may share. */
export function headersWithin(byteLength: number, where: string): (objects: DataObjects) => void {
  const spend = budget(OBJECTS, byteLength, (problem, remedy) => {
    throw new FormatError(where, `HDF5: ${problem}`, remedy);
  });
  return ({ msgs }) => spend(COST.dictionary * msgs.length);
}
