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
/** Of processor time, which a process takes to load its modules and its engine and to make its graphs: it is worth twice that. */
const START_MS = 1000;
/** A checkpoint that takes longer is left to others, where there are any: whoever works hears no Ctrl-C and shows nothing. */
const DEAF_MS = 1000;
/** More than the graphs of all analyzers take. */
const GRAPHS_MS = 10_000;
/** Checkpoints that a process has at once: this one, which hands them out, may be at work too. */
const AHEAD = 2;

/** Does each piece of work, on several processes where that is worth it, and hands over each answer when it is there. */
export async function pass<W extends Work>(
  network: Network,
  questions: readonly Question[],
  works: readonly W[],
  { threads, signal }: PassSettings,
  take: (work: W, answer: Answer) => void,
): Promise<void> {
  const chosen = ({ asked }: Work) => asked.map((q) => questions[q]);
  // A function does not go to another process: an analyzer of the user's own runs here.
  const crosses = questions.every(({ analyzer }) => isOurs(analyzer));
  const worth = works.some((work) => chosen(work).some(({ analyzer }) => analyzer.forward));
  const most = crosses && worth ? (threads ?? host().cores) : 1;
  const left = [...works];
  /** What other processes could not do. */
  const failed: W[] = [];
  let others: Others | undefined;

  const startOthers = async (count: number): Promise<Others> => {
    const data: WorkerData = {
      network,
      backend: await startBackend(),
      questions: questions.map(({ analyzer: { name }, ...asked }) => ({ name, ...asked })),
    };
    const script = new URL("./_pass-worker.js", import.meta.url);
    const pool = host().pool<WorkerData, Work, readonly string[]>(script, count, data, AHEAD);
    const each = async () => {
      for (let work = left.shift(); work; work = left.shift()) {
        const texts = await pool.run({ moment: work.moment, asked: work.asked }).catch(() => undefined);
        if (signal?.aborted) return;
        // An error comes without its class: asked here, it is thrown whole.
        if (texts) take(work, answerOfTexts(chosen(work), texts));
        else failed.push(work);
      }
    };
    const done = Promise.all(Array.from({ length: count * AHEAD }, each));
    // Whoever waits for it hears what was thrown, and soon.
    done.catch(() => left.splice(0));
    signal?.addEventListener("abort", pool.close);
    return { done, close: pool.close };
  };

  let isLong = false;
  try {
    for (let made = 0; !signal?.aborted; made++) {
      const work = failed.shift() ?? (others && isLong ? undefined : left.shift());
      if (!work) {
        await others?.done;
        if (failed.length === 0) return;
        continue;
      }
      const start = host().worked();
      const answer = await answeredHere(network, work, chosen(work), signal);
      if (!answer) return;
      take(work, answer);
      await host().turn();
      if (others) continue;
      const took = host().worked() - start;
      // The first makes the graphs as well, which takes seconds.
      const tells = made > 0 || took > GRAPHS_MS;
      isLong = tells && took > DEAF_MS;
      const isWorth = threads !== undefined || (tells && took * left.length > 2 * START_MS);
      const count = isLong
        ? Math.min(most, left.length)
        : Math.min(most, Math.floor(left.length / MIN_CHECKPOINTS_A_THREAD)) - 1;
      // One alone would do what this process does, and no sooner.
      if (isWorth && count > (isLong ? 1 : 0)) others = await startOthers(count);
    }
  } finally {
    if (others) signal?.removeEventListener("abort", others.close);
    await others?.close();
  }
}

/** Other processes at work. */
interface Others {
  /** Ends when nothing is left for them. */
  readonly done: Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** What this process answers; undefined where the pass ended before all was. */
async function answeredHere(
  network: Network,
  work: Work,
  questions: readonly Question[],
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  const rows: (readonly Row<Columns>[])[] = [];
  for (const answered of measured(network, work.moment, questions)) {
    rows.push(answered);
    if (rows.length === questions.length) break;
    // A moment in which Ctrl-C is heard.
    await host().turn();
    if (signal?.aborted) return undefined;
  }
  return { rows };
}

function answerOfTexts(questions: readonly Question[], texts: readonly string[]): Answer {
  return {
    texts,
    rows: questions.map(({ analyzer }, i) => rowsOfText(texts[i], { epoch, ...analyzer.columns }) ?? []),
  };
}

/** Whether the analyzer is one of the package's, which a process finds by its name and whose version is the package's. */
export function isOurs(analyzer: Analyzer): boolean {
  return Object.values<Analyzer>(analyzers).includes(analyzer);
}
