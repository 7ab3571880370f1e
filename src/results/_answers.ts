import { brokenCheckpoints } from "../runs/_broken-weights.ts";
import type { Network, Run } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { known as knownOf, type OpenCache, passed } from "./_known.ts";
import type { Question } from "./_measure.ts";
import type { PassSettings } from "./_pass.ts";
import { provenance } from "./_provenance.ts";
import { concluded, finished } from "./_question.ts";
import type { Result } from "./result.ts";

export interface AnswerSettings extends PassSettings {
  /** What keeps the rows of each checkpoint: they are computed once for the same weights, options and version. */
  readonly cache?: OpenCache;
  /** Asks sparing analyzers of every checkpoint too. */
  readonly thorough?: boolean;
  /** Called after each checkpoint with its epoch, and before the first for those from the cache. */
  readonly onProgress?: (done: number, total: number, epoch: number) => void;
  /** Called after each checkpoint; `soFar` makes the results of those that are done. */
  readonly onResults?: (soFar: () => readonly Result[]) => void;
}

export interface Answers {
  /** In the order in which the analyzers were given. */
  readonly results: readonly Result[];
  /** Checkpoints of which nothing had to be computed, as the cache had it all. */
  readonly fromCache: number;
  /** Whether the signal came before the end: the results are of the checkpoints that were done. */
  readonly stopped: boolean;
}

/** The answers to all questions, from the cache or in one pass over the checkpoints. */
export async function answers(
  run: Run,
  network: Network,
  questions: readonly Question[],
  backend: string,
  settings: AnswerSettings,
): Promise<Answers> {
  const { cache, moments, rows: known, works } = knownOf(run, network, questions, backend, settings);
  const isDone = (i: number) => known[i].every((rows) => rows !== undefined);
  const soFar = (): readonly Result[] => {
    const done = [...moments.keys()].filter(isDone);
    const checkpoints = done.map((i) => run.checkpoints[i]);
    // Of the last one the run says it.
    const before = checkpoints.filter((checkpoint) => checkpoint !== run.checkpoints.at(-1));
    const doubts = [...run.doubts, ...brokenCheckpoints(network.architecture, before)];
    const from = provenance({ ...run, checkpoints, doubts }, backend);
    return questions.map((question, q) => {
      const rows = done.flatMap((i): readonly Row<Columns>[] => known[i][q] ?? []);
      return concluded(question, finished(question, rows, run.history), run.history, from);
    });
  };
  const fromCache = moments.length - works.length;
  const onDone = () => settings.onResults?.(soFar);
  const done = await passed({ cache, moments, rows: known, works }, network, questions, settings, onDone);
  const stopped = done < works.length;
  if (!stopped) cache?.compact();
  return { results: soFar(), fromCache, stopped };
}
