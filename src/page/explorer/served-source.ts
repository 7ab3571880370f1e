import type { RunCard } from "./run-card.ts";
import type { RunList, RunSource } from "./run-source.ts";

/** What the server says of its runs, one message after the other. */
export interface ServedNews {
  readonly title?: string;
  readonly complete?: boolean;
  /** Cards that are new or have changed. */
  readonly cards?: readonly RunCard[];
  /** The ids of those that are no more. */
  readonly gone?: readonly string[];
}

/** Milliseconds for which news are gathered. */
const PAUSE = 50;
const LOST = "The explorer has ended. Start grok-analyze explore again, and open the address that it prints.";

/** The runs that the server of this page follows. */
export function servedSource(): RunSource {
  return {
    subscribe: (take) => {
      let cards = new Map<string, RunCard>();
      let list: RunList = { title: document.title, cards: [], complete: false, lost: null };
      let due = false;
      // Of two hundred runs that are read one after the other the list is drawn a few times, not two hundred.
      const say = (part: Partial<RunList>) => {
        list = { ...list, ...part };
        if (due) return;
        due = true;
        setTimeout(() => {
          due = false;
          take(list);
        }, PAUSE);
      };
      const events = new EventSource("events");
      // After a break all is told anew.
      events.addEventListener("open", () => {
        cards = new Map();
      });
      events.addEventListener("message", ({ data }) => {
        const news = JSON.parse(data) as ServedNews;
        for (const card of news.cards ?? []) cards.set(card.id, card);
        for (const id of news.gone ?? []) cards.delete(id);
        const { title = list.title, complete = list.complete } = news;
        say({ cards: [...cards.values()], title, complete, lost: null });
      });
      events.addEventListener("error", () => say({ lost: LOST }));
      return () => events.close();
    },
    report: async (id) => `report?${new URLSearchParams({ run: id, at: String(Date.now()) })}`,
    comparison: async (ids) =>
      `report?${new URLSearchParams([...ids.map((id) => ["run", id]), ["at", String(Date.now())]])}`,
    analyse: (id) => post("analyse", id),
    cancel: (id) => post("cancel", id),
    release: () => {},
  };
}

async function post(what: string, id: string): Promise<void> {
  const answer = await fetch(`${what}?${new URLSearchParams({ run: id })}`, { method: "POST" });
  if (!answer.ok) throw new Error(await answer.text());
}
