import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { GrokError, OtherRunError } from "../errors.ts";
import { removeAbandoned } from "../runs/_write.ts";
import type { Run } from "../runs/run.ts";
import { attempt } from "./_attempt.ts";
import { paced } from "./_pace.ts";
import { digestOf } from "./_provenance.ts";
import { storedProvenance } from "./_stored.ts";
import type { Provenance, Result } from "./result.ts";
import { writeResult } from "./write.ts";

/** The folder of a run's results: `<analyzer>.json` and `<analyzer>.csv` for each, and a cache. */
export interface AnalysisFolder {
  /** The folder in it for `analyzeAll` to keep rows in. */
  readonly cache: string;
  /** Writes the results, and returns the files' paths. */
  readonly write: (results: readonly Result[]) => readonly string[];
  /** Writes what there is so far; a file that has more checkpoints is left. */
  readonly writePart: (results: readonly Result[]) => readonly string[];
  /** `writePart` now and then: most calls do nothing. */
  readonly refresh: (soFar: () => readonly Result[]) => void;
}

const REMEDY = "choose another --out";

/**
 * Opens a folder for the results of these analyzers about `run`; it is made when there is something to write. Throws an
 * OtherRunError where it holds results of another run, a GrokError where it holds files that would be overwritten and are no results.
 */
export function analysisFolder(
  folder: string,
  run: Run,
  analyzers: readonly string[],
  remedy: string = REMEDY,
): AnalysisFolder {
  if (folder === "") throw new GrokError('""', "cannot be written: it is no name", remedy);
  const cache = join(folder, "cache");
  if (isOwn(folder, run)) throw new GrokError(folder, "holds the run: results there would be read as its logs", remedy);
  const names = attempt(folder, () => (existsSync(folder) ? readdirSync(folder) : []));
  const stored = new Map<string, number>();
  for (const file of names.filter((name) => name.endsWith(".json"))) {
    const provenance = storedProvenance(join(folder, file));
    if (!provenance) continue;
    const other = difference(provenance, run);
    if (other !== undefined) throw new OtherRunError(folder, `holds results of another run: ${file} ${other}`, remedy);
    stored.set(file, provenance.checkpoints.length);
  }
  for (const analyzer of analyzers) {
    const foreign = [".json", ".csv"].map((kind) => `${analyzer}${kind}`).find((file) => names.includes(file));
    if (foreign !== undefined && !stored.has(`${analyzer}.json`))
      throw new GrokError(folder, `holds ${foreign}, which is no result`, remedy);
  }
  attempt(folder, () => {
    for (const at of [folder, cache]) removeAbandoned(at);
  });
  const write = (results: readonly Result[]) => results.flatMap((result) => writeResult(result, folder));
  const writePart = (results: readonly Result[]) =>
    write(
      results.filter(
        ({ analyzer, provenance: { checkpoints } }) =>
          checkpoints.length > 0 && checkpoints.length >= (stored.get(`${analyzer}.json`) ?? 0),
      ),
    );
  const pace = paced();
  return { cache, write, writePart, refresh: (soFar) => pace(() => void writePart(soFar())) };
}

/** Whether the run's own files lie in the folder. */
function isOwn(folder: string, { path, checkpoints }: Run): boolean {
  if (!existsSync(folder)) return false;
  const own = statSync(path).isDirectory()
    ? [path, ...checkpoints.map(({ file }) => dirname(join(path, file)))]
    : [dirname(path)];
  const at = realpathSync(folder);
  return [...new Set(own)].some((one) => realpathSync(one) === at);
}

/** How results' checkpoints are not those of the run, in words; undefined where they are. The run may have more by now. */
function difference(provenance: Pick<Provenance, "run" | "checkpoints">, run: Run): string | undefined {
  if (provenance.checkpoints.length === 0 || run.checkpoints.length === 0)
    return provenance.run === run.name ? undefined : `is of ${provenance.run}`;
  const known = new Map(run.checkpoints.map((checkpoint) => [checkpoint.epoch, checkpoint]));
  const common = provenance.checkpoints.flatMap(({ epoch, digest }) => {
    const checkpoint = known.get(epoch);
    return checkpoint ? [{ epoch, same: digestOf(checkpoint) === digest }] : [];
  });
  const changed = common.find(({ same }) => !same);
  if (changed) return `has other weights at epoch ${changed.epoch}`;
  return common.length === 0 ? "has no epoch of this one" : undefined;
}
