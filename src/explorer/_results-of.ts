import { dirname, join } from "node:path";
import * as analyzers from "../analyzers/index.ts";
import { GrokError } from "../errors.ts";
import { stampOf } from "../formats/_sources.ts";
import type { WatchedPlace } from "../monitoring/_watched-run.ts";
import { type ComparedRun, comparedRuns } from "../report/_compared.ts";
import { storedAnalysis } from "../results/analysis.ts";
import { MANIFEST } from "../runs/_results-folder.ts";
import { strayIn } from "./_within.ts";

/** What results say of a run in short. */
export interface ResultsInShort {
  readonly checkpoints: number;
  readonly task: string | null;
  /** By series; the run's own where its curves have no name. */
  readonly runs: readonly ComparedRun[];
}

/** The analyzers whose results a list shows: of these few files alone are read. */
const SHOWN = [analyzers.phases, analyzers.restrictedLoss];

/** Where results of a run may lie besides where this program puts them. */
const besideOf = (path: string): string => `${path}-analysis`;

const hasResults = (folder: string): boolean => stampOf(join(folder, MANIFEST)) !== "";

/**
 * Where the results of a run are; where there are none, where they are to go. Those beside it, in the folder that is served,
 * are none where a link brings them in from elsewhere.
 */
export function resultsFolder({ path, results }: Pick<WatchedPlace, "path" | "results">): string {
  const beside = besideOf(path);
  if (hasResults(results) || !hasResults(beside)) return results;
  return strayIn(dirname(path), beside) === undefined ? beside : results;
}

/** What changes when the results of a run do; "" where there are none. */
export function resultsStamp({ path, results }: WatchedPlace): string {
  const folder = [results, besideOf(path)].find(hasResults);
  if (folder === undefined) return "";
  return [MANIFEST, ...SHOWN.map(({ name }) => `${name}.json`)].map((file) => stampOf(join(folder, file))).join("");
}

/** What the results of a run say; undefined where there are none that can be read. */
export function resultsInShort(place: WatchedPlace): ResultsInShort | undefined {
  try {
    const analysis = storedAnalysis(resultsFolder(place), SHOWN);
    const { checkpoints, task } = analysis.provenance;
    return { checkpoints: checkpoints.length, task: task?.formula ?? null, runs: comparedRuns([analysis]) };
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    return undefined;
  }
}
