import { median } from "../../numerics/statistics.ts";

/** Checkpoints that the level before is taken from. */
export const BASELINE = 3;
/** An alarm is so many times that level … */
export const FACTOR = 10;
/** … and more than this. */
export const LEAST = 20;
/** The level is taken for no less than this, as published. */
const FLOOR = 0.1;

interface Defect {
  readonly epoch: number;
  /** Null where it is not known. */
  readonly defect: number | null;
}

/**
 * The first checkpoint whose commutator defect is over 10 times the median of the first three, and over 20, the third itself
 * among those asked, as the published rule has it (Xu 2026, arXiv:2602.16746, `find_spike_step`); null where none is, or
 * where there are fewer than three. The rule also fires on runs that never grok: it is told beside what the run did.
 */
export function commutatorAlarm(checkpoints: readonly Defect[]): number | null {
  const known = checkpoints.filter(({ defect }) => defect !== null) as { epoch: number; defect: number }[];
  if (known.length < BASELINE) return null;
  const level = Math.max(median(known.slice(0, BASELINE).map(({ defect }) => defect)), FLOOR);
  const raised = known.slice(BASELINE - 1).find(({ defect }) => defect > FACTOR * level && defect > LEAST);
  return raised?.epoch ?? null;
}
