import { FormatError } from "../errors.ts";
import { checkParts, isRecord } from "../formats/_json.ts";
import { shown } from "../formats/_shown.ts";

/** The value of a JSON text with `NaN` and `Infinity` in it, as Python writes them: NaN is null here. */
export function jsonOf(path: string, text: string): unknown {
  checkParts(Buffer.from(text), path);
  try {
    return JSON.parse(plain(text));
  } catch (cause) {
    throw new FormatError(path, `is not JSON: ${shown((cause as Error).message)}`, undefined, { cause });
  }
}

function plain(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  // Strings are matched first, and stay as they are.
  return text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|\bInfinity\b/g, (found) =>
    found === "NaN" ? "null" : found === "Infinity" ? "1e999" : found,
  );
}

/** The objects of a text with one a line. Other lines are left out: the last may be half written. */
export function jsonLines(path: string, text: string): readonly Readonly<Record<string, unknown>>[] {
  checkParts(Buffer.from(text), path);
  return text.split(/\r?\n|\r/).flatMap((line) => {
    if (!line.trimStart().startsWith("{")) return [];
    try {
      const value: unknown = JSON.parse(plain(line));
      return isRecord(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}
