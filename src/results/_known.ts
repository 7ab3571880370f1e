import { epoch } from "../analyzers/_analyzer.ts";
import { storedLosses } from "../quantities/logging-convention.ts";
import type { Network, Run } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import type { AnswerSettings } from "./_answers.ts";
import { textOfRows } from "./_cells.ts";
import type { Moment, Question } from "./_measure.ts";
import { pass } from "./_pass.ts";
import type { Work } from "./_pass-service.ts";

/** A checkpoint of which something is not known. */
export interface Missing extends Work {
  /** Its place among those of the run. */
  readonly i: number;
}

/** The rows of one run's questions and checkpoints that are kept from one analysis to the next. */
export interface RowCache {
  readonly find: (question: Question, moment: Moment) => readonly Row<Columns>[] | undefined;
  readonly add: (question: Question, moment: Moment, text: () => string) => void;
  /** Drops what no later analysis can use. */
  readonly compact: () => void;
}

/** Opens what is kept of these questions about this network, as this backend answers them. */
export type OpenCache = (questions: readonly Question[], network: Network, backend: string) => RowCache;

/** What is known of a run's checkpoints, and what is not. */
export interface Known {
  readonly cache: RowCache | undefined;
  readonly moments: readonly Moment[];
  /** Of each checkpoint the rows of each question; undefined where they have to be computed. */
  readonly rows: readonly (readonly Row<Columns>[] | undefined)[][];
  readonly works: readonly Missing[];
}

/** What the cache has; a sparing analyzer is known to say nothing of the checkpoints that it is spared. */
export function known(
  run: Run,
  network: Network,
  questions: readonly Question[],
  backend: string,
  { cache: open, thorough }: Pick<AnswerSettings, "cache" | "thorough">,
): Known {
  const cache = open?.(questions, network, backend);
  const moments = run.checkpoints.map(
    (checkpoint, i): Moment => ({
      checkpoint,
      last: i === run.checkpoints.length - 1,
      stored: [storedLosses(run, checkpoint, 0), storedLosses(run, checkpoint, 1)],
    }),
  );
  const spared = questions.map(({ analyzer: { sparing } }) => sparedOf(moments.length, thorough ? undefined : sparing));
  const rows = moments.map((moment, i) =>
    questions.map((question, q) => (spared[q].has(i) ? [] : cache?.find(question, moment))),
  );
  const works = moments.flatMap((moment, i) => {
    const asked = rows[i].flatMap((one, q) => (one === undefined ? [q] : []));
    return asked.length > 0 ? [{ i, moment, asked }] : [];
  });
  return { cache, moments, rows, works };
}

/** Computes what is not known, and keeps it; returns how many checkpoints were done before the signal came. */
export async function passed(
  { cache, moments, rows: known, works }: Known,
  network: Network,
  questions: readonly Question[],
  settings: Omit<AnswerSettings, "onResults">,
  onDone: () => void = () => {},
): Promise<number> {
  const before = moments.length - works.length;
  let done = 0;
  const told = ({ checkpoint }: Moment) => settings.onProgress?.(before + done, moments.length, checkpoint.epoch);
  if (before > 0) told(moments[moments.length - 1]);
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
    onDone();
  });
  return done;
}

/** Which of `count` checkpoints are left out, so that `most` are asked: evenly, the first and the last among them. */
function sparedOf(count: number, most = count): ReadonlySet<number> {
  const spared = new Set(Array.from({ length: count }, (_, i) => i));
  for (let i = 0; i < Math.min(count, most); i++) {
    spared.delete(count <= most ? i : Math.round((i * (count - 1)) / (most - 1)));
  }
  return spared;
}
