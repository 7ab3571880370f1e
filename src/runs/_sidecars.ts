import { FormatError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import { withSource } from "../formats/_sources.ts";
import type { Value } from "../formats/_values.ts";
import { type Curve, type Measure, measureNamed, type StoredLosses } from "../layouts/_curves.ts";
import { scalars } from "../layouts/_facts.ts";
import { csvCurves } from "./_csv-logs.ts";
import { jsonCurves, rowCurves } from "./_json-logs.ts";
import { jsonLines, jsonOf } from "./_log-json.ts";
import { decoded } from "./_text.ts";
import { yamlOf } from "./_yaml.ts";

/** What a text file beside the checkpoints tells of the run. */
export interface Sidecar {
  /** csv, json, jsonl or yaml. */
  readonly format: string;
  readonly config: ReadonlyMap<string, string | number | boolean>;
  /** Losses and accuracies of the final model. */
  readonly losses: StoredLosses;
  readonly curves: readonly Curve[];
}

type Facts = Omit<Sidecar, "format">;

/** A configuration or a log of losses is far smaller; a larger file is data, and is left alone. */
const MAX_BYTES = 32 * 1024 * 1024;
const NOTHING: Facts = { config: new Map(), losses: {}, curves: [] };

const READERS: Readonly<Record<string, (path: string, text: string) => Facts | undefined>> = {
  csv: (_, text) => ofCurves(csvCurves(text)),
  json: jsonFacts,
  jsonl: (path, text) => ofLines(jsonLines(path, text)),
  yaml: (path, text) => ofJson(yamlOf(path, text)),
};

/** The formats by the ends of files' names; Keras calls its CSV a log. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ csv: "csv", tsv: "csv", log: "csv", txt: "csv" },
  ...{ json: "json", jsonl: "jsonl", ndjson: "jsonl", yaml: "yaml", yml: "yaml" },
};

/** Whether a file of this name may be a side-car. */
export function isSidecarName(name: string): boolean {
  return formatNamed(name) !== undefined;
}

function formatNamed(name: string): string | undefined {
  return ENDINGS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""];
}

/** Reads `config_*.json`, `run.yaml`, `metrics.csv`, `losses.jsonl` and the like; undefined for other files. */
export function sidecar(path: string): Sidecar | undefined {
  const format = formatNamed(path);
  if (format === undefined) return undefined;
  const bytes = withSource(path, ({ byteLength, read }) => (byteLength > MAX_BYTES ? undefined : read(0, byteLength)));
  const facts = bytes && READERS[format]?.(path, decoded(bytes));
  return facts && { format, ...facts };
}

function ofCurves(curves: readonly Curve[]): Facts | undefined {
  return curves.length > 0 ? { ...NOTHING, curves } : undefined;
}

function jsonFacts(path: string, text: string): Facts | undefined {
  try {
    return ofJson(jsonOf(path, text));
  } catch (error) {
    // Objects one a line, whatever the file is called.
    const lines = error instanceof FormatError && /^\s*\{.*\}\s*\n\s*\{/.test(text) ? jsonLines(path, text) : [];
    if (lines.length > 1) return ofLines(lines);
    throw error;
  }
}

/** Where a line of a log has the configuration. */
const CONFIG_KEYS = ["config", "_meta", "meta", "args", "hparams", "cfg"];

function ofLines(lines: readonly Readonly<Record<string, unknown>>[]): Facts | undefined {
  const curves = rowCurves(lines);
  const stated = lines.flatMap((line) => CONFIG_KEYS.map((key) => line[key]).filter(isRecord));
  const config = new Map(stated.slice(0, 1).flatMap((one) => [...scalars(asValue(one))]));
  return curves.length + config.size > 0 ? { ...NOTHING, config, curves } : undefined;
}

function ofJson(json: unknown): Facts | undefined {
  if (!isRecord(json)) return ofCurves(jsonCurves(json));
  // The state of Hugging Face's Trainer: its other entries are of the moment, not of the run.
  if (Array.isArray(json.log_history)) return { ...NOTHING, curves: jsonCurves(json.log_history) };
  const losses: { [M in Measure]?: number } = {};
  for (const [key, entry] of Object.entries(json)) {
    const measure = measureNamed(key);
    if (measure && typeof entry === "number") losses[measure] = entry;
  }
  return { config: scalars(asValue(json)), losses, curves: jsonCurves(json) };
}

/** JSON as the formats give values: dictionaries as Maps. Its nesting is bounded where it was parsed. */
function asValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(asValue);
  if (isRecord(json)) return new Map(Object.entries(json).map(([key, entry]) => [key, asValue(entry)]));
  return json as Value;
}
