import { basename, join, normalize, resolve } from "pathe";
import { type Analyzer, epoch } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { checkArguments } from "../arguments.ts";
import { GrokError } from "../errors.ts";
import { isFolder, readText } from "../formats/_sources.ts";
import { host } from "../host/host.ts";
import { fileName } from "../runs/_file-name.ts";
import type { Columns, Row } from "../tables/column.ts";
import { type Manifest, storedManifest } from "./_manifest.ts";
import { restored } from "./_restored.ts";
import { storedProvenance } from "./_stored.ts";
import type { Analyses } from "./analyses.ts";
import type { Provenance, Result } from "./result.ts";

/** All that is known of a run, with no checkpoint at hand: what figures and reports are made from. */
export interface Analysis extends Pick<Analyses, "results" | "skipped"> {
  /** The run's name. */
  readonly run: string;
  /** Of the result of most checkpoints. */
  readonly provenance: Provenance;
  readonly history: Manifest["history"];
  readonly settings: Manifest["settings"];
  /** Epochs that were asked of and are not among some result: the analysis was interrupted. */
  readonly missing: readonly number[];
}

/** So many epochs are named one by one. */
const MAX_NAMED = 8;

/** The folder where `analyze` puts results about the run at a path unless told otherwise. */
export function analysisFolderOf(path: string): string {
  return fileName(basename(resolve(path)), "-analysis");
}

/** Whether a folder has results in it. */
export function holdsResults(folder: string): boolean {
  if (!isFolder(folder)) return false;
  return known().some(({ name }) => storedProvenance(join(folder, `${name}.json`)) !== undefined);
}

/**
 * The folders in a folder that have results, as `analyze` makes them of a folder of runs, by their paths in it. Links, such
 * as one to the latest of them, are not followed: no results count twice.
 */
export function resultFolders(path: string, depth = 4): readonly string[] {
  if (depth === 0 || !isFolder(path)) return [];
  const { disk } = host();
  const real = disk.realPath(path);
  return disk
    .list(path)
    .filter((name) => isFolder(join(path, name)) && normalize(disk.realPath(join(path, name))) === join(real, name))
    .flatMap((name) => {
      const at = join(path, name);
      return holdsResults(at) ? [name] : resultFolders(at, depth - 1).map((inner) => join(name, inner));
    });
}

/**
 * The results that a folder holds, or those of some analyzers alone. One that this version cannot read, as its columns or
 * conclusion are other ones, is among `skipped`. Throws a GrokError where there is none.
 */
export function storedAnalysis(folder: string, only?: readonly Pick<Analyzer, "name">[]): Analysis {
  checkArguments("storedAnalysis", { folder, only });
  const files = isFolder(folder) ? host().disk.list(folder) : [];
  const manifest = storedManifest(folder);
  const results: Result[] = [];
  const skipped = [...(manifest?.skipped ?? [])];
  const wanted = only === undefined ? known() : known().filter(({ name }) => only.some((one) => one.name === name));
  for (const analyzer of wanted.filter(({ name }) => files.includes(`${name}.json`))) {
    const found = read(join(folder, `${analyzer.name}.json`), analyzer);
    if (typeof found === "string") skipped.push({ analyzer: analyzer.name, reason: found });
    else results.push(found);
  }
  if (results.length === 0) {
    const why = skipped.map(({ analyzer, reason }) => `${analyzer}: ${reason}`).join("; ");
    throw new GrokError(folder, `holds no results${why === "" ? "" : ` (${why})`}`, "make them with analyze");
  }
  const most = results.reduce((a, b) => (b.provenance.checkpoints.length > a.provenance.checkpoints.length ? b : a));
  return {
    run: most.provenance.run,
    provenance: most.provenance,
    results,
    skipped,
    history: manifest?.history ?? [],
    settings: manifest?.settings ?? {},
    missing: missingIn(results, skipped, manifest?.asked),
  };
}

/** Which checkpoints some result lacks of those that its analyzer was asked of. */
function missingIn(
  results: readonly Result[],
  skipped: Manifest["skipped"],
  asked: Manifest["asked"] = {},
): readonly number[] {
  const missing = Object.entries(asked).flatMap(([name, epochs]) => {
    if (skipped.some(({ analyzer }) => analyzer === name) || !known().some((one) => one.name === name)) return [];
    const { checkpoints = [] } = results.find(({ analyzer }) => analyzer === name)?.provenance ?? {};
    const has = new Set(checkpoints.map(({ epoch }) => epoch));
    return epochs.filter((epoch) => !has.has(epoch));
  });
  return [...new Set(missing)].toSorted((a, b) => a - b);
}

/** That an analysis was interrupted, and before which epochs; undefined where it was not. */
export function interruptedInWords({ missing }: Pick<Analysis, "missing">): string | undefined {
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, MAX_NAMED).join(", ");
  const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : "";
  return `the analysis was interrupted, and is without epoch${missing.length === 1 ? "" : "s"} ${named}${more}: run analyze again to go on`;
}

function known(): readonly Analyzer[] {
  return Object.values<Analyzer>(analyzers);
}

/** A result from its file, with the analyzer's own columns; else why not. */
function read(path: string, analyzer: Analyzer): Result | string {
  let json: Result;
  try {
    json = JSON.parse(readText(path));
  } catch {
    return `${basename(path)} is no result`;
  }
  const columns: Columns = { epoch, ...analyzer.columns };
  const kinds = (of: Columns) => Object.entries(of).map(([name, { kind }]) => `${name} ${kind}`);
  const same = json.analyzer === analyzer.name && kinds(columns).join() === kinds(json.table?.columns ?? {}).join();
  const { conclusion: fields } = analyzer;
  const conclusion = same && fields && json.table.rows.length > 0 ? restored(json.conclusion, fields) : undefined;
  if (!same || (conclusion === undefined && fields && json.table.rows.length > 0))
    return `${basename(path)} is of version ${json.provenance?.grokAnalyze ?? "unknown"}, with other contents: analyze again`;
  return {
    ...json,
    ...(conclusion === undefined ? {} : { conclusion }),
    table: { columns, rows: json.table.rows.map((row) => asComputed(row, columns)) },
  } as unknown as Result;
}

/** JSON has no NaN: a number that every row has and this one has not was not finite. */
function asComputed(row: object, columns: Columns): Row<Columns> {
  const cells = Object.entries(row).map(([name, value]) => {
    const { kind, nullable } = columns[name];
    return [name, value === null && kind === "number" && !nullable ? Number.NaN : value];
  });
  return Object.fromEntries(cells);
}
