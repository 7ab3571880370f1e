import { memo } from "../numerics/memo.ts";
import { RunningMedian } from "./running-median.ts";

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
export const NEAR = 0.1;

/** The values that are there and finite; none of them less than `least`. */
export function series(epochs: readonly number[], values: readonly (number | null)[] = [], least = -Infinity): Series {
  let count = 0;
  for (let i = 0; i < epochs.length; i++) if (Number.isFinite(values[i])) count++;
  const seen = {
    epochs: count === epochs.length ? epochs : new Array<number>(count),
    values: new Array<number>(count),
  };
  for (let i = 0, at = 0; i < epochs.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (count < epochs.length) (seen.epochs as number[])[at] = epochs[i];
    // JSON has no −0.
    seen.values[at++] = Math.max(value as number, least) + 0;
  }
  return seen;
}

/** The part of a series with from ≤ epoch ≤ to. */
export function between({ epochs, values }: Series, from: number, to: number): Series {
  const [start, end] = [countBelow(epochs, from), countUpTo(epochs, to)];
  return { epochs: epochs.slice(start, end), values: values.slice(start, end) };
}

/**
 * argmin_i #{j < i : holds(x_j)} + #{j ≥ i : not holds(x_j)}, the first of equals: the step that disagrees with the
 * fewest checkpoints, so that neither a slingshot's spike nor noise about the threshold moves it. Null where the best
 * step is the one after the end: what holds now and then does not last.
 */
export function lastingStep({ epochs, values }: Series, holds: (value: number) => boolean): ChangePoint | null {
  let errors = 0;
  for (const value of values) if (!holds(value)) errors++;
  let [at, fewest] = [0, errors];
  for (let i = 0; i < values.length; i++) {
    errors += holds(values[i]) ? 1 : -1;
    if (errors < fewest) [at, fewest] = [i + 1, errors];
  }
  if (at === values.length) return null;
  const epoch = epochs[at];
  return { epoch, earliest: epochs[at - 1] ?? epoch, latest: epoch, exceptions: fewest };
}

/** Where something holds for a while, or for several whiles. */
export interface Stretch {
  readonly from: ChangePoint;
  readonly to: number;
}

/**
 * From the first stretch to the last in which the checkpoints at which it holds outnumber the others by `lead`, a stretch
 * beginning anew where they do not outnumber them, and ending where they do so by most. Null where there is none.
 */
export function holdingStretch(
  { epochs, values }: Series,
  holds: (value: number) => boolean,
  lead: number,
): Stretch | null {
  let [from, to, exceptions] = [-1, -1, 0];
  let [start, ahead, most] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (ahead <= 0) [start, ahead, most] = [i, 0, 0];
    ahead += holds(values[i]) ? 1 : -1;
    if (ahead <= most) continue;
    most = ahead;
    if (most < lead) continue;
    if (from < 0) from = start;
    to = i;
  }
  if (from < 0) return null;
  for (let i = from; i <= to; i++) if (!holds(values[i])) exceptions++;
  const epoch = epochs[from];
  return { from: { epoch, earliest: epochs[from - 1] ?? epoch, latest: epoch, exceptions }, to: epochs[to] };
}

/**
 * argmax_i sign · m_i, m the running median of positive values, the first of equals. It lies anywhere among the values
 * within 10 % of it, and a window's width or a checkpoint beyond. Null of nothing.
 */
export function extremum(curve: Series, sign: 1 | -1): Extremum | null {
  const { epochs } = curve;
  if (epochs.length === 0) return null;
  const smooth = smoothed(curve);
  let at = 0;
  for (let i = 1; i < smooth.length; i++) if (sign > 0 ? smooth[i] > smooth[at] : smooth[i] < smooth[at]) at = i;
  const value = smooth[at];
  const near = (other: number) => (sign > 0 ? other >= (1 - NEAR) * value : other <= value / (1 - NEAR));
  let [first, last] = [0, smooth.length - 1];
  while (!near(smooth[first])) first++;
  while (!near(smooth[last])) last--;
  return {
    epoch: epochs[at],
    earliest: epochs[Math.max(first - Math.max(windowSide(epochs, first), 1), 0)],
    latest: epochs[Math.min(last + Math.max(windowSide(epochs, last), 1), epochs.length - 1)],
    exceptions: 0,
    value,
  };
}

/** The running median at each checkpoint; several questions are asked of one curve. */
export const smoothed: (curve: Series) => Float64Array = memo(({ epochs, values }: Series): Float64Array => {
  const found = new Float64Array(values.length);
  const window = new RunningMedian(values);
  for (let i = 0; i < values.length; i++) {
    const side = windowSide(epochs, i);
    found[i] = side === 0 ? values[i] : window.of(i - side, i + side + 1);
  }
  return found;
});

/** The running median at the last checkpoint up to an epoch, or at the first of all; null of nothing. */
export function levelAt({ epochs, values }: Series, epoch: number): number | null {
  if (epochs.length === 0) return null;
  const at = Math.max(countUpTo(epochs, epoch) - 1, 0);
  const side = windowSide(epochs, at);
  return new RunningMedian(values).of(at - side, at + side + 1);
}

/** The first and the last level of a curve among the epochs from … to, and when; null where it has no value there. */
export function levelsWithin(curve: Series, from: number, to: number): readonly [Level, Level] | null {
  const { epochs } = curve;
  const [start, end] = [countBelow(epochs, from), countUpTo(epochs, to)];
  if (start >= end) return null;
  const level = (epoch: number): Level => ({ epoch, value: levelAt(curve, epoch) as number });
  return [level(epochs[start]), level(epochs[end - 1])];
}

/** As many checkpoints on either side of one as its running median takes in: of a curve that only rises or falls it is the curve itself. */
function windowSide(epochs: readonly number[], at: number): number {
  const within = (other: number) => Math.abs(epochs[other] - epochs[at]) <= WINDOW * epochs[at];
  // Those between are nearer.
  if (within(at - MAX_SIDE) && within(at + MAX_SIDE)) return MAX_SIDE;
  let side = 0;
  while (within(at - side - 1) && within(at + side + 1)) side++;
  return side;
}

/** How many of the ascending epochs lie before this one. */
function countBelow(epochs: readonly number[], epoch: number): number {
  return count(epochs, (one) => one < epoch);
}

function countUpTo(epochs: readonly number[], epoch: number): number {
  return count(epochs, (one) => one <= epoch);
}

function count(epochs: readonly number[], before: (epoch: number) => boolean): number {
  let [low, high] = [0, epochs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(epochs[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
