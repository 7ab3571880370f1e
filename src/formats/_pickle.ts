import { FormatError } from "../errors.ts";
import { budget, COPIES, COST, OBJECTS } from "./_budget.ts";
import type { Cursor } from "./_cursor.ts";
import type { Bench } from "./_pickle-bench.ts";
import { built, canonical, construct, isTorchDtype } from "./_pickle-classes.ts";
import { keyOf } from "./_pickle-keys.ts";
import { isRefused } from "./_pickle-refused.ts";
import { decimal, float, integer, quoted, twosComplement, unescaped } from "./_pickle-text.ts";
import { shown } from "./_shown.ts";
import { type Inert, isDictionary, isInert, type Value } from "./_values.ts";
import { checkDepth } from "./_values-depth.ts";

export interface UnpickleOptions {
  /** What a persistent id stands for: torch's storages lie outside the pickle. */
  readonly persistentLoad?: (id: Value) => Value;
  /** What `torch.storage._load_from_bytes` would return: a storage within a plain pickle. */
  readonly torchStorage?: (bytes: Uint8Array) => Value;
  /** The bytes that the file has of the pickle, where it is compressed: what it may ask for is in proportion to these. */
  readonly compressedLength?: number | undefined;
}

/** Values that wait on the stack: a pickler appends a thousand at once, only a long tuple needs more. */
const MAX_STACK = 2 ** 20;

/** An integer of more bytes is no count of anything. */
const MAX_INTEGER = 1024;

/**
 * The value of one pickle of protocol 0 to 5 (CPython's Lib/pickletools.py), read from where the cursor stands to its
 * STOP. Nothing is imported and nothing called: a few constructors are read as data (`_pickle-classes.ts`), some
 * callables are refused (`_pickle-refused.ts`), all other objects come back inert, with their state. Python 2's byte
 * strings are taken as Latin-1. The value may share its parts and contain itself.
 */
export function unpickle(cursor: Cursor, options: UnpickleOptions = {}): Value {
  const stack: Value[] = [];
  const marks: number[] = [];
  const memo = new Map<number, Value>();
  const classes = new Map<string, Inert>();
  const isClass = (value: Value): boolean => isInert(value) && classes.get(value.class) === value;
  let at = cursor.position();

  const fail = (problem: string, remedy?: string): never => {
    throw new FormatError(`${cursor.where}: byte ${at}`, problem, remedy);
  };
  const refuse = (problem: string, remedy: string): never => fail(`pickle ${problem}`, remedy);
  const spend = budget(OBJECTS, options.compressedLength ?? cursor.remaining(), refuse);
  const charge = budget(COPIES, cursor.remaining(), refuse);
  const bench: Bench = { fail, charge, torchStorage: options.torchStorage };

  const push = (value: Value): unknown =>
    stack.length < MAX_STACK ? stack.push(value) : fail(`pickle stack of more than ${MAX_STACK} values`);
  const pushList = (items: Value[]): unknown => {
    spend(COST.list + COST.slot * items.length);
    return push(items);
  };
  const newMap = (): Map<string | number, Value> => {
    spend(COST.dictionary);
    return new Map();
  };
  const remember = (index: number): void => {
    spend(COST.memo);
    memo.set(index, top());
  };
  const given = <T extends Value>(value: T | undefined): T => value ?? fail("pickle value cannot be read");
  const floor = (): number => marks.at(-1) ?? 0;
  const top = (): Value => (stack.length > floor() ? (stack.at(-1) as Value) : fail("pickle stack is empty"));
  const pop = (): Value => {
    top();
    return stack.pop() as Value;
  };
  const popMark = (): Value[] => stack.splice(marks.pop() ?? fail("pickle has no mark"));
  const text = (n: number): unknown => push(cursor.take(n).toString("utf8"));
  const bytes = (n: number): unknown => {
    spend(COST.bytes);
    return push(new Uint8Array(cursor.take(n)));
  };
  const latin1 = (n: number): unknown => push(cursor.take(n).toString("latin1"));
  const u8 = (): number => cursor.byte();
  const u16 = (): number => cursor.take(2).readUInt16LE(0);
  const u32 = (): number => cursor.take(4).readUInt32LE(0);
  const u64 = (): number => Number(cursor.take(8).readBigUInt64LE(0));
  const long = (n: number): unknown =>
    push(n > MAX_INTEGER ? fail(`pickle integer of ${n} bytes`) : integer(twosComplement(cursor.take(n))));

  const global = (module: string, name: string): Value => {
    const path = canonical(`${module}.${name}`);
    if (isRefused(path))
      fail(`pickle asks to call ${shown(path)}`, "do not load this file and do not trust its source");
    if (isTorchDtype(path)) return path;
    const known = classes.get(path);
    if (known) return known;
    spend(COST.object);
    const type: Inert = { type: "inert", class: path, arguments: [], state: null };
    classes.set(path, type);
    return type;
  };
  const pushGlobal = (): void => {
    const module = cursor.line().toString("utf8");
    push(global(module, cursor.line().toString("utf8")));
  };
  const call = (callable: Value, args: Value): Value => {
    if (!isInert(callable)) return fail("pickle calls what is no class");
    if (!Array.isArray(args)) return fail(`pickle calls ${shown(callable.class)} without a tuple of arguments`);
    spend(COST.object);
    const data = isClass(callable) ? construct(callable.class, args, bench) : undefined;
    return data !== undefined ? data : { type: "inert", class: callable.class, arguments: args, state: null };
  };
  /** Where a target's items go: itself, or the state of an inert object whose class extends list or dict. */
  const itemsOf = (target: Value, empty: Value): Value => {
    if (!isInert(target)) return target;
    if (isClass(target)) fail("pickle adds items to a class");
    const object = target as { state: Value };
    if (object.state === null) {
      spend(COST.dictionary);
      object.state = empty;
    }
    return object.state;
  };
  const append = (target: Value, items: readonly Value[]): void => {
    const list = itemsOf(target, []);
    if (!Array.isArray(list)) fail("pickle appends to what is no list");
    spend(COST.slot * items.length);
    for (let i = 0; i < items.length; i++) (list as Value[]).push(items[i] as Value);
  };
  const setItems = (target: Value, items: readonly Value[]): void => {
    const map = itemsOf(target, new Map()) as Map<string | number, Value>;
    if (!isDictionary(map)) fail("pickle sets an item of what is no dictionary");
    if (items.length % 2 !== 0) fail("pickle has a key without a value");
    spend((COST.entry * items.length) / 2);
    for (let i = 0; i < items.length; i += 2) {
      const key = keyOf(items[i] as Value) ?? fail("pickle has a dictionary key that is too long or nested too deep");
      if (typeof items[i] === "object" && typeof key === "string") bench.charge(key.length);
      map.set(key, items[i + 1] as Value);
    }
  };
  const build = (target: Value, state: Value): void => {
    if (isInert(target) && !isClass(target)) built(target, state, bench);
    else if (isClass(target)) fail("pickle changes a class");
  };
  const recall = (index: number): Value => {
    const value = memo.get(index);
    return value === undefined ? fail(`pickle memo ${index} is empty`) : value;
  };
  const index = (): number => Number(given(decimal(cursor.line())));
  const persistent = (id: Value): Value => {
    spend(COST.object);
    return options.persistentLoad?.(id) ?? fail("pickle refers to an object outside the file");
  };

  for (;;) {
    at = cursor.position();
    const opcode = cursor.byte();
    // biome-ignore format: one opcode a line, with the letter that it is known by
    switch (opcode) {
      case 0x80: if (u8() > 5) fail("pickle protocol above 5"); break;
      case 0x95: if (u64() > cursor.remaining()) fail("pickle frame leaves the file", "the file is truncated"); break;
      case 0x2e: { const value = pop(); checkDepth(value, fail); return value; } // .
      // Constants and numbers
      case 0x4e: push(null); break; // N
      case 0x88: push(true); break;
      case 0x89: push(false); break;
      case 0x49: { // I: booleans of protocol 0 are integers of two digits
        const line = cursor.line();
        const digits = line.toString("latin1");
        push(digits === "01" ? true : digits === "00" ? false : integer(given(decimal(line))));
        break;
      }
      case 0x4c: push(integer(given(decimal(cursor.line())))); break; // L
      case 0x46: push(given(float(cursor.line()))); break; // F
      case 0x47: push(cursor.double()); break; // G
      case 0x4a: push(cursor.take(4).readInt32LE(0)); break; // J
      case 0x4b: push(u8()); break; // K
      case 0x4d: push(u16()); break; // M
      case 0x8a: long(u8()); break;
      case 0x8b: long(u32()); break;
      // Strings and bytes
      case 0x53: push(given(quoted(cursor.line()))); break; // S
      case 0x56: push(unescaped(cursor.line())); break; // V
      case 0x54: latin1(u32()); break; // T
      case 0x55: latin1(u8()); break; // U
      case 0x58: text(u32()); break; // X
      case 0x8c: text(u8()); break;
      case 0x8d: text(u64()); break;
      case 0x42: bytes(u32()); break; // B
      case 0x43: bytes(u8()); break; // C
      case 0x8e: case 0x96: bytes(u64()); break;
      case 0x98: top(); break; // READONLY_BUFFER
      // Containers
      case 0x28: if (marks.push(stack.length) > MAX_STACK) fail(`pickle of more than ${MAX_STACK} marks`); break; // (
      case 0x29: case 0x5d: case 0x8f: pushList([]); break; // ) ] EMPTY_SET
      case 0x7d: push(newMap()); break; // }
      case 0x74: case 0x6c: case 0x91: pushList(popMark()); break; // t l FROZENSET
      case 0x64: { const items = popMark(); const map = newMap(); setItems(map, items); push(map); break; } // d
      case 0x85: pushList([pop()]); break;
      case 0x86: { const b = pop(); pushList([pop(), b]); break; }
      case 0x87: { const c = pop(); const b = pop(); pushList([pop(), b, c]); break; }
      case 0x61: { const item = pop(); append(top(), [item]); break; } // a
      case 0x65: case 0x90: { const items = popMark(); append(top(), items); break; } // e ADDITEMS
      case 0x73: { const value = pop(); const key = pop(); setItems(top(), [key, value]); break; } // s
      case 0x75: { const items = popMark(); setItems(top(), items); break; } // u
      // The stack and the memo
      case 0x30: if (stack.length === marks.at(-1)) marks.pop(); else pop(); break; // 0
      case 0x31: popMark(); break; // 1
      case 0x32: push(top()); break; // 2
      case 0x67: push(recall(index())); break; // g
      case 0x68: push(recall(u8())); break; // h
      case 0x6a: push(recall(u32())); break; // j
      case 0x70: remember(index()); break; // p
      case 0x71: remember(u8()); break; // q
      case 0x72: remember(u32()); break; // r
      case 0x94: remember(memo.size); break;
      // Classes and objects
      case 0x63: pushGlobal(); break; // c
      case 0x93: {
        const name = pop();
        const module = pop();
        if (typeof name !== "string" || typeof module !== "string") fail("pickle names a class by what is no string");
        push(global(String(module), String(name)));
        break;
      }
      case 0x52: case 0x81: { const args = pop(); push(call(pop(), args)); break; } // R NEWOBJ
      case 0x92: { // NEWOBJ_EX
        const named = pop();
        const args = pop();
        push(call(pop(), isDictionary(named) && named.size > 0 && Array.isArray(args) ? [...args, named] : args));
        break;
      }
      case 0x69: { pushGlobal(); const type = pop(); push(call(type, popMark())); break; } // i
      case 0x6f: { const [type = null, ...args] = popMark(); push(call(type, args)); break; } // o
      case 0x62: { const state = pop(); build(top(), state); break; } // b
      case 0x50: push(persistent(cursor.line().toString("latin1"))); break; // P
      case 0x51: push(persistent(pop())); break; // Q
      default: fail(`pickle opcode 0x${opcode.toString(16).padStart(2, "0")} is not supported`);
    }
  }
}
