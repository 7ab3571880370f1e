import { parseDocument } from "yaml";
import { FormatError } from "../errors.ts";
import { checkParts, isRecord } from "../formats/_json.ts";
import { shown } from "../formats/_shown.ts";

/** A configuration is far shorter, and the parser takes the square of the length for some texts. */
const MAX_LENGTH = 2 ** 16;
/** Uses of one anchored part: a few lines of them could stand for gigabytes. */
const MAX_ALIASES = 100;
/** Lists within lists on one line, `- - - x`: each costs the parser stack and far more memory than its two bytes. */
const COMPACT = /^ *(?:[-?][ \t]+){50}/m;

/**
 * The value of a YAML text as JSON has it. Tags are not followed: an object of a Python class is its entries. W&B's
 * `key: {desc, value}` is the value. Throws a FormatError where the text is none, or nests too deeply.
 */
export function yamlOf(path: string, text: string): unknown {
  if (text.length > MAX_LENGTH)
    throw new FormatError(path, `YAML of more than ${MAX_LENGTH} characters`, "leave it out");
  checkParts(Buffer.from(text), path, "YAML");
  if (COMPACT.test(text)) throw new FormatError(path, "is not YAML: nests too deeply", "leave it out");
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: "error", schema: "core", merge: true });
    const [error] = document.errors;
    if (error) throw error;
    return unwrapped(document.toJS({ maxAliasCount: MAX_ALIASES }));
  } catch (cause) {
    const [problem = ""] = (cause as Error).message.split("\n");
    const words = /call stack/.test(problem) ? "nests too deeply" : shown(problem.replace(/:$/, ""));
    throw new FormatError(path, `is not YAML: ${words}`, undefined, { cause });
  }
}

function unwrapped(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, wandb(entry) ? entry.value : entry]);
  return Object.fromEntries(entries);
}

function wandb(entry: unknown): entry is { readonly value: unknown } {
  return isRecord(entry) && "value" in entry && Object.keys(entry).every((key) => key === "value" || key === "desc");
}
