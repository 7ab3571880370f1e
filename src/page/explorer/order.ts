import { VERDICTS } from "../../quantities/verdicts/verdict.ts";
import { lastOf } from "./last-of.ts";
import type { RunCard } from "./run-card.ts";

/** By what the list can be sorted, each with how two cards compare; what is not known comes last. */
export const ORDERS = {
  "changed last": (a: RunCard, b: RunCard) => descending(a.changed, b.changed),
  name: (a: RunCard, b: RunCard) => byName(a, b),
  verdict: (a: RunCard, b: RunCard) => rankOf(a) - rankOf(b),
  "last epoch": (a: RunCard, b: RunCard) => descending(a.lastEpoch, b.lastEpoch),
  "test accuracy": (a: RunCard, b: RunCard) => descending(lastOf(a, "test_accuracy"), lastOf(b, "test_accuracy")),
  "test loss": (a: RunCard, b: RunCard) => -descending(lastOf(a, "test_loss"), lastOf(b, "test_loss"), -1),
  delay: (a: RunCard, b: RunCard) => descending(a.delay, b.delay),
} as const;
export type Order = keyof typeof ORDERS;

export function isOrder(name: string): name is Order {
  return name in ORDERS;
}

/** What the reader wants to see of the list. */
export interface Wanted {
  /** Words that must all be in the name, the verdict, the state or the task; upper and lower case are the same. */
  readonly text: string;
  /** One verdict alone; "" for all. */
  readonly verdict: string;
  readonly order: Order;
}

/** The cards that are wanted, in their order; of those that are alike by it by name. */
export function wantedCards(cards: readonly RunCard[], { text, verdict, order }: Wanted): readonly RunCard[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return cards
    .filter((card) => verdict === "" || verdictOf(card) === verdict)
    .filter((card) => words.every((word) => searched(card).includes(word)))
    .toSorted((a, b) => ORDERS[order](a, b) || byName(a, b));
}

/** The verdict as it is shown and counted. */
export function verdictOf({ verdict, reading }: RunCard): string {
  if (verdict) return verdict.verdict;
  return reading === "read" ? "not enough evidence" : reading === "found" ? "being read" : "unreadable";
}

/** The verdicts in the order in which they are defined; what has none after them. */
function rankOf({ verdict }: RunCard): number {
  return verdict ? VERDICTS.indexOf(verdict.verdict) : VERDICTS.length;
}

function searched(card: RunCard): string {
  return [card.name, verdictOf(card), card.state?.state ?? "", card.task ?? ""].join("\n").toLowerCase();
}

const collator = new Intl.Collator("en", { numeric: true });

function byName(a: RunCard, b: RunCard): number {
  return collator.compare(a.name, b.name);
}

/** The larger first; with `missing` −1 what is not known is the least of all, as where the sign is turned. */
function descending(a: number | null, b: number | null, missing = 1): number {
  if (a === null || b === null) return a === b ? 0 : missing * (a === null ? 1 : -1);
  return b - a;
}
