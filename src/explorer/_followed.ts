import { Worker } from "node:worker_threads";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { ServedNews } from "../page/explorer/served-source.ts";
import type { FollowMessage } from "./_follow-worker.ts";
import type { FollowSettings, RunPlace } from "./follow-runs.ts";

/** The runs of a folder as they are known now. */
export interface Followed {
  readonly cards: () => readonly RunCard[];
  readonly place: (id: string) => RunPlace | undefined;
  readonly card: (id: string) => RunCard | undefined;
  readonly complete: () => boolean;
  /** Rejects where the folder can be followed no more. */
  readonly failed: Promise<never>;
  readonly close: () => Promise<void>;
}

/** Follows a folder in a thread; `tell` is called with what is new. */
export function followed(settings: FollowSettings, tell: (news: ServedNews) => void): Followed {
  const cards = new Map<string, RunCard>();
  const places = new Map<string, RunPlace>();
  let complete = false;
  const worker = new Worker(new URL("./_follow-worker.js", import.meta.url), { workerData: settings, execArgv: [] });
  const failed = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.on("message", (message: FollowMessage) => {
      if ("error" in message) {
        reject(new Error(message.error));
        return;
      }
      for (const card of message.cards) cards.set(card.id, card);
      for (const [id, place] of Object.entries(message.places)) places.set(id, place);
      for (const id of message.gone) cards.delete(id);
      complete ||= message.complete;
      tell({ cards: message.cards, gone: message.gone, complete });
    });
  });
  // Whoever waits for it hears of it.
  failed.catch(() => {});
  return {
    cards: () => [...cards.values()],
    place: (id) => (cards.has(id) ? places.get(id) : undefined),
    card: (id) => cards.get(id),
    complete: () => complete,
    failed,
    close: async () => {
      await worker.terminate();
    },
  };
}
