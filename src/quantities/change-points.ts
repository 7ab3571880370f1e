import { median } from "../numerics/statistics.ts";

/** A curve over epochs, ascending, without its gaps. */
export interface Series {
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** Where a curve changes. A run is seen at its checkpoints alone, so that the change lies in an interval. */
export interface ChangePoint {
  /** The first checkpoint after a step; the checkpoint of an extremum. */
  readonly epoch: number;
  /** The change lies between these two epochs; they are equal where the first checkpoint is already past it. */
  readonly earliest: number;
  readonly latest: number;
  /** Checkpoints that a spike or noise puts on the wrong side. */
  readonly exceptions: number;
}

/** A highest or lowest place of a curve, and how high or low. */
export interface Extremum extends ChangePoint {
  readonly value: number;
}

/** What a curve is at an epoch, by its running median. */
export interface Level {
  readonly epoch: number;
  readonly value: number;
}

/** A running median takes in epochs within this share of its own: grokking is of one shape in log time. */
const WINDOW = 0.05;
/** … and no more checkpoints than these on either side: they take noise of 10 % to 2 %, and more cost time. */
const MAX_SIDE = 25;
/** Values within 10 % of an extremum cannot be told from it: losses of one flat stretch differ by as much. */
const NEAR = 0.1;

/** The values that are there and finite. */
export function series(epochs: readonly number[], values: readonly (number | null)[] = []): Series {
  const seen = epochs.flatMap((_, i) => (Number.isFinite(values[i]) ? [i] : []));
  return { epochs: seen.map((i) => epochs[i]), values: seen.map((i) => values[i] as number) };
}

/** The part of a series with from ≤ epoch ≤ to. */
export function between({ epochs, values }: Series, from: number, to: number): Series {
  const kept = epochs.flatMap((epoch, i) => (epoch >= from && epoch <= to ? [i] : []));
  return { epochs: kept.map((i) => epochs[i]), values: kept.map((i) => values[i]) };
}

/**
 * argmin_i #{j < i : holds(x_j)} + #{j ≥ i : not holds(x_j)}, the first of equals: the step that disagrees with the
 * fewest checkpoints, so that neither a slingshot's spike nor noise about the threshold moves it. Null where the best
 * step is the one after the end: what holds now and then does not last.
 */
export function lastingStep({ epochs, values }: Series, holds: (value: number) => boolean): ChangePoint | null {
  const held = values.map(holds);
  let errors = held.filter((holding) => !holding).length;
  let best = { at: 0, errors };
  for (const [i, holding] of held.entries()) {
    errors += holding ? 1 : -1;
    if (errors < best.errors) best = { at: i + 1, errors };
  }
  if (best.at === held.length) return null;
  const epoch = epochs[best.at];
  return { epoch, earliest: epochs[best.at - 1] ?? epoch, latest: epoch, exceptions: best.errors };
}

/**
 * argmax_i sign · m_i, m the running median of positive values, the first of equals. It lies anywhere among the values
 * within 10 % of it, and a window's width or a checkpoint beyond. Null of nothing.
 */
export function extremum(curve: Series, sign: 1 | -1): Extremum | null {
  const { epochs } = curve;
  if (epochs.length === 0) return null;
  const smooth = epochs.map((_, i) => runningMedian(curve, i));
  const at = smooth.reduce((best, value, i) => (sign * value > sign * smooth[best] ? i : best), 0);
  const value = smooth[at];
  const near = (other: number) => (sign > 0 ? other >= (1 - NEAR) * value : other <= value / (1 - NEAR));
  const first = smooth.findIndex(near);
  const last = smooth.findLastIndex(near);
  return {
    epoch: epochs[at],
    earliest: epochs[Math.max(first - Math.max(windowSide(epochs, first), 1), 0)],
    latest: epochs[Math.min(last + Math.max(windowSide(epochs, last), 1), epochs.length - 1)],
    exceptions: 0,
    value,
  };
}

/** The running median at the last checkpoint up to an epoch, or at the first of all; null of nothing. */
export function levelAt(curve: Series, epoch: number): number | null {
  const after = curve.epochs.findIndex((one) => one > epoch);
  const at = after < 0 ? curve.epochs.length - 1 : Math.max(after - 1, 0);
  return at < 0 ? null : runningMedian(curve, at);
}

/** The first and the last level of a curve among the epochs from … to, and when; null where it has no value there. */
export function levelsWithin(curve: Series, from: number, to: number): readonly [Level, Level] | null {
  const { epochs } = between(curve, from, to);
  if (epochs.length === 0) return null;
  const level = (epoch: number): Level => ({ epoch, value: levelAt(curve, epoch) as number });
  return [level(epochs[0]), level(epochs[epochs.length - 1])];
}

/** The median of as many checkpoints on either side: of a curve that only rises or falls it is the curve itself. */
function runningMedian({ epochs, values }: Series, at: number): number {
  const side = windowSide(epochs, at);
  return side === 0 ? values[at] : median(values.slice(at - side, at + side + 1));
}

function windowSide(epochs: readonly number[], at: number): number {
  const within = (other: number) => Math.abs(epochs[other] - epochs[at]) <= WINDOW * epochs[at];
  let side = 0;
  while (side < MAX_SIDE && within(at - side - 1) && within(at + side + 1)) side++;
  return side;
}
