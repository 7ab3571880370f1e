import type { Dated, Finding } from "../analyzers/_analyzer.ts";
import type { Options, Values } from "../analyzers/_options.ts";
import type { Columns } from "../tables/column.ts";
import type { Table } from "../tables/table.ts";

/** Where a result comes from. No clock and no absolute path: the same run gives the same bytes. */
export interface Provenance {
  /** Version of this package. */
  readonly grokAnalyze: string;
  /** Name of the run's file or folder. */
  readonly run: string;
  readonly formats: readonly string[];
  readonly layout: string | null;
  readonly task: { readonly name: string; readonly p: number; readonly formula: string } | null;
  readonly split: { readonly origin: string; readonly train: number; readonly test: number } | null;
  /** What did the float32 arithmetic. */
  readonly backend: string | null;
  /** SHA-256 of each checkpoint's weights. */
  readonly checkpoints: readonly { readonly epoch: number; readonly digest: string }[];
  readonly evidence: readonly string[];
  /** What speaks against how the files were read; a result of before it was looked for has none. */
  readonly contradictions?: readonly string[];
  /** Whether the last checkpoint's weights and logits are; a result of before it was looked for does not say. */
  readonly finite?: boolean;
  readonly doubts: readonly string[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

/** What an analyzer says of a run. */
export interface Result<O extends Options = Options, C extends Columns = Columns, D = unknown> {
  readonly analyzer: string;
  /** With the defaults filled in. */
  readonly options: Values<O>;
  readonly provenance: Provenance;
  readonly findings: readonly Finding[];
  /** What it concludes, as data, in the fields that the analyzer declares: the findings say it in words. */
  readonly conclusion?: D;
  readonly table: Table<Dated<C>>;
}
