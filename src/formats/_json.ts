import { FormatError } from "../errors.ts";
import { shown } from "./_shown.ts";

/** Nesting of a JSON text: whoever walks its value may recurse. */
const MAX_DEPTH = 100;
/** What its values may come to: rows of eight numbers over a hundred thousand epochs, or a million tensors' shapes. */
const MAX_PARTS = 2 ** 22;
/** Roughly in the memory that each takes: a number, the key of an object, a list or an object. */
const [VALUE, KEY, CONTAINER] = [1, 3, 4];

/** The value of a JSON text in UTF-8. Throws a FormatError also where it nests too deeply or has too many parts. */
export function parsedJson(bytes: Uint8Array, where: string): unknown {
  checkParts(bytes, where);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(where, `no valid JSON: ${shown((cause as Error).message)}`, undefined, { cause });
  }
}

const byte = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH] = [byte('"'), byte("\\")];
const NESTING = table({ "[": 1, "{": 1, "]": -1, "}": -1 });
const COSTS = table({ "[": CONTAINER, "{": CONTAINER, ":": KEY, ",": VALUE });

function table(values: Readonly<Record<string, number>>): Int8Array {
  const all = new Int8Array(256);
  for (const [character, value] of Object.entries(values)) all[byte(character)] = value;
  return all;
}

/** Counts before anything is built: a byte of a text can ask for an object of sixty. */
export function checkParts(bytes: Uint8Array, where: string, kind = "JSON"): void {
  let [depth, parts, quoted] = [0, 0, false];
  for (let i = 0; i < bytes.length; i++) {
    const at = bytes[i] as number;
    if (quoted && at === BACKSLASH) i++;
    else if (at === QUOTE) quoted = !quoted;
    else if (!quoted) {
      depth += NESTING[at] as number;
      parts += COSTS[at] as number;
      if (depth > MAX_DEPTH) throw new FormatError(where, `${kind} nested deeper than ${MAX_DEPTH}`, "leave it out");
      if (parts > MAX_PARTS) throw new FormatError(where, `${kind} of more than ${MAX_PARTS} parts`, "leave it out");
    }
  }
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
