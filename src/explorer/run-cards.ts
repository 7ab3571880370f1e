import { statSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import type { WatchedPlace, WatchedRun } from "../monitoring/_watched-run.ts";
import type { WatchEvent } from "../monitoring/events.ts";
import type { RunCard } from "../page/explorer/run-card.ts";
import type { Survey } from "../runs/survey.ts";
import { type ResultsInShort, resultsInShort, resultsStamp } from "./_results-of.ts";
import { strayIn } from "./_within.ts";
import { cardOf, foundCard, type Told, toldBy } from "./card-of.ts";

/** The cards of a run that is followed: one, or of a log of many runs one each. */
export interface RunCards {
  /** That of the run before anything of it is read. */
  readonly found: () => RunCard;
  /** The ids of those that are shown. */
  readonly ids: () => readonly string[];
  /** Those that are new or have changed, and the ids of those that are no more, after a look that told these events. */
  readonly after: (events: readonly WatchEvent[]) => {
    readonly cards: readonly SeriesCard[];
    readonly gone: readonly string[];
  };
}

/** A card, and which of the runs of one log it is of; else "". */
export interface SeriesCard {
  readonly series: string;
  readonly card: RunCard;
}

const NO_NEWS = { cards: [], gone: [] };
/** Problems that stay until the file is read. */
const LASTING: ReadonlySet<string> = new Set(["unreadable", "not a run"]);

/** The cards of a run, from nothing on. One that has files from outside of `folder`, by a link, is not shown but named. */
export function runCards(run: WatchedRun, folder: string): RunCards {
  const told = new Map<string, Told>();
  const problems = new Map<string, string>();
  const shown = new Set<string>();
  let results: ResultsInShort | undefined;
  let stamp = "";
  let surveyed: Survey | undefined;

  const cardNow = (series: string): RunCard => {
    const whole = series === "";
    return cardOf({
      ...named(run.place, series),
      reading: surveyed ? "read" : problems.size > 0 ? "unreadable" : "found",
      problem: [...problems.values()][0] ?? null,
      task: results?.task ?? null,
      analysed: whole ? (results?.checkpoints ?? null) : null,
      changed: run.written(),
      told: told.get(series),
      stored: results?.runs.find(({ name }, _, { length }) => (whole ? length === 1 : name === series)),
      checkpoints: whole ? (surveyed?.checkpoints ?? []).map(({ epoch }) => epoch) : [],
    });
  };

  const strayCard = (file: string): SeriesCard => {
    const { id, name } = named(run.place, "");
    const what = relative(run.place.path, file) || "it";
    const problem = `${what} is a link that leads out of the folder: such a run is not shown`;
    return { series: "", card: { ...foundCard(id, name), reading: "unreadable", problem } };
  };

  return {
    found: () => {
      const { id, name } = named(run.place, "");
      shown.add(id);
      // The folder's own time is near to that of the last file that came into it.
      return { ...foundCard(id, name), changed: statSync(run.place.path, { throwIfNoEntry: false })?.mtimeMs ?? null };
    },
    ids: () => [...shown],
    after: (events) => {
      const [survey, now] = [run.found(), resultsStamp(run.place)];
      if (events.length === 0 && survey === surveyed && now === stamp) return NO_NEWS;
      if (survey !== surveyed) problems.clear();
      if (now !== stamp) results = now === "" ? undefined : resultsInShort(run.place);
      [surveyed, stamp] = [survey, now];
      let there = true;
      for (const event of events) {
        if (event.kind === "row") told.set(event.series, toldBy(event.curves, event.state));
        if (event.kind !== "problem") continue;
        if (event.problem === "gone" || event.problem === "absent") there = false;
        if (LASTING.has(event.problem)) problems.set(event.file, event.detail ?? event.problem);
      }
      if (!there) told.clear();
      const series = told.size > 0 ? [...told.keys()] : [""];
      const stray = strayIn(folder, run.place.path);
      const all = stray === undefined ? series.map((one) => ({ series: one, card: cardNow(one) })) : [strayCard(stray)];
      const cards: readonly SeriesCard[] = there ? all : [];
      const ids = new Set(cards.map(({ card }) => card.id));
      const gone = [...shown].filter((id) => !ids.has(id));
      shown.clear();
      for (const id of ids) shown.add(id);
      return { cards, gone };
    },
  };
}

/** What tells a run from all others, and what it is called: its path in the folder, and which of the runs of one log it is. */
function named({ name, path }: WatchedPlace, series: string): Pick<RunCard, "id" | "name"> {
  const own = name === "" ? basename(resolve(path)) : name;
  return series === "" ? { id: own, name: own } : { id: `${own}\t${series}`, name: `${own} ${series}` };
}
