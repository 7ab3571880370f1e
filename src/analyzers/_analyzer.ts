import type { Figure } from "../figures/_figure.ts";
import type { Model } from "../networks/model.ts";
import type { ParameterMoments } from "../runs/moments-at.ts";
import type { Checkpoint, LoggedCurve, Network, Run } from "../runs/run.ts";
import { type Column, type Columns, integer, type Row } from "../tables/column.ts";
import type { Fields, FieldValues } from "../tables/field.ts";
import type { Table } from "../tables/table.ts";
import type { Options, Values } from "./_options.ts";

export const epoch: Column<number> = integer("epoch of the checkpoint: optimiser steps taken, in full-batch training");
/** What an analyzer's rows become once the runner has put the epoch in front. */
export type Dated<C extends Columns> = { readonly epoch: Column<number> } & C;

/** A part of a conclusion in one line: printed by the command, put at the head of the report. */
export interface Finding {
  readonly label: string;
  readonly value: number | string | boolean | readonly number[];
  /** "share": words have it in per cent. */
  readonly unit?: string;
  /** A few words more, such as what it is to be held against. */
  readonly note?: string;
}

/** The losses that a run's files hold for one checkpoint; null where they hold none. */
export interface LoggedLosses {
  readonly train: number | null;
  readonly test: number | null;
}

/** What an analyzer may ask besides the network: the run's task and split, the options, what `prepare` returned. */
export interface Context<O extends Options, P> {
  readonly network: Network;
  /** Of the checkpoint in hand. */
  readonly epoch: number;
  /** Whether it is the run's last checkpoint. */
  readonly last: boolean;
  /** What the run's files hold for it, by lag: taken as of its own weights, and as of those one update before. */
  readonly stored: readonly [LoggedLosses, LoggedLosses];
  /** Adam's moments at it, of each parameter; reads them. Undefined where none are stored beside the weights. */
  readonly moments?: () => readonly ParameterMoments[] | undefined;
  readonly options: Values<O>;
  readonly prepared: P;
  /** The network at the checkpoint that `reference` names, where it names one. */
  readonly reference?: Model;
}

/** What may be asked of a run besides its rows. */
export interface RunContext<O extends Options, P> {
  readonly history: readonly LoggedCurve[];
  readonly options: Values<O>;
  readonly prepared: P;
}

/** What an analyzer concluded; undefined where there are no rows. */
export interface Concluded<D> {
  readonly conclusion: D | undefined;
}

/** Which columns tell rows of one epoch apart, and which are worth a line on a terminal. */
export interface Summary<C extends Columns> {
  readonly series: readonly (keyof C & string)[];
  readonly values: readonly (keyof C & string)[];
  /** Of the series, indices from 0 that are shown only where some are past 0, as the block is. */
  readonly indices?: readonly (keyof C & string)[];
  /** Show only the series with the largest last value of the first of `values`, this many for each of the first of `series`. */
  readonly top?: number;
}

/** That an analyzer is asked where it is named alone. */
export interface OnRequest<O extends Options> {
  /** Why it is not asked with all others, in words, e.g. "takes minutes a checkpoint". */
  readonly reason: string;
  /** Values of its options with which it takes well under a second on a small network: to see that it works, not for numbers. */
  readonly trial: Partial<Values<O>>;
}

/** One question asked of every checkpoint of a run. */
export interface Analyzer<O extends Options = any, C extends Columns = any, P = any, D = any> {
  /** Kebab-case; the file's name, the command's name, the result's name. */
  readonly name: string;
  readonly title: string;
  /** The question it answers, in one sentence. */
  readonly question: string;
  /** Where the definition comes from, and how ours differs. */
  readonly source: string;
  readonly options: O;
  readonly columns: C;
  /** How a terminal sums up the table: a line for each series, with these values over the epochs. */
  readonly summary: Summary<C>;
  /**
   * Whether `measure` sends the network forward, which is worth a thread: for logits and sums over the neurons, or for every
   * neuron of every pair, which take five times the memory.
   */
  readonly forward: boolean | "neurons";
  /**
   * The most checkpoints that it is asked of unless all are wanted, for one that takes seconds a checkpoint; evenly, the
   * first and the last among them.
   */
  readonly sparing?: number;
  /** Said of one that takes minutes: it is asked where somebody names it, and skipped with its reason where all are asked. */
  readonly onRequest?: OnRequest<O>;
  /** Whether logits and weights are all that it asks of a network: of any list of blocks then, whatever stands inside. */
  readonly anyNetwork?: true;
  /** Whether it asks for the moments of the optimiser: its rows are kept under them too. */
  readonly asksMoments?: true;
  /** True, or why this run cannot be asked. */
  readonly applies?: (run: Run) => true | string;
  /** Once a run, before any checkpoint: what every checkpoint is measured against. Plain JSON: rows are kept under it. */
  readonly prepare?: (run: Run, options: Values<O>) => P | Promise<P>;
  /** The checkpoint whose network `measure` is given beside each one, where what it asks of it is more than JSON should hold. */
  readonly reference?: (run: Run, options: Values<O>) => Checkpoint;
  /** Once a checkpoint. Pure: the same network gives the same rows. */
  readonly measure: (model: Model, context: Context<O, P>) => readonly Row<C>[];
  /** Once a run, after every checkpoint: the rows with what only the whole run tells. Pure. */
  readonly finish?: (rows: readonly Row<Dated<C>>[], context: RunContext<O, P>) => readonly Row<Dated<C>>[];
  /** What can be said of a run that left nothing but logged curves. */
  readonly curves?: (history: readonly LoggedCurve[], options: Values<O>) => readonly Row<Dated<C>>[];
  /** The fields of what it concludes, as the columns are those of its rows. */
  readonly conclusion?: Fields;
  /** Pure: what the whole table says, as data. Plain JSON: it is stored with the table, and read where that is. */
  readonly conclude?: (table: Table<Dated<C>>, context: RunContext<O, P>) => D;
  /** Pure: the same for a reader, line by line, e.g. the key frequencies at the last checkpoint. Nothing reads them. */
  readonly findings?: (
    table: Table<Dated<C>>,
    context: RunContext<O, P> & { readonly conclusion: D },
  ) => readonly Finding[];
  /** Pure: the same table gives the same figures. */
  readonly figures: (table: Table<Dated<C>>, options: Values<O>, concluded: Concluded<D>) => readonly Figure[];
}

/** Types an analyzer's literal: its rows, options, conclusion and findings follow from what it declares of them. */
export function defineAnalyzer<const O extends Options, const C extends Columns, const F extends Fields, P = undefined>(
  analyzer: Analyzer<O, C, P, FieldValues<F>> & { readonly conclusion: F },
): Analyzer<O, C, P, FieldValues<F>> & { readonly conclusion: F };
export function defineAnalyzer<const O extends Options, const C extends Columns, P = undefined>(
  analyzer: Analyzer<O, C, P, undefined> & { readonly conclusion?: undefined; readonly conclude?: undefined },
): Analyzer<O, C, P, undefined>;
export function defineAnalyzer(analyzer: Analyzer): Analyzer {
  return analyzer;
}
