import { mean, median } from "../numerics/statistics.ts";
import type { AlertName } from "./alerts.ts";
import type { KnownRun } from "./backtest-runs.ts";
import { type Half, inHalf } from "./halves.ts";
import { type Replay, replay } from "./replay.ts";
import { type RisingSeen, risingSeen } from "./rising-seen.ts";

/** Shares of the true time at which forecasts are judged. */
export const SHARES = [0.5, 0.7, 0.8, 0.9] as const;
/** A forecast to compare with: so many times the epoch of memorisation. */
const TIMES = 20;

/** Forecasts at one share of the time that runs took; errors are medians of |forecast / truth − 1|, null of none. */
export interface AtShare {
  readonly share: number;
  /** Runs that generalise later than they are memorised, and that have a row by then. */
  readonly runs: number;
  readonly forecasts: number;
  readonly error: number | null;
  /** Of the runs forecast: of 20 times the epoch of memorisation, but not less than the epoch itself; and of the epoch itself. */
  readonly error_of_20: number | null;
  readonly error_of_now: number | null;
  /** The first of these, of all runs. */
  readonly error_of_20_all: number | null;
  /** Share of the forecasts with the truth in their interval. */
  readonly coverage: number | null;
}

/** What was said of runs that never generalise within what is known. */
export interface FalseAlarms {
  readonly runs: number;
  /** With a forecast at any row. */
  readonly forecast: number;
  /** With a forecast whose interval ended before the run did: of the others it may yet be right. */
  readonly refuted: number;
  /** Mean share of the time with a forecast. */
  readonly time: number | null;
  /** Runs with each of these alerts. */
  readonly alerts: { readonly [K in "rising" | "grokked" | "plateau" | "collapsed"]: number };
}

export interface Backtest {
  readonly half: Half;
  readonly runs: number;
  readonly generalising: number;
  readonly at: readonly AtShare[];
  /** Of the rows with a forecast before the truth, the share with it in their interval: the mean over runs. */
  readonly coverage: number | null;
  readonly never: FalseAlarms;
  readonly rising: RisingSeen;
}

/** Forecasts, alerts and states of runs whose end is known, each as of the rows before it alone. */
export function backtest(all: readonly KnownRun[], half: Half = "all"): Backtest {
  const replays = inHalf(all, half).map(replay);
  const generalising = replays.filter(({ known }) => known.generalised !== null);
  const never = replays.filter(({ known }) => known.generalised === null);
  return {
    half,
    runs: replays.length,
    generalising: generalising.length,
    at: SHARES.map((share) => atShare(generalising, share)),
    coverage: meanOf(generalising.flatMap(covered)),
    never: falseAlarms(never),
    rising: risingSeen(generalising, never),
  };
}

/** One run's forecast at one share of its time: its error and whether its interval holds, null without a forecast; and the simple ones. */
interface Judged {
  readonly told: { readonly error: number; readonly held: boolean } | null;
  readonly of20: number;
  readonly ofNow: number;
}

function atShare(replays: readonly Replay[], share: number): AtShare {
  const judged = replays.flatMap(({ known: { generalised, memorised }, rows }): readonly Judged[] => {
    const truth = generalised as number;
    const row = rows.findLast(({ epoch }) => epoch <= share * truth);
    // Of a run whose sets were learnt together nothing is to be forecast.
    if (!row || memorised === null || memorised > row.epoch) return [];
    const error = (epoch: number) => Math.abs(epoch / truth - 1);
    const { forecast } = row;
    const simple = { of20: error(Math.max(TIMES * memorised, row.epoch)), ofNow: error(row.epoch) };
    if (forecast.kind === "none") return [{ ...simple, told: null }];
    return [{ ...simple, told: { error: error(forecast.epoch), held: holds(forecast, truth) } }];
  });
  const told = judged.flatMap((one) => (one.told ? [{ ...one, ...one.told }] : []));
  return {
    share,
    runs: judged.length,
    forecasts: told.length,
    error: medianOf(told.map(({ error }) => error)),
    error_of_20: medianOf(told.map(({ of20 }) => of20)),
    error_of_now: medianOf(told.map(({ ofNow }) => ofNow)),
    error_of_20_all: medianOf(judged.map(({ of20 }) => of20)),
    coverage: told.length === 0 ? null : told.filter(({ held }) => held).length / told.length,
  };
}

function falseAlarms(replays: readonly Replay[]): FalseAlarms {
  const told = replays.filter(({ rows }) => rows.some(({ forecast }) => forecast.kind === "forecast"));
  const refuted = told.filter(({ rows }) => {
    const end = rows[rows.length - 1].epoch;
    return rows.some(({ forecast }) => forecast.kind === "forecast" && forecast.high < end);
  });
  const count = (name: AlertName) => replays.filter(({ alerts }) => alerts.some(({ alert }) => alert === name)).length;
  return {
    runs: replays.length,
    forecast: told.length,
    refuted: refuted.length,
    time: meanOf(replays.map(timeForecast)),
    alerts: {
      rising: count("rising"),
      grokked: count("grokked"),
      plateau: count("plateau"),
      collapsed: count("collapsed"),
    },
  };
}

/** The share of a run's epochs at which the last row had a forecast. */
function timeForecast({ rows }: Replay): number {
  const [first, last] = [rows[0].epoch, rows[rows.length - 1].epoch];
  let told = 0;
  for (let i = 0; i + 1 < rows.length; i++)
    if (rows[i].forecast.kind === "forecast") told += rows[i + 1].epoch - rows[i].epoch;
  return last > first ? told / (last - first) : 0;
}

/** The share of a run's forecasts before the truth that hold; none where there are none. */
function covered({ known: { generalised }, rows }: Replay): readonly number[] {
  const truth = generalised as number;
  const held = rows.flatMap(({ epoch, forecast }) =>
    epoch < truth && forecast.kind === "forecast" ? [Number(holds(forecast, truth))] : [],
  );
  return held.length === 0 ? [] : [mean(held)];
}

function holds({ low, high }: { readonly low: number; readonly high: number }, truth: number): boolean {
  return low <= truth && truth <= high;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}
