import { FormatError } from "../errors.ts";
import { budget, COST, OBJECTS } from "./_budget.ts";
import type { DataObjects } from "./_jsfive.ts";

/** Messages of a group's header: where its table of names is, and where it keeps them when there are many. */
const [SYMBOL_TABLE, LINK_INFO] = [0x11, 2] as const;
const UNDEFINED_ADDRESS = 2n ** 64n - 1n;
/** Of a node of a version 1 B-tree of names: its head, then a key and a child in turn, eight bytes each. */
const [HEAD, ENTRY] = [24, 16] as const;

/**
 * Looks at the B-tree of a group's names before jsfive follows it, which goes wherever it points. Throws a FormatError where
 * that would be in a circle, or to one node from many, of which it would make gigabytes.
 */
export function checkGroup(bytes: Uint8Array, objects: DataObjects, fail: (problem: string) => never): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [table] = objects.find_msg_type(SYMBOL_TABLE);
  if (table) checkNames(view, addressAt(view, table.get("offset_to_message") ?? bytes.length), fail);
  const [info] = objects.find_msg_type(LINK_INFO);
  const at = info?.get("offset_to_message");
  if (at === undefined) return;
  const flags = view.getUint8(at + 1);
  const heap = at + 2 + (flags & 1 ? 8 : 0);
  if (view.getBigUint64(heap, true) === UNDEFINED_ADDRESS) return;
  // By name, and by the order in which they were made where that is kept.
  for (const index of flags & 2 ? [heap + 8, heap + 16] : [heap + 8])
    if (view.getBigUint64(index, true) !== UNDEFINED_ADDRESS) checkIndex(view, addressAt(view, index), fail);
}

/** Version 1: every node and every leaf has one place. */
function checkNames(view: DataView, root: number, fail: (problem: string) => never): void {
  const seen = new Set<number>();
  const left: { readonly at: number; readonly level: number | undefined }[] = [{ at: root, level: undefined }];
  for (let node = left.pop(); node; node = left.pop()) {
    const { at, level } = node;
    if (seen.has(at)) fail(`the tree of names comes to byte ${at} twice`);
    seen.add(at);
    if (level === -1) continue;
    const own = view.getUint8(at + 5);
    if (level !== undefined && own !== level) fail(`byte ${at}: a node of level ${own} where ${level} is expected`);
    const count = view.getUint16(at + 6, true);
    for (let i = 0; i < count; i++) left.push({ at: addressAt(view, at + HEAD + 8 + i * ENTRY), level: own - 1 });
  }
}

/** Version 2: jsfive believes the number of levels and of nodes; of one level below the root they have to fit into the file. */
function checkIndex(view: DataView, header: number, fail: (problem: string) => never): void {
  const nodeLength = view.getUint32(header + 6, true);
  const depth = view.getUint16(header + 12, true);
  const records = view.getUint16(header + 24, true);
  if (depth > 1 || (depth === 1 && (records + 1) * nodeLength > view.byteLength))
    fail(`an index of names of ${depth + 1} levels, ${records + 1} nodes of ${nodeLength} bytes`);
}

function addressAt(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** Accounts for the messages of each object's header, which many names may share. */
export function headersWithin(byteLength: number, where: string): (objects: DataObjects) => void {
  const spend = budget(OBJECTS, byteLength, (problem, remedy) => {
    throw new FormatError(where, `HDF5: ${problem}`, remedy);
  });
  return ({ msgs }) => spend(COST.dictionary * msgs.length);
}
