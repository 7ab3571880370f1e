import { COST } from "./_budget.ts";
import type { DataObjects } from "./_jsfive.ts";

/*
 * The names of a group in a table of symbols; and what reading those of an index would take, found out before jsfive reads them:
 * it believes what a file says of itself, so that a tree which comes to one node again and again would take it gigabytes. See the
 * HDF5 specification, sections III.A to III.D.
 */

/** Messages of a group's header: a table of symbols, a link, or where an index of the group's links is. */
const SYMBOL_TABLE = 0x11;
const LINK = 0x06;
const LINK_INFO = 0x02;
/** Of a node of a tree, its head, and a key and a child in turn; of a table of symbols its head, and each symbol. */
const [NODE, CHILD] = [24, 16] as const;
const [TABLE, SYMBOL] = [8, 40] as const;
/** Of a symbol: where the object is, what kind of name it is, and of another name's path where that begins among the names. */
const SYMBOL_FIELD = { address: 8, kind: 16, path: 24 } as const;
/** The kinds of a symbol that has an address, and of one that is another name. */
const [ADDRESSES, PATH] = [[0, 1], 2] as const;
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;

/** Of a group: the address of what each name stands for, or the path that it is another name of. */
export type Links = Readonly<Record<string, number | string>>;

/**
 * Spends what the names of an object take, and returns those in its table of symbols; undefined where it has none. jsfive's own
 * reader of such tables takes an address for text. Calls `fail` where they lie as none can. What leaves the file throws a RangeError.
 */
export function symbolTableLinks(
  objects: DataObjects,
  file: Buffer,
  spend: (amount: number) => void,
  fail: (problem: string) => never,
): Links | undefined {
  const links = new Map<string, number | string>();
  const address = (at: number): number => Number(file.readBigUInt64LE(at));
  const marked = (at: number, mark: string): void => {
    if (file.toString("latin1", at, at + mark.length) !== mark) fail(`byte ${at}: no ${mark}`);
  };
  const symbols = (at: number, names: Buffer): void => {
    marked(at, "SNOD");
    const count = file.readUInt16LE(at + 6);
    spend(COST.entry * count);
    const text = (from: number): string => {
      const end = names.indexOf(0, from);
      if (end < from) fail(`byte ${at}: a name without an end`);
      spend(end - from);
      return names.toString("utf8", from, end);
    };
    for (let i = 0; i < count; i++) {
      const symbol = at + TABLE + i * SYMBOL;
      const name = text(address(symbol));
      const kind = file.readUInt32LE(symbol + SYMBOL_FIELD.kind);
      if (kind === PATH) links.set(name, text(file.readUInt32LE(symbol + SYMBOL_FIELD.path)));
      else if (ADDRESSES.some((known) => known === kind)) links.set(name, address(symbol + SYMBOL_FIELD.address));
      else fail(`byte ${symbol}: a name of kind ${kind}`);
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
  const tables = objects.find_msg_type(SYMBOL_TABLE);
  if (tables.length > 0 && objects.find_msg_type(LINK).length > 0)
    fail("a group with both a table of symbols and links");
  for (const message of tables) {
    const at = message.get("offset_to_message") as number;
    const [root, heap] = [address(at), address(at + 8)];
    marked(heap, "HEAP");
    const [from, length] = [address(heap + 24), address(heap + 8)];
    tree(root, file.subarray(from, from + length), file.readUInt8(root + 5));
  }
  for (const message of objects.find_msg_type(LINK_INFO)) {
    const at = message.get("offset_to_message") as number;
    const flags = file.readUInt8(at + 1);
    const names = at + 2 + (flags & 1 ? 8 : 0) + 8;
    for (const tree of flags & 2 ? [names, names + 8] : [names])
      if (file.readBigUInt64LE(tree) !== UNDEFINED_ADDRESS) index(address(tree));
  }
  return tables.length > 0 ? Object.fromEntries(links) : undefined;
}
