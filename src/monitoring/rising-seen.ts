import { median } from "../numerics/statistics.ts";
import type { Replay } from "./replay.ts";

/** How well the state "rising" tells runs that generalise, and how early. */
export interface RisingSeen {
  /** Runs that generalise and are told to rise before they do. */
  readonly told: number;
  /** Of these, medians of the epochs from the alert to 90 % test accuracy, and of the share of the time by then. */
  readonly lead: number | null;
  readonly share: number | null;
  /**
   * Area under the curve of receiver operating characteristics, per third of the time (to 90 %, or to the end of the others):
   * the probability that a run that generalises has been rising for more of the third than one that never does.
   */
  readonly auc: readonly (number | null)[];
}

export function risingSeen(generalising: readonly Replay[], never: readonly Replay[]): RisingSeen {
  const leads = generalising.flatMap(({ known, alerts }) => {
    const truth = known.generalised as number;
    const told = alerts.find(({ alert }) => alert === "rising");
    return told && told.at < truth ? [{ lead: truth - told.at, share: told.at / truth }] : [];
  });
  return {
    told: leads.length,
    lead: leads.length === 0 ? null : median(leads.map(({ lead }) => lead)),
    share: leads.length === 0 ? null : median(leads.map(({ share }) => share)),
    auc: [0, 1, 2].map((third) =>
      auc(
        generalising.flatMap((one) => risingIn(one, third, one.known.generalised as number)),
        never.flatMap((one) => risingIn(one, third, one.rows[one.rows.length - 1].epoch)),
      ),
    ),
  };
}

/** The share of the rows of a third of the time, before its end, that are rising; none where it has no rows. */
function risingIn({ rows }: Replay, third: number, end: number): readonly number[] {
  const own = rows.filter(({ epoch }) => epoch < end && epoch >= (third * end) / 3 && epoch < ((third + 1) * end) / 3);
  return own.length === 0 ? [] : [own.filter(({ state }) => state === "rising").length / own.length];
}

/** P(a > b) + P(a = b) / 2 (Mann and Whitney); null of nothing. */
function auc(higher: readonly number[], lower: readonly number[]): number | null {
  if (higher.length === 0 || lower.length === 0) return null;
  let wins = 0;
  for (const a of higher) for (const b of lower) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (higher.length * lower.length);
}
