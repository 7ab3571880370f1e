import { join } from "pathe";
import { GrokError, NoRunError, SeveralRunsError } from "../errors.ts";
import { type CardFacts, cardOf, toldBy } from "../explorer/card-of.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import { runCurves } from "../quantities/run-curves.ts";
import { comparedRuns } from "../report/_compared.ts";
import { type Analysis, holdsResults, resultFolders, storedAnalysis } from "../results/analysis.ts";
import { openRun } from "../runs/open.ts";
import type { LoggedCurve } from "../runs/run.ts";
import { type Survey, survey } from "../runs/survey.ts";

/** A run among the files, as the list shows it. */
export interface FoundRun {
  readonly path: string;
  readonly card: RunCard;
  /** The folder of its results, where there are some. */
  readonly results: string | undefined;
}

/** The runs at a path, and the folders of results, one after the other; of one that cannot be read the card says why. */
export async function* foundRuns(root: string): AsyncGenerator<FoundRun> {
  if (holdsResults(root)) {
    yield ofResults(root);
    return;
  }
  const folders = resultFolders(root).map((name) => join(root, name));
  for (const folder of folders) yield ofResults(folder);
  yield* ofFiles(root, folders.length > 0);
}

/** What `path` holds besides results. */
async function* ofFiles(path: string, besides: boolean): AsyncGenerator<FoundRun> {
  try {
    const found = survey(path);
    // Opening it says what it holds instead.
    if (found.checkpoints.length === 0 && found.history.length === 0) await openRun(path);
    yield { path, card: cardOfSurvey(path, found), results: undefined };
  } catch (error) {
    if (error instanceof SeveralRunsError) {
      for (const run of error.runs) yield* ofFiles(join(path, run), false);
      return;
    }
    if (!(error instanceof GrokError)) throw error;
    if (besides && error instanceof NoRunError) return;
    const card = cardOf({ ...UNKNOWN, ...named(path), reading: "unreadable", problem: error.messageAt(path) });
    yield { path, card, results: undefined };
  }
}

const UNKNOWN = { task: null, analysed: null, changed: null, told: undefined, stored: undefined, checkpoints: [] };

const named = (path: string): Pick<CardFacts, "id" | "name"> => ({ id: path, name: path });

function cardOfSurvey(path: string, { history, checkpoints, unreadable }: Survey): RunCard {
  const problem = unreadable[0] && checkpoints.length === 0 ? `${unreadable[0].file} ${unreadable[0].reason}` : null;
  const epochs = checkpoints.map(({ epoch }) => epoch);
  return cardOf({ ...UNKNOWN, ...named(path), reading: "read", problem, told: toldOf(history), checkpoints: epochs });
}

/** What the curves of a run tell; of a log of several runs those of the first. */
function toldOf(history: readonly LoggedCurve[]): CardFacts["told"] {
  const own = history.filter(({ series }) => series === history[0]?.series);
  return own.length === 0 ? undefined : toldBy(runCurves([], own));
}

/** Of results that cannot be read, as those of another version, the card says why: the others are shown none the less. */
function ofResults(folder: string): FoundRun {
  try {
    return { path: folder, card: cardOfAnalysis(folder, storedAnalysis(folder)), results: folder };
  } catch (error) {
    if (!(error instanceof GrokError)) throw error;
    const problem = error.messageAt(folder);
    return {
      path: folder,
      card: cardOf({ ...UNKNOWN, ...named(folder), reading: "unreadable", problem }),
      results: undefined,
    };
  }
}

/** The card of a run that is analysed. */
export function cardOfAnalysis(path: string, analysis: Analysis): RunCard {
  const { checkpoints, task } = analysis.provenance;
  return cardOf({
    ...UNKNOWN,
    ...named(path),
    reading: "read",
    problem: null,
    task: task?.formula ?? null,
    analysed: checkpoints.length,
    // Its results have more than its log, where it has one.
    told: undefined,
    stored: comparedRuns([analysis])[0],
    checkpoints: checkpoints.map(({ epoch }) => epoch),
  });
}
