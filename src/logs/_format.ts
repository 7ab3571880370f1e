import type { Source } from "../formats/_sources.ts";

/** A cell of a log: text, a number, or nothing. */
export type Cell = string | number | undefined;

/** What a reader hands on of a log, row by row as it reads: names as the writer chose them. */
export interface LogSink {
  /** What was logged together: measures, and the epoch, step or time of it. `run` names the run where a log has several. */
  readonly row: (cells: Iterable<readonly [name: string, cell: Cell]>, run?: string) => void;
  /** An entry of the configuration of the run, or of the named one; nested names are joined by a dot. */
  readonly setting: (name: string, value: string | number | boolean, run?: string) => void;
  /** What of the log could not be read, in words: said before any number. */
  readonly doubt: (words: string) => void;
}

/** One format of training logs: bytes to rows. It knows no names of measures. */
export interface LogFormat {
  /** Kebab-case; the file's name. */
  readonly name: string;
  /** For people: "TensorBoard events". */
  readonly title: string;
  /** Where the format is specified, or which writer's code tells. */
  readonly specification: string;
  /** Decided from the bytes, and from the name only where the bytes leave it open. */
  readonly recognises: (source: Source) => boolean;
  /**
   * Reads the source from its start in pieces, so that memory does not grow with its length. A file that ends in the middle of
   * a record, as one that is still written does, gives what was whole; a FormatError names the byte that is no part of the format.
   */
  readonly read: (source: Source, sink: LogSink) => void;
}

/** Types a format's literal. */
export function defineLogFormat(format: LogFormat): LogFormat {
  return format;
}
