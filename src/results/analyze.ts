import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Tinypool } from "tinypool";
import { type Analyzer, type Dated, epoch } from "../analyzers/_analyzer.ts";
import type { Options, Values } from "../analyzers/_options.ts";
import * as analyzers from "../analyzers/index.ts";
import { startBackend } from "../engine/backend.ts";
import { AnalyzerError } from "../errors.ts";
import type { Checkpoint, Network, Run } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import { measured, type Question } from "./_measure.ts";
import { settledOptions } from "./_options.ts";
import { provenance } from "./_provenance.ts";
import type { WorkerData } from "./_worker.ts";
import type { Result } from "./result.ts";

export interface AnalyzeSettings {
  /** How many checkpoints to work on at once; one core each unless given. */
  readonly threads?: number;
  /** Called after each checkpoint. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Fewer checkpoints than this a thread are done sooner without the 0.1 s that starting threads takes. */
const MIN_CHECKPOINTS_A_THREAD = 2;

/**
 * Asks `analyzer` of every checkpoint of `run`. Throws an AnalyzerError with the reason where it does not apply, a
 * UsageError where an option has a value that it cannot have.
 */
export async function analyze<O extends Options, C extends Columns, P>(
  run: Run,
  analyzer: Analyzer<O, C, P>,
  options: Partial<Values<O>> = {},
  settings: AnalyzeSettings = {},
): Promise<Result<O, C>> {
  const settled = settledOptions(analyzer, options);
  const backend = await startBackend();
  const columns = { epoch, ...analyzer.columns } as unknown as Dated<C>;
  const result = (rows: readonly Row<Columns>[], prepared: P | undefined): Result<O, C> => {
    const table = { columns, rows: rows as readonly Row<Dated<C>>[] };
    const findings = rows.length === 0 ? [] : (analyzer.findings?.(table, settled, prepared as P) ?? []);
    return { analyzer: analyzer.name, options: settled, provenance: provenance(run, backend), findings, table };
  };
  if (!run.network && analyzer.curves)
    return result(analyzer.curves(run.history) as readonly Row<Columns>[], undefined);
  const applies = analyzer.applies?.(run) ?? (run.network ? true : "there are no weights");
  if (applies !== true || !run.network)
    throw new AnalyzerError(run.path, `${analyzer.name} does not apply: ${applies}`);
  const prepared = (await analyzer.prepare?.(run, settled)) as P;
  const rows = await measuredRows(run, run.network, { analyzer, options: settled, prepared }, settings);
  return result(rows, prepared);
}

async function measuredRows(
  run: Run,
  network: Network,
  question: Question,
  settings: AnalyzeSettings,
): Promise<readonly Row<Columns>[]> {
  const { checkpoints } = run;
  const { analyzer } = question;
  const most = Math.floor(checkpoints.length / MIN_CHECKPOINTS_A_THREAD);
  // A function does not cross threads: an analyzer of the user's own runs here.
  const ours = Object.values<Analyzer>(analyzers).includes(analyzer);
  const threads = ours && analyzer.forward ? Math.min(settings.threads ?? availableParallelism(), most) : 1;
  let done = 0;
  const counted = (rows: readonly (readonly Row<Columns>[])[]) => {
    settings.onProgress?.(++done, checkpoints.length);
    return rows[0];
  };
  if (threads <= 1) return checkpoints.flatMap((checkpoint) => counted(measured(network, checkpoint, [question])));
  const pool = await threadPool(threads, {
    network,
    backend: await startBackend(),
    questions: [{ name: analyzer.name, options: question.options, prepared: question.prepared }],
  });
  try {
    const work = checkpoints.map(async (checkpoint: Checkpoint) => counted(await pool.run(checkpoint)));
    return (await Promise.all(work)).flat();
  } finally {
    await pool.destroy();
  }
}

async function threadPool(threads: number, workerData: WorkerData): Promise<Tinypool> {
  const { Tinypool } = await import("tinypool");
  const filename = fileURLToPath(new URL("./_worker.js", import.meta.url));
  // Not the flags of this process: a thread cannot start with those of `node --eval`.
  return new Tinypool({ filename, execArgv: [], minThreads: threads, maxThreads: threads, workerData });
}
