import { epoch } from "../analyzers/_analyzer.ts";
import { storedLosses } from "../quantities/logging-convention.ts";
import type { Network, Run } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { textOfRows } from "./_cells.ts";
import type { Moment, Question } from "./_measure.ts";
import { type PassSettings, pass } from "./_pass.ts";
import { provenance } from "./_provenance.ts";
import { concluded, finished } from "./_question.ts";
import { rowCache } from "./_row-cache.ts";
import type { Result } from "./result.ts";

export interface AnswerSettings extends PassSettings {
  /**
   * A folder that keeps the rows of each checkpoint: they are computed once for the same weights, options and version.
   * Not those of analyzers of the user's own, whose changes no version tells.
   */
  readonly cache?: string;
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
  const folder = settings.cache;
  const cache = folder === undefined ? undefined : rowCache(folder, questions, network, backend);
  const moments = run.checkpoints.map(
    (checkpoint, i): Moment => ({
      checkpoint,
      last: i === run.checkpoints.length - 1,
      stored: [storedLosses(run, checkpoint, 0), storedLosses(run, checkpoint, 1)],
    }),
  );
  const spared = questions.map(({ analyzer: { sparing } }) =>
    sparedOf(moments.length, settings.thorough ? undefined : sparing),
  );
  const known = moments.map((moment, i) =>
    questions.map((question, q) => (spared[q].has(i) ? [] : cache?.find(question, moment))),
  );
  const isDone = (i: number) => known[i].every((rows) => rows !== undefined);
  const works = moments.flatMap((moment, i) =>
    isDone(i) ? [] : [{ i, moment, asked: known[i].flatMap((rows, q) => (rows === undefined ? [q] : [])) }],
  );
  const soFar = (): readonly Result[] => {
    const done = [...moments.keys()].filter(isDone);
    const from = provenance({ ...run, checkpoints: done.map((i) => run.checkpoints[i]) }, backend);
    return questions.map((question, q) => {
      const rows = done.flatMap((i): readonly Row<Columns>[] => known[i][q] ?? []);
      return concluded(question, finished(question, rows, run.history), run.history, from);
    });
  };
  let done = moments.length - works.length;
  const fromCache = done;
  const told = ({ checkpoint }: Moment) => settings.onProgress?.(done, moments.length, checkpoint.epoch);
  if (done > 0) told(moments[moments.length - 1]);
  // The last one first: what is concluded from it is then right in the first results, or soon after.
  const ordered = [...works.slice(-1), ...works.slice(0, -1)];
  await pass(network, questions, ordered, settings, ({ i, moment, asked }, { rows, texts }) => {
    for (const [at, q] of asked.entries()) {
      const { columns } = questions[q].analyzer;
      cache?.add(questions[q], moment, () => texts?.[at] ?? textOfRows(rows[at], { epoch, ...columns }));
      known[i][q] = rows[at];
    }
    done++;
    told(moment);
    settings.onResults?.(soFar);
  });
  const stopped = done < moments.length;
  if (!stopped) cache?.compact();
  return { results: soFar(), fromCache, stopped };
}

/** Which of `count` checkpoints are left out, so that `most` are asked: evenly, the first and the last among them. */
function sparedOf(count: number, most = count): ReadonlySet<number> {
  const spared = new Set(Array.from({ length: count }, (_, i) => i));
  for (let i = 0; i < Math.min(count, most); i++) {
    spared.delete(count <= most ? i : Math.round((i * (count - 1)) / (most - 1)));
  }
  return spared;
}
