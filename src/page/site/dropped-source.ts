import type { RunCard } from "../explorer/run-card.ts";
import type { RunList, RunSource } from "../explorer/run-source.ts";
import { askWorker, CANCELLED, type Question } from "./asked-worker.ts";
import { type Dropped, distinct } from "./dropped-files.ts";
import type { Files, Shown } from "./messages.ts";
import { zipped } from "./zipped.ts";

/** Runs that were dropped into this page, which the browser's workers read and analyse. */
export interface DroppedSource extends RunSource {
  /** Adds the runs among these files; returns the ids of those that can be read. */
  readonly add: (dropped: Dropped) => Promise<readonly string[]>;
}

interface Entry {
  readonly path: string;
  readonly files: Files;
  card: RunCard;
  /** The folder of its results among the files. */
  results: string | undefined;
  going?: Question;
}

/** Which analyzers are asked: all that are not on request, unless they are named. */
export function droppedSource(title: string, only?: readonly string[]): DroppedSource {
  const entries = new Map<string, Entry>();
  /** The files of each drop, by its root. */
  const drops = new Map<string, Files>();
  const takers = new Set<(list: RunList) => void>();
  let looking = 0;
  const list = (): RunList => ({
    title,
    cards: [...entries.values()].map(({ card }) => card),
    complete: looking === 0,
    lost: null,
  });
  const say = () => {
    for (const take of takers) take(list());
  };
  const at = (id: string): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new Error(`${id}: is not among the runs of this page; drop it again`);
    return entry;
  };
  const change = (entry: Entry, part: Partial<RunCard>) => {
    entry.card = { ...entry.card, ...part };
    say();
  };
  const analyse = async (entry: Entry) => {
    const { path, files } = entry;
    const { id } = entry.card;
    const folder = `${path}-analysis`;
    /** What there is of the run now; undefined where it was dropped again meanwhile. */
    const current = (): Entry | undefined => {
      const now = entries.get(id);
      return now?.going === question ? now : undefined;
    };
    const question = askWorker({ ask: "analyse", files, path, only }, (told) => {
      const now = current();
      if (!now) return;
      if (told.told === "progress") change(now, { analysis: { done: told.done, total: told.total } });
      if (told.told !== "analysed") return;
      // What an earlier analysis wrote there, and this one did not, is none of its results.
      const others = [...files].filter(([name]) => !name.startsWith(`${folder}/`));
      const results = [...told.files].map(([name, text]) => [`${folder}/${name}`, new Blob([text])] as const);
      const card = { ...told.card, analysis: now.card.analysis };
      entries.set(id, { ...now, files: new Map([...others, ...results]), card, results: folder });
      say();
    });
    entry.going = question;
    change(entry, { analysis: { done: 0, total: 0 }, problem: null });
    let problem: string | null = null;
    await question.answered.catch(({ message }: Error) => {
      problem = message === CANCELLED ? null : message;
    });
    const now = current();
    if (!now) return;
    delete now.going;
    change(now, { analysis: null, problem });
  };
  const page = async (asked: readonly Entry[]): Promise<string> => {
    const files = new Map(asked.flatMap((entry) => [...entry.files]));
    const runs = asked.map(({ path, results, card }): Shown => ({ path, name: card.name, results }));
    let html = "";
    await askWorker({ ask: "page", files, runs }, (told) => {
      if (told.told === "page") html = told.html;
    }).answered;
    return URL.createObjectURL(new Blob([html], { type: "text/html" }));
  };
  return {
    add: async (dropped) => {
      const { root, files } = distinct(dropped, drops);
      drops.set(root, files);
      const readable: string[] = [];
      looking++;
      say();
      try {
        await askWorker({ ask: "look", root, files }, (told) => {
          if (told.told !== "run") return;
          const { card, path, results } = told;
          entries.get(card.id)?.going?.end();
          entries.set(card.id, { path, files, card, results });
          if (card.reading === "read") readable.push(card.id);
          say();
        }).answered;
      } finally {
        looking--;
        say();
      }
      return readable;
    },
    subscribe: (take) => {
      takers.add(take);
      take(list());
      return () => takers.delete(take);
    },
    report: async (id) => {
      const entry = at(id);
      if (!entry.results && entry.card.problem !== null) throw new Error(entry.card.problem);
      return page([entry]);
    },
    comparison: (ids) => page(ids.map(at)),
    analyse: async (id) => {
      const entry = at(id);
      if (!entry.going) void analyse(entry);
    },
    cancel: async (id) => at(id).going?.end(),
    release: (address) => URL.revokeObjectURL(address),
    download: async (id) => {
      const { results, files, card } = at(id);
      if (results === undefined) throw new Error(`${card.name}: has no results yet`);
      const own = [...files].filter(([path]) => path.startsWith(`${results}/`));
      const name = results.slice(results.lastIndexOf("/") + 1);
      return {
        name: `${name}.zip`,
        content: await zipped(new Map(own.map(([path, blob]) => [`${name}${path.slice(results.length)}`, blob]))),
      };
    },
  };
}
