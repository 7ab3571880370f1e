import type { Source } from "../formats/_sources.ts";
import { headOf, piecesOf } from "./_text.ts";

/** A cell of a log: text, a number, or nothing. */
export type Cell = string | number | undefined;

/** What a reader hands on of a log, row by row as it reads: names as the writer chose them. */
export interface LogSink {
  /** What was logged together: measures, and the epoch, step or time of it. `run` names the run where a log has several. */
  readonly row: (cells: Iterable<readonly [name: string, cell: Cell]>, run?: string) => void;
  /** The same for many rows of these columns, one after the other: what takes their cells, in this order. */
  readonly columns: (names: readonly string[], run?: string) => (cells: readonly Cell[]) => void;
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

/** Takes a text as it grows, piece by piece; what it hands on goes to the sink that it was made with. */
export interface TextReader {
  /** Whole lines, each ended by a line feed; `torn` where the last one is not, as while it is written. */
  readonly take: (lines: string, torn: boolean) => void;
  /** Takes what was held back for more to come. */
  readonly end: () => void;
  /** What of all so far is no part of the format, in words. */
  readonly doubts: () => readonly string[];
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
  /** Of a format of lines: what reads them, given how the text begins; undefined where that tells too little. */
  readonly lines?: (head: string, path: string, sink: LogSink, options: LogOptions) => TextReader | undefined;
  /** Whether files of it in one folder are of one run, one after the other, as after a restart. */
  readonly continues?: true;
}

/** Said of a text whose last line may go on. */
export const CUT_OFF = "the last line does not end in a line feed: its last value may be cut off, and is left out";

/** Types a format's literal. */
export function defineLogFormat(format: LogFormat): LogFormat {
  return format;
}

/** A format of lines: all of it is read as it would be while it grows. */
export function defineTextFormat(
  format: Omit<LogFormat, "read"> & { readonly lines: NonNullable<LogFormat["lines"]> },
): LogFormat {
  return defineLogFormat({
    ...format,
    read: (source, sink, options) => {
      const reader = format.lines(headOf(source), source.path, sink, options);
      if (!reader) return;
      for (const piece of piecesOf(source)) reader.take(piece, !piece.endsWith("\n"));
      reader.end();
      for (const words of reader.doubts()) sink.doubt(words);
    },
  });
}
