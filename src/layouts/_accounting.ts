import type { ArrayRef } from "../formats/_values.ts";
import { spanOf } from "../formats/_views.ts";
import { isStack, type Reading, type StateDict } from "./_layout.ts";
import { COMPUTED, isBuffer } from "./_structural-tensors.ts";

/**
 * The names of the tensors that a reading neither reads, whole or in part, nor leaves out on purpose: masks, counters and
 * what is computed anew apart.
 */
export function unreadTensors(state: StateDict, { weights, unused = [], architecture }: Reading): readonly string[] {
  const views = Object.values(weights).flatMap((view): readonly ArrayRef[] => (isStack(view) ? view : [view]));
  const byStorage = new Map<unknown, ArrayRef[]>();
  for (const view of views) {
    const key = storageKey(view);
    const known = byStorage.get(key);
    if (known) known.push(view);
    else byStorage.set(key, [view]);
  }
  const rotary = architecture.kind === "transformer" && architecture.positions?.scheme === "rotary";
  return [...state].flatMap(([name, array]) => {
    if (unused.includes(name) || isBuffer(name, array) || (rotary && COMPUTED.test(name))) return [];
    const own = spanOf(array);
    const read = byStorage.get(storageKey(array))?.some((view) => {
      const span = spanOf(view);
      return span.first <= own.last && own.first <= span.last;
    });
    return read ? [] : [name];
  });
}

function storageKey({ storage }: ArrayRef): unknown {
  return storage instanceof Uint8Array ? storage : `${storage.path}\n${storage.offset}`;
}
