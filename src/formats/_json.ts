import { FormatError } from "../errors.ts";
import { budget, NESTING, OBJECTS } from "./_budget.ts";
import { shown } from "./_shown.ts";

/** Roughly the bytes that each takes: a number, the key of an object, a list or an object; less than 128. */
const [VALUE, KEY, CONTAINER] = [32, 96, 120];

/** The value of a JSON text in UTF-8. Throws a FormatError also where it nests too deeply or has too many parts. */
export function parsedJson(bytes: Uint8Array, where: string): unknown {
  checkParts(bytes, where);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(where, `no valid JSON: ${shown((cause as Error).message)}`, undefined, { cause });
  }
}

/** `parsedJson` of a text that has been decoded. */
export function parsedJsonText(text: string, where: string): unknown {
  return parsedJson(new TextEncoder().encode(text), where);
}

const byte = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH] = [byte('"'), byte("\\")];
const BRACKETS = table({ "[": 1, "{": 1, "]": -1, "}": -1 });
const COSTS = table({ "[": CONTAINER, "{": CONTAINER, ":": KEY, ",": VALUE });

function table(values: Readonly<Record<string, number>>): Int8Array {
  const all = new Int8Array(256);
  for (const [character, value] of Object.entries(values)) all[byte(character)] = value;
  return all;
}

/** Counts before anything is built: a byte of a text can ask for an object of sixty. */
export function checkParts(bytes: Uint8Array, where: string, kind = "JSON"): void {
  const spend = budget(OBJECTS, bytes.length, (problem, remedy) => {
    throw new FormatError(where, `${kind} ${problem}`, remedy);
  });
  let [depth, quoted] = [0, false];
  for (let i = 0; i < bytes.length; i++) {
    const at = bytes[i] as number;
    if (quoted && at === BACKSLASH) i++;
    else if (at === QUOTE) quoted = !quoted;
    else if (!quoted) {
      depth += BRACKETS[at] as number;
      if (COSTS[at] !== 0) spend(COSTS[at] as number);
      if (depth > NESTING.text)
        throw new FormatError(where, `${kind} nested deeper than ${NESTING.text}`, "leave it out");
    }
  }
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
