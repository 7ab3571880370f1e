import type { Source } from "./_sources.ts";
import type { Value } from "./_values.ts";

/** One public file format: bytes to values. It knows nothing of networks. */
export interface Format {
  /** Kebab-case; the file's name. */
  readonly name: string;
  /** For people: "PyTorch (zip)". */
  readonly title: string;
  /** Where the format is specified. */
  readonly specification: string;
  /** Decided from the bytes, never from the extension. */
  readonly recognises: (source: Source) => boolean;
  /** Throws a FormatError that names the byte; reads no element of any array. */
  readonly read: (source: Source) => Value;
}

/** Types a format's literal. */
export function defineFormat(format: Format): Format {
  return format;
}
