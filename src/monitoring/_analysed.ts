import { join } from "node:path";
import type { Analyzer } from "../analyzers/_analyzer.ts";
import * as analyzers from "../analyzers/index.ts";
import { GrokError, OtherRunError } from "../errors.ts";
import type { MeasuredAt } from "../quantities/run-curves.ts";
import { analysisInto } from "../results/analysis-into.ts";
import { type Analyses, analyzeAll } from "../results/analyze.ts";
import { tableOf } from "../results/table-of.ts";
import { type OpenOptions, openRun } from "../runs/open.ts";
import type { CheckpointValues, ProblemName } from "./events.ts";

/** What the last analysis of a run that is watched found. */
export interface Analysed {
  /** Where its results are. */
  readonly folder: string;
  /** The checkpoints that it is of, with what tells whether they have changed since. */
  readonly files: ReadonlyMap<string, string>;
  /** The weights of each, by epoch. */
  readonly digests: ReadonlyMap<number, string>;
  /** What was measured at each; nothing of the log alone. */
  readonly rows: readonly MeasuredAt[];
  /** Whether something speaks against how the run was read. */
  readonly isDoubtful: boolean;
}

/** … and what is new in it. */
interface New extends Analysed {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly file: string;
    readonly values: CheckpointValues | null;
  }[];
  /** Whether the results were written. */
  readonly written: boolean;
  readonly problems: readonly { readonly name: ProblemName; readonly file: string; readonly detail: string }[];
}

const ALL = Object.values<Analyzer>(analyzers);
/** Of key frequencies each checkpoint has its own: those of a later one are not known while a run goes on. */
const LIVE = Object.fromEntries(
  ALL.flatMap((one) => ("keysAt" in one.options ? [[one.name, { keysAt: "each" }]] : [])),
);
/** So many folders are tried for results where one has those of another run. */
const MOST_FOLDERS = 100;

/** Analyses the run at a path with all analyzers that apply, and writes the results as `analyze` does. */
export async function analysed(
  { path, results }: { readonly path: string; readonly results: string },
  reading: OpenOptions,
  files: Analysed["files"],
  before: Analysed | undefined,
  settings: {
    readonly threads?: number;
    readonly signal: AbortSignal;
    readonly onResults?: (results: string) => Promise<void> | void;
  },
  /** Called with what the curves need, before all else is analysed. */
  onRows: (rows: Analysed["rows"]) => void,
): Promise<New> {
  const run = await openRun(path, reading);
  const { threads, signal } = settings;
  const common = { options: LIVE, everything: true, signal, ...(threads === undefined ? {} : { threads }) };
  if (run.network) {
    const first = (cache: object) =>
      analyzeAll(run, [analyzers.phases], { ...common, options: { phases: LIVE.phases }, ...cache });
    const quick = await first({ cache: join(before?.folder ?? results, "cache") }).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      return first({});
    });
    if (!quick.stopped) onRows(curvesOf(quick));
  }
  const into = (folder: string) => analysisInto(folder, run, run, ALL, common);
  // Once: they are of the last checkpoint, and say the same of the next one in other numbers.
  const doubts = before?.isDoubtful ? [] : run.contradictions;
  const problems: New["problems"][number][] = doubts.map((detail) => ({ name: "doubt", file: path, detail }));
  const { folder, analyses } = await inFreeFolder(before?.folder ?? results, results, into, (file, detail) =>
    problems.push({ name: "other results", file, detail }),
  ).catch(async (error: unknown) => {
    if (!isRefusal(error)) throw error;
    // What a full disk does not take is known none the less.
    problems.push({ name: "results", file: error.where, detail: error.messageAt(error.where) });
    return { folder: before?.folder ?? results, analyses: await analyzeAll(run, ALL, common) };
  });
  const written = !problems.some(({ name }) => name === "results");
  if (!analyses.stopped && written) {
    try {
      await settings.onResults?.(folder);
    } catch (error) {
      if (!(error instanceof GrokError)) throw error;
      problems.push({ name: "report", file: error.where, detail: error.messageAt(error.where) });
    }
  }
  const table = tableOf(analyses, analyzers.phases);
  const rows = run.network ? (table?.rows ?? []) : [];
  const digests = new Map(analyses.results[0]?.provenance.checkpoints.map(({ epoch, digest }) => [epoch, digest]));
  // A checkpoint that a resumed training writes again is the same one, unless it has other weights.
  const fresh = run.checkpoints.filter(
    ({ epoch }) => digests.has(epoch) && before?.digests.get(epoch) !== digests.get(epoch),
  );
  return {
    folder,
    files,
    digests,
    rows: run.network ? curvesOf(analyses) : [],
    isDoubtful: run.contradictions.length > 0,
    epochs: fresh.map(({ epoch, file }) => {
      const row = rows.find((one) => one.epoch === epoch);
      return { epoch, file, values: row ? valuesOf(row) : null };
    }),
    problems,
    written,
  };
}

/** What was measured at each checkpoint for the curves of a run, which key frequencies are no part of. */
function curvesOf(analyses: Analyses): Analysed["rows"] {
  const rows = tableOf(analyses, analyzers.phases)?.rows ?? [];
  return rows.map((row) => ({ ...row, restricted_loss: null, excluded_loss: null }));
}

/** Whether the system would not have a file written. */
function isRefusal(error: unknown): error is GrokError {
  return error instanceof GrokError && typeof (error.cause as NodeJS.ErrnoException | undefined)?.code === "string";
}

function valuesOf(row: CheckpointValues): CheckpointValues {
  const { train_loss, test_loss, train_accuracy, test_accuracy } = row;
  const { restricted_loss, excluded_loss, sum_of_squares, keys } = row;
  return {
    ...{ train_loss, test_loss, train_accuracy, test_accuracy },
    ...{ restricted_loss, excluded_loss, sum_of_squares, keys },
  };
}

/** Results of another run, as of one that was there before, are left: the new ones go into a folder beside them. */
async function inFreeFolder(
  first: string,
  base: string,
  into: (folder: string) => Promise<{ readonly analyses: Analyses }>,
  taken: (folder: string, next: string) => void,
): Promise<{ readonly folder: string; readonly analyses: Analyses }> {
  let folder = first;
  for (let number = 2; ; number++) {
    try {
      return { folder, analyses: (await into(folder)).analyses };
    } catch (error) {
      if (!(error instanceof OtherRunError) || number > MOST_FOLDERS) throw error;
      const next = `${base}-${number}`;
      taken(folder, next);
      folder = next;
    }
  }
}
