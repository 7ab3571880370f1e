import type { CardCurves, RunCard } from "./run-card.ts";

/** The last known value of a curve of a card; null where it has none. */
export function lastOf({ curves }: RunCard, measure: keyof CardCurves): number | null {
  return curves?.[measure].at(-1)?.[1] ?? null;
}
