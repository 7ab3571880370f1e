import type { Source } from "../formats/_sources.ts";

/** A cell of a log: text, a number, or nothing. */
export type Cell = string | number | undefined;

/** What a reader hands on of a log, row by row as it reads: names as the writer chose them. */
export interface LogSink {
  /** What was logged together: measures, and the epoch, step or time of it. `run` names the run where a log has several. */
  readonly row: (cells: Iterable<readonly [name: string, cell: Cell]>, run?: string) => void;
  /** The same for many rows of these columns, one after the other: what takes their cells, in this order. */
  readonly columns: (names: readonly string[]) => (cells: readonly Cell[]) => void;
  /** Whether a column of this name is a measure. */
  readonly isMeasure: (name: string) => boolean;
  /** An entry of the configuration of the run, or of the named one; nested names are joined by a dot. */
  readonly setting: (name: string, value: string | number | boolean, run?: string) => void;
  /** What of the log could not be read, in words: said before any number. */
  readonly doubt: (words: string) => void;
}

/** What a user states of a log. */
export interface LogOptions {
  /** With named groups: what a line of printed text logs. */
  readonly pattern?: RegExp;
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
  readonly read: (source: Source, sink: LogSink, options: LogOptions) => void;
  /** Whether files of it in one folder are of one run, one after the other, as after a restart. */
  readonly continues?: true;
}

/** Types a format's literal. */
export function defineLogFormat(format: LogFormat): LogFormat {
  return format;
}
