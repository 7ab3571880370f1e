import { COST } from "./_budget.ts";
import type { DataObjects } from "./_jsfive.ts";

/*
 * What reading the names of a group would take, found out before jsfive reads them: it believes what a file says of itself, so
 * that a tree which comes to one node again and again would take it gigabytes. See the HDF5 specification, sections III.A to III.D.
 */

/** Messages of a group's header: a table of symbols, or where an index of the group's links is. */
const SYMBOL_TABLE = 0x11;
const LINK_INFO = 0x02;
/** Of a node of a tree, its head, and a key and a child in turn; of a table of symbols its head, and each symbol. */
const [NODE, CHILD] = [24, 16] as const;
const [TABLE, SYMBOL] = [8, 40] as const;
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** Spends what the names of an object take; calls `fail` where they lie as none can. What leaves the file throws a RangeError. */
export function spendNames(
  objects: DataObjects,
  file: Buffer,
  spend: (amount: number) => void,
  fail: (problem: string) => never,
): void {
  const address = (at: number): number => Number(file.readBigUInt64LE(at));
  const symbols = (at: number, names: Buffer): void => {
    const count = file.readUInt16LE(at + 6);
    spend(COST.entry * count);
    for (let i = 0; i < count; i++) {
      const name = address(at + TABLE + i * SYMBOL);
      const end = names.indexOf(0, name);
      if (end < name) fail(`byte ${at}: a name without an end`);
      spend(end - name);
    }
  };
  const tree = (at: number, names: Buffer, level: number): void => {
    const count = file.readUInt16LE(at + 6);
    spend(COST.dictionary + COST.entry * count);
    for (let i = 0; i < count; i++) {
      const child = address(at + NODE + 8 + i * CHILD);
      if (level === 0) symbols(child, names);
      else if (file[child + 5] !== level - 1) fail(`byte ${child}: no node of a tree of names`);
      else tree(child, names, level - 1);
    }
  };
  const index = (at: number): void => {
    const [length, depth, records] = [
      file.readUInt32LE(at + 6),
      file.readUInt16LE(at + 12),
      file.readUInt16LE(at + 24),
    ];
    // Of one level below the root the nodes have to fit into the file.
    if (depth > 1 || (depth === 1 && (records + 1) * length > file.length))
      fail(`byte ${at}: an index of names of ${depth + 1} levels and ${records + 1} nodes of ${length} bytes`);
    spend(depth === 1 ? (records + 1) * length : COST.entry * records);
  };
  for (const message of objects.find_msg_type(SYMBOL_TABLE)) {
    const at = message.get("offset_to_message") as number;
    const [root, heap] = [address(at), address(at + 8)];
    const [from, length] = [address(heap + 24), address(heap + 8)];
    // The heap of the names is copied.
    spend(Math.min(length, file.length));
    tree(root, file.subarray(from, from + length), file.readUInt8(root + 5));
  }
  for (const message of objects.find_msg_type(LINK_INFO)) {
    const at = message.get("offset_to_message") as number;
    const flags = file.readUInt8(at + 1);
    const names = at + 2 + (flags & 1 ? 8 : 0) + 8;
    for (const tree of flags & 2 ? [names, names + 8] : [names])
      if (file.readBigUInt64LE(tree) !== UNDEFINED_ADDRESS) index(address(tree));
  }
}
