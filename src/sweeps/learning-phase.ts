import { checkArguments } from "../arguments.ts";
import { LATE } from "../quantities/verdicts/generalisation.ts";

/** What a run learns, in the order of Liu et al. 2022. */
export const LEARNING_PHASES = ["comprehension", "grokking", "memorisation", "confusion"] as const;
export type LearningPhase = (typeof LEARNING_PHASES)[number];

/** From which epoch on each set is learnt for good, as the verdict has it: an accuracy of 95 %; null where it never is. */
export interface Learnt {
  readonly memorised_at: number | null;
  readonly generalised_at: number | null;
}

/**
 * The learning phase of a run by its last epoch, after Liu et al. 2022, arXiv:2205.10343, table 1:
 *
 * 1. comprehension: both sets are learnt, the test set soon after the train set;
 * 2. grokking: both, the test set late;
 * 3. memorisation: the train set alone;
 * 4. confusion: neither.
 *
 * Theirs is an accuracy of 90 % within 10⁵ steps, and late is 10³ steps later or more. Ours are the verdict's: 95 % for good by
 * the run's last epoch, and late is at least twice the epochs of the train set, as runs of 10³ epochs have no 10³ to spare. A
 * test set learnt though the train set is not, as with dropout, is comprehension.
 */
export function learningPhase(times: Learnt): LearningPhase {
  checkArguments("learningPhase", { times });
  const { memorised_at, generalised_at } = times;
  if (generalised_at === null) return memorised_at === null ? "confusion" : "memorisation";
  return memorised_at !== null && generalised_at >= LATE * memorised_at && generalised_at > memorised_at
    ? "grokking"
    : "comprehension";
}

/** The phase that most of some repetitions are in. */
export interface CommonPhase {
  readonly phase: LearningPhase;
  readonly agreeing: number;
  readonly of: number;
}

/** The most frequent of the phases, of as many the one that is first in Liu's order; null of none. */
export function commonPhase(phases: readonly LearningPhase[]): CommonPhase | null {
  if (phases.length === 0) return null;
  const counts = LEARNING_PHASES.map((phase) => phases.filter((one) => one === phase).length);
  const agreeing = Math.max(...counts);
  return { phase: LEARNING_PHASES[counts.indexOf(agreeing)], agreeing, of: phases.length };
}
