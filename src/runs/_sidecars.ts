import { basename, dirname, resolve } from "pathe";
import { FormatError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { withSource } from "../formats/_sources.ts";
import { host } from "../host/host.ts";
import type { LogFormat } from "../logs/_format.ts";
import { logFormatOf, type ReadOptions, readLog, readLogs } from "../logs/_read.ts";
import { decoded } from "../logs/_text.ts";
import type { Log, Measure, StoredLosses } from "../logs/curves/curve.ts";
import { isOfLogs, measureNamed } from "../logs/curves/names.ts";
import { readSettings } from "../logs/curves/tree.ts";
import { yamlOf } from "./_yaml.ts";

/** What a file beside the checkpoints tells of the run: its log, its configuration, or both. */
export interface Sidecar extends Omit<Log, "settings"> {
  readonly config: Log["settings"];
  /** Losses and accuracies of the final model. */
  readonly losses: StoredLosses;
}

/** A configuration is far smaller; a larger file is data, and is left alone. */
const MAX_YAML = 32 * 1024 * 1024;
/** Ends of names of texts that may be a log or a configuration; other files are taken for a log by their bytes alone. */
const TEXTS = /\.(csv|tsv|log|txt|out|jsonl?|ndjson)$/i;
const YAML = /\.ya?ml$/i;
/** Formats of text, which any file may look like. */
const TEXT_FORMATS = ["csv", "json", "json-lines", "text"];

/** Rows of a larger log come and go by the million. */
const LARGE = 2 ** 28;

/** Whether a file of this name may be a side-car. */
export function isSidecarName(name: string): boolean {
  return TEXTS.test(name) || YAML.test(name);
}

/** The format of a log that a file of a folder is; undefined for texts that are not called one. */
export function logFormatIn(path: string, { memory }: ReadOptions = {}): LogFormat | undefined {
  const format = logFormatOf(path, memory ? { memory } : {});
  return format && TEXT_FORMATS.includes(format.name) && !TEXTS.test(path) ? undefined : format;
}

/** Reads `config_*.json`, `run.yaml`, `metrics.csv`, `losses.jsonl` and logs of any name; undefined for other files. */
export function sidecar(path: string, options: ReadOptions = {}): Sidecar | undefined {
  if (YAML.test(path)) return yamlSidecar(path);
  if (host().disk.stat(path).size > LARGE) host().sparesMemory?.();
  const log = readLog(path, { ...options, prefix: placeOf(path) });
  // Text that only its name calls JSON is a damaged configuration, and no other log.
  if (/\.json$/i.test(path) && log?.format !== "json" && log?.format !== "json-lines") throw notJson(path);
  return log && withLosses(log);
}

function notJson(path: string): FormatError {
  return new FormatError(path, "is not JSON", "write or copy the file again");
}

/** The log in files of one folder that continue one another. */
export function continuedSidecar(paths: readonly string[], format: LogFormat, options: ReadOptions = {}): Sidecar {
  return withLosses(readLogs(paths, format, { ...options, prefix: placeOf(paths[0] as string) }));
}

/** As TensorBoard's page names what is downloaded of it: run-sweep3_train-tag-accuracy. */
const DOWNLOADED = /^run-(.*)-tag-(.*)$/;

/** What a log's file is called, and the folders above it, as far as these speak of the data or a measure. */
function placeOf(path: string): string {
  const folders = dirname(resolve(path)).split("/");
  const own = folders.slice(folders.findLastIndex((folder) => !isOfLogs(folder)) + 1);
  const stem = basename(path).replace(/\.[a-z]+$/i, "");
  const [, run = stem, tag = ""] = DOWNLOADED.exec(stem) ?? [];
  return [...own, endOf(run), endOf(tag)].filter((part) => part !== "").join(" ");
}

/** The words at the end of a name that speak of the data or a measure, as `train` in run0_train. */
function endOf(name: string): string {
  const words = name.split(/[^a-z0-9%@]+/i).filter((word) => word !== "");
  return words.slice(words.findLastIndex((word) => !isOfLogs(word)) + 1).join(" ");
}

function withLosses({ settings, ...log }: Log): Sidecar {
  const losses: { [M in Measure]?: number } = {};
  for (const [key, entry] of ["json", "yaml"].includes(log.format) ? settings : []) {
    const measure = measureNamed(key);
    if (measure && typeof entry === "number" && !key.includes(".")) losses[measure] = entry;
  }
  return { ...log, config: settings, losses };
}

function yamlSidecar(path: string): Sidecar | undefined {
  const bytes = withSource(path, ({ byteLength, read }) => (byteLength > MAX_YAML ? undefined : read(0, byteLength)));
  const value = bytes && yamlOf(path, decoded(bytes));
  if (!isRecord(value)) return undefined;
  const settings = new Map<string, string | number | boolean>();
  readSettings(value, { setting: (name, entry) => settings.set(name, entry) });
  return withLosses({ format: "yaml", settings, curves: [], doubts: [], unread: [] });
}
