import { FormatError } from "../errors.ts";
import { checkParts, isRecord } from "../formats/_json.ts";
import { shown } from "../formats/_shown.ts";
import { defineLogFormat } from "./_format.ts";
import { decoded, headOf } from "./_text.ts";
import { closed, standardJson } from "./curves/python-json.ts";
import { readSettings, readTree } from "./curves/tree.ts";

/** A bracket and what may follow it: a line that a script printed can begin with `[100/1000]` or a dictionary of Python. */
const BEGINNING =
  /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"]|$|\]\s*$|(?:-?[\d.]+(?:e[-+]?\d+)?|NaN|-?Infinity|null|true|false)\s*(?:,|\]\s*$|$)))/i;
/** A document must be held whole: a longer log is written an object a line. */
const MAX_BYTES = 2 ** 28;

/**
 * A document: an object of lists, a list of objects, values by step, or these nested; the state of Hugging Face's Trainer,
 * whose other entries are of the moment, not of the run. Scalars beside are the configuration.
 */
export default defineLogFormat({
  name: "json",
  title: "JSON",
  specification: "RFC 8259; with NaN and Infinity as Python writes them",
  recognises: (source) => BEGINNING.test(headOf(source)),
  read: (source, sink) => {
    if (source.byteLength > MAX_BYTES)
      throw new FormatError(
        source.path,
        `is one JSON document of ${source.byteLength} bytes: more than ${MAX_BYTES}`,
        "write the log as JSON lines, an object a line",
      );
    const { value, fault } = documentOf(source.path, decoded(source.read(0, source.byteLength)));
    const state = isRecord(value) && Array.isArray(value.log_history) ? value.log_history : undefined;
    const logs = readTree(state ?? value, sink, { cut: fault !== undefined });
    // The beginning of a configuration is none.
    if (fault && !logs) throw fault;
    if (fault) sink.doubt("the JSON document is cut off: what was whole is read");
    if (isRecord(value) && !state) readSettings(value, sink);
  },
});

/** The value of a document, be it of its beginning alone: then with what is wrong with the whole. */
function documentOf(path: string, text: string): { readonly value: unknown; readonly fault?: FormatError } {
  checkParts(Buffer.from(text), path);
  const document = standardJson(text);
  try {
    return { value: JSON.parse(document) };
  } catch (cause) {
    const fault = new FormatError(path, `is not JSON: ${shown((cause as Error).message)}`, undefined, { cause });
    const whole = closed(document);
    try {
      if (whole !== undefined) return { value: JSON.parse(whole), fault };
    } catch {
      // It is no JSON before its end either: what is wrong with the whole is said.
    }
    throw fault;
  }
}
