import { type Analyzer, epoch } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { startBackend } from "../engine/backend.ts";
import { host } from "../host/host.ts";
import type { Network } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { rowsOfText } from "./_cells.ts";
import { measured, type Question } from "./_measure.ts";
import type { Work, WorkerData } from "./_pass-service.ts";

export interface PassSettings {
  /** How many checkpoints to work on at once; one core each unless given. */
  readonly threads?: number;
  /** Ends the pass: work in hand is dropped. */
  readonly signal?: AbortSignal;
}

/** What one piece of work gave: rows for each question asked; as text too, where they came so from another process. */
export interface Answer {
  readonly rows: readonly (readonly Row<Columns>[])[];
  readonly texts?: readonly string[];
}

/** Fewer checkpoints than this a process are done sooner without it. */
const MIN_CHECKPOINTS_A_THREAD = 2;
/** Of processor time, which a process takes to load its modules and its engine and to make its graphs … */
const START_MS = 1000;

/** Does each piece of work, on several processes where that is worth it, and hands over each answer when it is there. */
export async function pass<W extends Work>(
  network: Network,
  questions: readonly Question[],
  works: readonly W[],
  { threads, signal }: PassSettings,
  take: (work: W, answer: Answer) => void,
): Promise<void> {
  const chosen = ({ asked }: Work) => asked.map((q) => questions[q]);
  /** Undefined where the pass ended before all was answered. */
  const here = async (work: Work): Promise<Answer | undefined> => {
    const rows: (readonly Row<Columns>[])[] = [];
    for (const answered of measured(network, work.moment, chosen(work))) {
      rows.push(answered);
      if (rows.length === work.asked.length) break;
      // A moment in which Ctrl-C is heard.
      await host().turn();
      if (signal?.aborted) return undefined;
    }
    return { rows };
  };
  // A function does not go to another process: an analyzer of the user's own runs here.
  const crosses = questions.every(({ analyzer }) => isOurs(analyzer));
  const worth = works.some((work) => chosen(work).some(({ analyzer }) => analyzer.forward));
  const most = crosses && worth ? (threads ?? host().cores) : 1;
  const countFor = (left: number) => Math.min(most, Math.floor(left / MIN_CHECKPOINTS_A_THREAD));
  // … so long work goes on here first, unless so many are asked for: a small run is done by then.
  const start = host().worked();
  const isShort = () => threads === undefined && host().worked() - start < START_MS;
  const left = [...works];
  while (left.length > 0 && (countFor(left.length) <= 1 || isShort())) {
    if (signal?.aborted) return;
    const work = left.shift() as W;
    const answer = await here(work);
    if (answer) take(work, answer);
    await host().turn();
  }
  const count = countFor(left.length);
  if (count === 0) return;
  const data: WorkerData = {
    network,
    backend: await startBackend(),
    questions: questions.map(({ analyzer: { name }, ...asked }) => ({ name, ...asked })),
  };
  const script = new URL("./_pass-worker.js", import.meta.url);
  const pool = host().pool<WorkerData, Work, readonly string[]>(script, count, data);
  // It may have come while the processes were made.
  let over = signal?.aborted ?? false;
  const end = () => {
    over = true;
    return pool.close();
  };
  signal?.addEventListener("abort", end);
  const there = async (work: Work): Promise<Answer> => {
    const texts = await pool.run({ moment: work.moment, asked: work.asked });
    const rows = chosen(work).map(({ analyzer }, i) => rowsOfText(texts[i], { epoch, ...analyzer.columns }) ?? []);
    return { rows, texts };
  };
  // An error comes without its class: asked here, it is thrown whole. One after another, as each holds its activations.
  let askedHere: Promise<Answer | undefined> = Promise.resolve(undefined);
  try {
    const all = left.map(async (work) => {
      if (over) return;
      const answer = await there(work).catch((error: unknown) => {
        if (over) throw error;
        askedHere = askedHere.then(() => (over ? undefined : here(work)));
        return askedHere;
      });
      if (answer && !over) take(work, answer);
    });
    await Promise.all(all);
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener("abort", end);
    await end();
  }
}

/** Whether the analyzer is one of the package's, which a process finds by its name and whose version is the package's. */
export function isOurs(analyzer: Analyzer): boolean {
  return Object.values<Analyzer>(analyzers).includes(analyzer);
}
