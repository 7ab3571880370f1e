import { COST } from "./_budget.ts";
import type { Bench, Constructor } from "./_pickle-bench.ts";
import { numpyConstructors, withArrayState } from "./_pickle-numpy.ts";
import { torchConstructors } from "./_pickle-torch.ts";
import { type Inert, isDictionary, type Value } from "./_values.ts";

/** Python 2's and NumPy 2's names of modules, by the name used here. */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/^__builtin__\./, "builtins."],
  [/^copy_reg\./, "copyreg."],
  [/^numpy\._core\./, "numpy.core."],
];

/** A qualified name as all versions of Python and NumPy write it. */
export function canonical(name: string): string {
  return RENAMED.reduce((path, [from, to]) => path.replace(from, to), name);
}

/** Whether the name is a torch element type, such as `torch.float32`: a value, not a class. */
export function isTorchDtype(name: string): boolean {
  return /^torch\.(?:q?u?int\d+(?:x\d+)?|b?float\d\w*|complex\d+|bool|strided|sparse_\w+)$/.test(name);
}

/** What calling this class or function gives, where that is known to be data; undefined for all others. */
export function construct(name: string, args: readonly Value[], bench: Bench): Value | undefined {
  return CONSTRUCTORS.get(name)?.(args, bench);
}

/** Gives an inert object the state that `__setstate__` would have received; items that it already has are kept. */
export function built(target: Inert, state: Value, bench: Bench): void {
  if (withArrayState(target, state, bench)) return;
  const object = target as { state: Value };
  if (object.state === null) {
    object.state = state;
  } else if (object.state instanceof Map && isDictionary(state)) {
    bench.charge(COST.entry * state.size);
    for (const [name, value] of state) object.state.set(name, value);
  } else {
    object.state = [object.state, state];
  }
}

const list: Constructor = ([items = []]) => (Array.isArray(items) ? items : undefined);

const dictionary: Constructor = ([items = []], { charge }) => {
  if (isDictionary(items)) return items;
  if (!Array.isArray(items)) return undefined;
  charge(COST.entry * items.length);
  const pairs = items.filter((pair) => Array.isArray(pair) && pair.length === 2 && isKey(pair[0]));
  return pairs.length === items.length ? new Map(pairs as [string | number, Value][]) : undefined;
};

const isKey = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

/** `bytes("…", "latin1")` and its like: how protocols below 3 write bytes. */
const bytes: Constructor = ([data = "", encoding = "latin1"], { charge }) => {
  if (data instanceof Uint8Array) return data;
  if (typeof data !== "string" || (encoding !== "latin1" && encoding !== "latin-1")) return undefined;
  charge(data.length);
  return Uint8Array.from(Buffer.from(data, "latin1"));
};

const CONSTRUCTORS: ReadonlyMap<string, Constructor> = new Map<string, Constructor>([
  ["builtins.list", list],
  ["builtins.tuple", list],
  ["builtins.set", list],
  ["builtins.frozenset", list],
  ["collections.deque", list],
  ["builtins.dict", dictionary],
  ["collections.OrderedDict", dictionary],
  ["collections.Counter", dictionary],
  ["collections.defaultdict", ([, items = []], bench) => dictionary([items], bench)],
  ["builtins.bytes", bytes],
  ["builtins.bytearray", bytes],
  ["_codecs.encode", bytes],
  // Objects of protocols 0 and 1: class, base, what the base holds.
  ["copyreg._reconstructor", ([type, , base = null]) => withBase(type, base)],
  ...numpyConstructors,
  ...torchConstructors(construct),
]);

function withBase(type: Value | undefined, base: Value): Value | undefined {
  const name = typeof type === "object" && type !== null && "class" in type ? type.class : undefined;
  return name === undefined ? undefined : { type: "inert", class: name, arguments: [], state: base };
}
