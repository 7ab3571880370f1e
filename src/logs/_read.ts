import { FormatError } from "../errors.ts";
import { openSource, type Source, withSource } from "../formats/_sources.ts";
import type { LogFormat, LogOptions } from "./_format.ts";
import type { ReadMemory } from "./_memory.ts";
import type { Log } from "./curves/curve.ts";
import { curvesOf } from "./curves/curves-of.ts";
import { type LogTable, logTable } from "./curves/log-table.ts";
import type { StatedColumns } from "./curves/meaning.ts";
import * as formats from "./index.ts";

/** Binary formats are told by their first bytes; of text a table or JSON before lines that merely have numbers in them. */
const LAST = ["json-lines", "json", "csv", "text"];
const FORMATS: readonly LogFormat[] = Object.values<LogFormat>(formats).toSorted(
  (a, b) => LAST.indexOf(a.name) - LAST.indexOf(b.name),
);

/** What a user states of logs, and what the place of a file says of it. */
export interface ReadOptions extends LogOptions {
  readonly columns?: StatedColumns;
  /** What the file and its folders are called, where that speaks of a part of the data or a measure. */
  readonly prefix?: string;
  /** What earlier readings kept. */
  readonly memory?: ReadMemory;
}

/** The format of a log by its bytes; undefined where it is none. */
export function logFormatOf(path: string, { memory, ...options }: ReadOptions = {}): LogFormat | undefined {
  const read = () => withSource(path, (source) => recognised(source, options));
  return memory ? memory.kept("log format", [path], read) : read();
}

/** Only printed text has a pattern. */
function recognised(source: Source, { pattern }: LogOptions = {}): LogFormat | undefined {
  if (pattern) return formats.text;
  return FORMATS.find((format) => format.recognises(source));
}

/** The log in a file; undefined where it is of no format of logs. Throws a FormatError that names what cannot be read. */
export function readLog(path: string, options: ReadOptions = {}): Log | undefined {
  const { memory } = options;
  if (memory) return memory.kept("log", [path], () => rememberedLog(path, memory, options));
  return withSource(path, (source) => {
    const format = recognised(source, options);
    return format && logOf(format, [source], options);
  });
}

/** The same of a log that is followed: of lines only those that are new are read. */
function rememberedLog(path: string, memory: ReadMemory, options: ReadOptions): Log | undefined {
  const format = logFormatOf(path, options);
  // A log that was cut to nothing, or to a table without its header, stays what it was until it tells more.
  const growing = memory.growing(path, format, options);
  if (!growing) return format && withSource(path, (source) => logOf(format, [source], options));
  const log = finished(growing.format.name, growing.table, options.columns, path);
  return { ...log, doubts: [...log.doubts, ...growing.doubts()] };
}

/** The log in several files that continue one another. */
export function readLogs(paths: readonly string[], format: LogFormat, options: ReadOptions = {}): Log {
  const read = () => {
    const sources = paths.map(openSource);
    try {
      return logOf(format, sources, options);
    } finally {
      for (const source of sources) source.close();
    }
  };
  return options.memory ? options.memory.kept("logs", paths, read) : read();
}

function logOf(
  format: LogFormat,
  sources: readonly Source[],
  { columns, prefix, memory: _, ...options }: ReadOptions,
): Log {
  const table = logTable({
    byteLength: sources.reduce((sum, { byteLength }) => sum + byteLength, 0),
    ...(columns === undefined ? {} : { stated: columns }),
    ...(prefix === undefined ? {} : { prefix }),
  });
  for (const source of sources) format.read(source, table, options);
  return finished(format.name, table, columns, sources[0]?.path ?? "");
}

/** What was read, as curves. A FormatError names columns that the user stated and that are not there. */
export function finished(format: string, table: LogTable, columns: StatedColumns | undefined, path: string): Log {
  const { curves, doubts } = curvesOf(table);
  const known = new Set(table.runs().flatMap(({ axes, measures }) => [...axes.keys(), ...measures.keys()]));
  const missing = [...(columns ?? [])].filter(([name]) => !known.has(name));
  if (missing.length > 0 && curves.length === 0)
    throw new FormatError(
      path,
      `has no column of numbers called ${missing.map(([name]) => name).join(", ")}`,
      remedy(table.unread),
    );
  return { format, curves, settings: table.settings, doubts, unread: table.unread };
}

/** What to state where no column was understood. */
export function remedy(names: readonly string[]): string | undefined {
  const unread = [...new Set(names)];
  if (unread.length === 0) return undefined;
  const [first, second, third] = [unread[0], unread[1] ?? "…", unread[2] ?? "…"];
  return `name its columns (${unread.join(", ")}), as in --columns epoch=${first},train_accuracy=${second},test_accuracy=${third}`;
}
