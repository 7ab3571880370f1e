import { FormatError } from "../errors.ts";
import { shown } from "./_shown.ts";

/** The value of a JSON text in UTF-8. */
export function parsedJson(bytes: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(where, `no valid JSON: ${shown((cause as Error).message)}`, undefined, { cause });
  }
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
