import { type Analyzer, epoch, type Finding } from "../analyzers/_analyzer.ts";
import type { Values } from "../analyzers/_options.ts";
import type { LoggedCurve, Run } from "../runs/run.ts";
import type { Columns, Row } from "../tables/column.ts";
import type { Question } from "./_measure.ts";
import { refusal } from "./refusal.ts";
import type { Provenance, Result } from "./result.ts";

/** What an analyzer with these options asks of the run; or, in words, why it cannot. */
export async function question(run: Run, analyzer: Analyzer, options: Values<any>): Promise<Question | string> {
  const refused = refusal(run, analyzer);
  if (refused !== undefined) return refused;
  if (!run.network) return { analyzer, options, prepared: undefined };
  const reference = analyzer.reference?.(run, options);
  return { analyzer, options, prepared: await analyzer.prepare?.(run, options), ...(reference ? { reference } : {}) };
}

/** The rows that each checkpoint gave, put together. */
export function finished({ analyzer, options, prepared }: Question, rows: Rows, history: readonly LoggedCurve[]): Rows {
  if (rows.length === 0) return rows;
  return analyzer.finish?.(rows as never, { history, options: options as never, prepared }) ?? rows;
}

/** What the whole table says. */
export function concluded(
  { analyzer, options, prepared }: Question,
  rows: Rows,
  history: readonly LoggedCurve[],
  provenance: Provenance,
): Result {
  const columns = { epoch, ...analyzer.columns };
  const table = { columns, rows: rows as Result["table"]["rows"] };
  const context = { history, options: options as never, prepared };
  const conclusion: unknown = rows.length === 0 ? undefined : analyzer.conclude?.(table, context);
  const findings = rows.length === 0 ? [] : (analyzer.findings?.(table, { ...context, conclusion }) ?? []);
  return {
    analyzer: analyzer.name,
    options: options as Result["options"],
    provenance,
    findings: [...findings, ...thinned(analyzer, rows, provenance)],
    ...(conclusion === undefined ? {} : { conclusion }),
    table,
  };
}

/** That a sparing analyzer was not asked of every checkpoint. */
function thinned({ sparing }: Analyzer, rows: Rows, { checkpoints }: Provenance): readonly Finding[] {
  const asked = new Set(rows.map((row) => row.epoch)).size;
  if (sparing === undefined || asked === 0 || asked >= checkpoints.length) return [];
  return [{ label: "checkpoints asked", value: `${asked} of ${checkpoints.length}, evenly: --thorough asks all` }];
}

type Rows = readonly Row<Columns>[];
