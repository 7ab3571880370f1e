import type { CardCurves, RunCard } from "./run-card.ts";

/** The last known value of a curve of a card; null where it has none. */
export function lastOf({ curves }: RunCard, measure: Exclude<keyof CardCurves, "epochs">): number | null {
  return curves?.[measure].findLast((value) => value !== null) ?? null;
}
