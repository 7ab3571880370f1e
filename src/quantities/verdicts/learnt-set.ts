import { median } from "../../numerics/statistics.ts";
import { between, type ChangePoint, holdingStretch, type Level, lastingStep, type Series } from "../change-points.ts";
import { BEGUN, MADE, settledLevel, TAIL } from "../phase-boundaries.ts";
import type { SetName } from "./verdict.ts";

/** With fewer evaluations a phase can pass unseen: one before training and one in each phase. */
export const MIN_EVALUATIONS = 5;
/** Evaluations by which those that agree must lead, or that an end must have: fewer can be an accident. */
export const FEW = 3;
/** Nats that a wrong answer costs, where there is no accuracy: as in the runs that have both. */
const WRONG = 4;

/** Whether and when a set of a run is learnt. */
export interface LearntSet {
  readonly set: SetName;
  /** What decides: the accuracy where enough of it is known. */
  readonly by: "accuracy" | "loss";
  /** From which accuracy (a share), or up to which loss, it counts as learnt. */
  readonly threshold: number;
  /** Values of the curve that decides. */
  readonly evaluations: number;
  /** From where on it is learnt; null: never for good, nor for a while. */
  readonly at: ChangePoint | null;
  /** From where on it is learnt for a while first: `at`, unless it is lost and learnt again. */
  readonly first: ChangePoint | null;
  /** Its last epoch, where it is learnt for a while only. */
  readonly until: number | null;
  /** Whether it has fallen far from what it was while it was learnt, to the end. */
  readonly lost: boolean;
  /** The median over the last tenth of the epochs; null of nothing. */
  readonly level: Level | null;
}

/** A set's curve that decides, and which it is. */
export function deciding(loss: Series, accuracy: Series): { readonly by: LearntSet["by"]; readonly curve: Series } {
  const known = accuracy.epochs.length >= MIN_EVALUATIONS || loss.epochs.length < accuracy.epochs.length;
  return known ? { by: "accuracy", curve: accuracy } : { by: "loss", curve: loss };
}

/**
 * The loss up to which a set counts as learnt, where there is no accuracy: (1 − learnt) · 4 nats, the share of wrong
 * answers times what each costs in the runs that have both; times the loss at the start where that is below 1, as of
 * squared errors.
 */
export function learntLoss(learnt: number, start: number): number {
  return Number((WRONG * (1 - learnt) * Math.min(1, start)).toPrecision(12));
}

/** Whether and when a set is learnt, by its accuracy or its loss. */
export function learntSet(set: SetName, loss: Series, accuracy: Series, learnt: number, start: number): LearntSet {
  const { by, curve } = deciding(loss, accuracy);
  const threshold = by === "accuracy" ? learnt : learntLoss(learnt, start);
  const holds = by === "accuracy" ? (share: number) => share >= threshold : (nats: number) => nats <= threshold;
  const step = lastingStep(curve, holds);
  const held = holdingStretch(curve, holds, FEW);
  const after = held ? between(curve, held.to, Number.POSITIVE_INFINITY).values.slice(1) : [];
  const lost = after.length >= FEW && isFar(median(ending(curve)), by, threshold);
  const lasts = step && !lost;
  const at = lasts ? step : (held?.from ?? null);
  return {
    set,
    by,
    threshold,
    evaluations: curve.epochs.length,
    at,
    first: held && at && held.from.epoch < at.epoch ? held.from : at,
    until: lasts ? null : (held?.to ?? null),
    lost,
    level: curve.epochs.length > 0 ? settledLevel(curve) : null,
  };
}

/** Whether a value is a tenth below the accuracy that counts as learnt, or above e times the loss that does. */
function isFar(value: number, by: LearntSet["by"], threshold: number): boolean {
  return by === "accuracy" ? value < MADE * threshold : value > Math.exp(BEGUN) * threshold;
}

/** The values of the last tenth of the epochs, or the last three. */
export function ending(curve: Series): readonly number[] {
  const last = curve.epochs[curve.epochs.length - 1];
  const tail = between(curve, last - TAIL * (last - curve.epochs[0]), last).values;
  return tail.length < FEW ? curve.values.slice(-FEW) : tail;
}
