import { join } from "node:path";
import * as analyzers from "../analyzers/index.ts";
import { GrokError } from "../errors.ts";
import { stampOf } from "../formats/_sources.ts";
import type { WatchedPlace } from "../monitoring/_watched-run.ts";
import { type ComparedRun, comparedRuns } from "../report/_compared.ts";
import { storedAnalysis } from "../results/analysis.ts";
import { MANIFEST } from "../runs/_results-folder.ts";

/** What results say of a run in short. */
export interface ResultsInShort {
  readonly folder: string;
  readonly checkpoints: number;
  readonly task: string | null;
  /** By series; the run's own where its curves have no name. */
  readonly runs: readonly ComparedRun[];
}

/** The analyzers whose results a list shows: of these few files alone are read. */
const SHOWN = [analyzers.phases, analyzers.restrictedLoss];

/** The folders in which a run's results may lie: where this program puts them, and beside the run. */
function foldersOf({ path, results }: Pick<WatchedPlace, "path" | "results">): readonly string[] {
  return [results, `${path}-analysis`];
}

/** Where the results of a run are; where there are none, where they are to go. */
export function resultsFolder(place: Pick<WatchedPlace, "path" | "results">): string {
  return foldersOf(place).find((folder) => stampOf(join(folder, MANIFEST)) !== "") ?? place.results;
}

/** What changes when the results of a run do; "" where there are none. */
export function resultsStamp(place: WatchedPlace): string {
  const folder = resultsFolder(place);
  return [MANIFEST, ...SHOWN.map(({ name }) => `${name}.json`)].map((file) => stampOf(join(folder, file))).join("");
}

/** What the results of a run say; undefined where there are none that can be read. */
export function resultsInShort(place: WatchedPlace): ResultsInShort | undefined {
  const folder = resultsFolder(place);
  try {
    const analysis = storedAnalysis(folder, SHOWN);
    const { checkpoints, task } = analysis.provenance;
    return { folder, checkpoints: checkpoints.length, task: task?.formula ?? null, runs: comparedRuns([analysis]) };
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    return undefined;
  }
}
