import { setImmediate, setTimeout } from "node:timers/promises";
import { runsAt } from "../monitoring/_runs-at.ts";
import type { WatchedRun } from "../monitoring/_watched-run.ts";
import { leftOut } from "../monitoring/follow.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { OpenOptions } from "../runs/open.ts";
import { type RunCards, runCards, type SeriesCard } from "./run-cards.ts";

/** What is followed. */
export interface FollowSettings {
  readonly folder: string;
  /** Where the results of its runs are, each in a folder of its own. */
  readonly results: string;
  readonly reading: Omit<OpenOptions, "memory" | "onSearch" | "run">;
  /** Seconds between looks. */
  readonly every: number;
}

/** Where a run lies, for whoever is to analyse it or to report on it. */
export interface RunPlace {
  readonly path: string;
  readonly results: string;
  /** Which of the runs of one log it is; else "". */
  readonly series: string;
}

/** What is new of the runs. */
export interface FollowNews {
  readonly cards: readonly RunCard[];
  readonly gone: readonly string[];
  /** Where the run of each new card lies, by the card's id. */
  readonly places: Readonly<Record<string, RunPlace>>;
  /** Whether everything has been looked at. */
  readonly complete: boolean;
}

/** Looks take no more than one part of so many of the time. */
const SHARE = 5;

/**
 * Follows the runs of a folder, those too that come later, as `watch` follows them, but analyses none; ends with the signal.
 * What is there is told run by run, as it is read.
 */
export async function followRuns(
  { folder, results, reading, every }: FollowSettings,
  tell: (news: FollowNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const at = runsAt(
    { path: folder, name: "", results },
    { reading, on: [], sends: false, signal, leaveOut: leftOut([results]) },
  );
  const known = new Map<WatchedRun, RunCards>();
  let complete = false;
  while (!signal.aborted) {
    const start = performance.now();
    for (const { run, events } of at.looks()) {
      const found = at.runs().filter((one) => !known.has(one));
      if (found.length > 0) {
        for (const one of found) known.set(one, runCards(one, folder));
        // The folder itself is a run only once that is known.
        const named = found.filter(({ place }) => place.name !== "");
        const cards = named.map((one) => ({
          place: one.place,
          series: "",
          card: (known.get(one) as RunCards).found(),
        }));
        tell({ ...newsOf(cards), complete });
      }
      const { cards, gone } = (known.get(run) as RunCards).after(events);
      if (cards.length + gone.length > 0)
        tell({ ...newsOf(cards.map((one) => ({ place: run.place, ...one }))), gone, complete });
      // A moment for whoever asks this thread to end.
      await setImmediate();
      if (signal.aborted) return;
    }
    const there = new Set(at.runs());
    for (const [run, cards] of known) {
      if (there.has(run)) continue;
      // What was one run holds several by now.
      known.delete(run);
      tell({ ...newsOf([]), gone: cards.ids(), complete });
    }
    if (!complete) {
      complete = true;
      tell({ cards: [], gone: [], places: {}, complete });
    }
    const took = performance.now() - start;
    await setTimeout(Math.max(1000 * every, (SHARE - 1) * took), undefined, { signal }).catch(() => {});
  }
}

function newsOf(all: readonly (SeriesCard & { readonly place: WatchedRun["place"] })[]): Omit<FollowNews, "complete"> {
  const places = all.map(({ place: { path, results }, series, card }) => [card.id, { path, results, series }] as const);
  return { cards: all.map(({ card }) => card), gone: [], places: Object.fromEntries(places) };
}
