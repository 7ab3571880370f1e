import { FormatError } from "../errors.ts";
import { shown } from "../formats/_shown.ts";
import { withSource } from "../formats/_sources.ts";
import type { Value } from "../formats/_values.ts";
import { type Curve, type Measure, measureNamed, type StoredLosses } from "../layouts/_curves.ts";
import { scalars } from "../layouts/_facts.ts";

/** What a text file beside the checkpoints tells of the run. */
export interface Sidecar {
  readonly config: ReadonlyMap<string, string | number | boolean>;
  /** Losses and accuracies of the final model. */
  readonly losses: StoredLosses;
  readonly curves: readonly Curve[];
}

/** A configuration or a log of losses is far smaller; a larger file is data, and is left alone. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads `config_*.json`, `cfg.json`, `summary_metrics.json`, `metrics.csv` and the like; undefined for other files. */
export function sidecar(path: string): Sidecar | undefined {
  const kind = /\.(json|csv)$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  const bytes = withSource(path, ({ byteLength, read }) => (byteLength > MAX_BYTES ? undefined : read(0, byteLength)));
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  return kind === "csv" ? csvLog(text) : jsonFacts(path, text);
}

function jsonFacts(path: string, text: string): Sidecar | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(path, `is not JSON: ${shown((cause as Error).message)}`, undefined, { cause });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const config = scalars(asValue(json));
  const losses: { [M in Measure]?: number } = {};
  const curves: Curve[] = [];
  for (const [key, entry] of Object.entries(json)) {
    const measure = measureNamed(key);
    if (!measure) continue;
    if (typeof entry === "number") losses[measure] = entry;
    else if (isNumbers(entry)) curves.push({ series: "", measure, values: entry });
  }
  return { config, losses, curves };
}

function isNumbers(entry: unknown): entry is number[] {
  return Array.isArray(entry) && entry.length > 0 && entry.every((value) => typeof value === "number");
}

/** JSON as the formats give values: dictionaries as Maps. */
function asValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(asValue);
  if (typeof json === "object" && json !== null) {
    return new Map(Object.entries(json).map(([key, entry]) => [key, asValue(entry)]));
  }
  return json as Value;
}

/** A log with a header: the column of epochs or steps, and the columns that name a loss or an accuracy. */
function csvLog(text: string): Sidecar | undefined {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = header?.split(",").map((name) => name.trim().replace(/^"|"$/g, "")) ?? [];
  const epochColumn = names.findIndex((name) => /^(epoch|step|iteration|iter)$/i.test(name));
  const rows = lines.map((line) => line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))));
  const curves = names.flatMap((name, column): Curve[] => {
    const measure = measureNamed(name);
    const logged = rows.filter((row) => !Number.isNaN(row[column]));
    if (!measure || logged.length === 0) return [];
    const values = logged.map((row) => row[column]);
    return [
      { series: "", measure, values, ...(epochColumn < 0 ? {} : { epochs: logged.map((row) => row[epochColumn]) }) },
    ];
  });
  return curves.length > 0 ? { config: new Map(), losses: {}, curves } : undefined;
}
