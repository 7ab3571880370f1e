import type { Store as StoreOf } from "../store.ts";

/** The groupings beside those by one setting. */
export const BY_CONFIGURATION = "";
export const BY_VERDICT = "verdict:";
export const BY_RUN = "run:";

export const QUANTITIES = ["accuracy", "loss"] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** What the reader looks at: all that the page draws follows from it, and the address keeps it. */
export interface ComparisonView {
  /** What makes families: a setting, or one of the groupings above. */
  readonly by: string;
  /** Of the small panels. */
  readonly quantity: Quantity;
  /** Of the axis of epochs. */
  readonly axis: "linear" | "log";
  /** From and to which epoch the charts reach; all where empty. */
  readonly zoom: readonly number[];
  /** The column that orders the runs, and whether the other way round; as they come where empty. */
  readonly sort: string;
  readonly descending: boolean;
  /** Words that a run's row must have. */
  readonly text: string;
  /** Places of the verdicts that are shown; all where empty. */
  readonly verdicts: readonly number[];
  /** The value that a run must have of each setting named. */
  readonly where: Readonly<Record<string, string>>;
  /** The setting under the delays. */
  readonly x: string;
  /** The settings of the grid, and what colours it. */
  readonly across: string;
  readonly up: string;
  readonly cells: "verdict" | "delay";
  /** Names of the runs that are picked out. */
  readonly picked: readonly string[];
}

export type Store = StoreOf<ComparisonView>;

/** The view as the part of an address behind #, without what is as it was at first. */
export function inAddress(view: ComparisonView, first: ComparisonView): string {
  const changed = Object.entries(view).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name as keyof ComparisonView]),
  );
  return new URLSearchParams(
    changed.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  ).toString();
}

/** The view that an address asks for; what it does not name, or what makes no sense, is as at first. */
export function fromAddress(hash: string, first: ComparisonView): ComparisonView {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const parts = Object.entries(first).map(([name, usual]) => [name, asNamed(asked.get(name), usual)]);
  return Object.fromEntries(parts) as unknown as ComparisonView;
}

function asNamed(text: string | null, usual: unknown): unknown {
  if (text === null) return usual;
  if (typeof usual === "string") return text;
  try {
    const value: unknown = JSON.parse(text);
    const alike = value !== null && typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual);
    return alike ? value : usual;
  } catch {
    return usual;
  }
}
