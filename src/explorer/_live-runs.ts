import { basename, resolve } from "node:path";
import { GrokError } from "../errors.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { ServedNews } from "../page/explorer/served-source.ts";
import { type Analyses, analyses } from "./_analyses.ts";
import { followed } from "./_followed.ts";
import { reportMaker } from "./_report-maker.ts";
import { strayIn } from "./_within.ts";
import type { FollowSettings, RunPlace } from "./follow-runs.ts";

/** All that the page can be told, and can ask for: the runs of a folder, whoever asks. */
export interface LiveRuns {
  readonly title: string;
  /** Tells all that is known, then what is new; the function it returns ends that. */
  readonly subscribe: (tell: (news: ServedNews) => void) => () => void;
  /** The page of one run, or that compares several, as HTML. Rejects with a GrokError where one is not listed. */
  readonly report: (ids: readonly string[]) => Promise<string>;
  /** Throw a GrokError where the run is not listed. */
  readonly analyse: (id: string) => void;
  readonly cancel: (id: string) => void;
  /** Rejects where the folder can be followed no more. */
  readonly failed: Promise<never>;
  readonly close: () => Promise<void>;
}

/** Follows the runs of a folder. */
export function liveRuns(settings: FollowSettings): LiveRuns {
  const listeners = new Set<(news: ServedNews) => void>();
  const title = basename(resolve(settings.folder));
  const tell = (news: ServedNews) => {
    const own = { ...news, ...(news.cards && { cards: news.cards.map((card) => withAnalysis(card, work)) }) };
    for (const listener of listeners) listener(own);
  };
  const runs = followed(settings, tell);
  const work = analyses(settings.reading, (id) => {
    const card = runs.card(id);
    if (card) tell({ cards: [card] });
  });
  const reports = reportMaker();
  /** Where a listed run lies; a link that has come meanwhile leads nowhere. */
  const listed = (id: string): { readonly place: RunPlace; readonly card: RunCard } => {
    const [place, card] = [runs.place(id), runs.card(id)];
    if (!place || !card) throw new GrokError(id, "is no run that is listed", "go back to the list");
    if (strayIn(settings.folder, place.path) !== undefined)
      throw new GrokError(id, "has a link that leads out of the folder", "explore a folder that holds both");
    return { place, card };
  };
  return {
    title,
    subscribe: (listener) => {
      listener({ title, complete: runs.complete(), cards: runs.cards().map((card) => withAnalysis(card, work)) });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    report: async (ids) => {
      if (ids.length === 0) throw new GrokError("report", "no run was named", "go back to the list");
      const asked = ids.map((id) => {
        const { place, card } = listed(id);
        return { ...place, name: card.name, checkpoints: card.checkpoints };
      });
      return reports.html({ runs: asked, reading: settings.reading });
    },
    analyse: (id) => work.begin(id, listed(id).place),
    cancel: (id) => work.cancel(id),
    failed: runs.failed,
    close: async () => {
      await Promise.all([runs.close(), work.close(), reports.close()]);
    },
  };
}

/** The card with the analysis that goes on, or why the last one failed. */
function withAnalysis(card: RunCard, work: Analyses): RunCard {
  return { ...card, analysis: work.of(card.id), problem: work.failure(card.id) ?? card.problem };
}
