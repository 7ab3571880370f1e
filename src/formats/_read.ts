import { FormatError } from "../errors.ts";
import type { Format } from "./_format.ts";
import { type Source, withSource } from "./_sources.ts";
import type { Value } from "./_values.ts";
import * as formats from "./index.ts";

const FORMATS: readonly Format[] = Object.values(formats);

/** What a checkpoint file says, and the name of the format that it was recognised by. Reads no element of any array. */
export function readFile(path: string): { readonly format: string; readonly value: Value } {
  return withSource(path, (source) => {
    const format = recognised(source);
    if (format === undefined) throw unknown(source);
    return { format: format.name, value: format.read(source) };
  });
}

/** The format of a file by its first bytes, or undefined where it is none of ours. */
export function formatOf(path: string): Format | undefined {
  return withSource(path, recognised);
}

function recognised(source: Source): Format | undefined {
  return FORMATS.find((format) => format.recognises(source));
}

function unknown(source: Source): FormatError {
  const remedy = `the formats are ${FORMATS.map((format) => format.title).join(", ")}`;
  if (source.byteLength === 0) return new FormatError(source.path, "is empty", remedy);
  const start = Buffer.from(source.read(0, Math.min(16, source.byteLength)));
  const text = start.toString("latin1").replace(/[^ -~]/g, "·");
  return new FormatError(source.path, `is not a checkpoint: begins with ${start.toString("hex")} (${text})`, remedy);
}
