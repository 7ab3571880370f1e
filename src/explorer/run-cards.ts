import { basename, resolve } from "node:path";
import { feedOf } from "../monitoring/_feed.ts";
import type { WatchedPlace, WatchedRun } from "../monitoring/_watched-run.ts";
import type { WatchEvent } from "../monitoring/events.ts";
import type { RunState } from "../monitoring/state.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import type { CardCurves, RunCard } from "../page/explorer/run-card.ts";
import { MOST_ROWS, thinnedCurves } from "../quantities/thinned-curves.ts";
import { type Curves, type TrainingPhases, trainingPhases } from "../quantities/training-phases.ts";
import type { Survey } from "../runs/survey.ts";
import { type ResultsInShort, resultsInShort, resultsStamp } from "./_results-of.ts";

/** A sparkline shows no more epochs, or few more. */
const SPARK = 64;

/** The cards of a run that is followed: one, or of a log of many runs one each. */
export interface RunCards {
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

/** What the curves of a run tell. */
interface Told {
  readonly curves: Curves;
  readonly state: RunState;
  readonly phases: TrainingPhases;
  readonly spark: CardCurves;
}

/** The card of a run of which nothing is known but where it is. */
export function foundCard(place: WatchedPlace, series = ""): RunCard {
  const name = place.name === "" ? basename(resolve(place.path)) : place.name;
  return {
    id: cardId(place, series),
    name: series === "" ? name : `${name} ${series}`,
    reading: "found",
    problem: null,
    task: null,
    verdict: null,
    state: null,
    axis: "epoch",
    delay: null,
    keys: [],
    curves: null,
    lastEpoch: null,
    checkpoints: 0,
    analysed: null,
    analysis: null,
    changed: null,
  };
}

/** What tells a run from all others: its place, and which of the runs of one log it is. */
export function cardId({ name }: Pick<WatchedPlace, "name">, series: string): string {
  return series === "" ? name || "." : `${name || "."}\t${series}`;
}

/** The cards of a run, from nothing on. */
export function runCards(run: WatchedRun): RunCards {
  const told = new Map<string, Told>();
  const problems = new Map<string, string>();
  let results: ResultsInShort | undefined;
  let stamp = "";
  let surveyed: Survey | undefined;
  const shown = new Set([cardId(run.place, "")]);

  const cardOf = (series: string): RunCard => {
    const found = run.found();
    const stored = results?.runs.find((one) => one.name === series || (series === "" && one.alone));
    const own = told.get(series) ?? (stored ? toldBy(stored.curves) : undefined);
    // Results of an epoch before the last are of an earlier state of the run.
    const current = stored && own && stored.phases.end >= own.phases.end ? stored : undefined;
    const phases = current?.phases ?? own?.phases;
    const checkpoints = series === "" ? (found?.checkpoints ?? []) : [];
    const epochs = [...checkpoints.map(({ epoch }) => epoch), ...(own ? [own.phases.end] : [])].filter(Number.isFinite);
    return {
      ...foundCard(run.place, series),
      reading: found ? "read" : problems.size > 0 ? "unreadable" : "found",
      problem: [...problems.values()][0] ?? null,
      task: results?.task ?? null,
      verdict: phases
        ? { verdict: phases.verdict, confidence: phases.confidence, by: current ? "results" : "curves" }
        : null,
      state: own ? { state: own.state.state, since: own.state.since } : null,
      axis: own?.state.axis ?? "epoch",
      delay: phases?.delay.epochs ?? null,
      keys: stored?.keys ?? [],
      curves: own?.spark ?? null,
      lastEpoch: epochs.length === 0 ? null : Math.max(...epochs),
      checkpoints: checkpoints.length,
      analysed: series === "" ? (results?.checkpoints ?? null) : null,
      changed: run.written(),
    };
  };

  return {
    after: (events) => {
      const [files, of] = [run.found(), resultsStamp(run.place)];
      if (events.length === 0 && files === surveyed && of === stamp) return NO_NEWS;
      if (files !== surveyed) problems.clear();
      if (of !== stamp) results = of === "" ? undefined : resultsInShort(run.place);
      [surveyed, stamp] = [files, of];
      let there = true;
      for (const event of events) {
        if (event.kind === "row") told.set(event.series, toldBy(event.curves, event.state));
        if (event.kind !== "problem") continue;
        if (event.problem === "gone" || event.problem === "absent") there = false;
        if (LASTING.has(event.problem)) problems.set(event.file, event.detail ?? event.problem);
      }
      if (!there) {
        const gone = [...shown];
        shown.clear();
        told.clear();
        return { cards: [], gone };
      }
      const series = told.size > 0 ? [...told.keys()] : [""];
      const cards = series.map((one): SeriesCard => ({ series: one, card: cardOf(one) }));
      const ids = new Set(cards.map(({ card }) => card.id));
      const gone = [...shown].filter((id) => !ids.has(id));
      for (const id of gone) shown.delete(id);
      for (const id of ids) shown.add(id);
      return { cards, gone };
    },
  };
}

/** Problems that stay until the file is read. */
const LASTING: ReadonlySet<string> = new Set(["unreadable", "not a run"]);

/** What curves tell by themselves; the state as it was told, or as these curves tell it at once. */
function toldBy(whole: Curves, state?: RunState): Told {
  const curves = thinnedCurves(whole, MOST_ROWS);
  const feed = feedOf(curves.axis === undefined ? {} : { axis: curves.axis });
  if (!state) feed.feed(curves);
  return {
    curves,
    state: state ?? feed.monitor().state,
    phases: trainingPhases(curves),
    spark: sparkOf(curves),
  };
}

function sparkOf(curves: Curves): CardCurves {
  const { epochs, train_loss, test_loss, train_accuracy, test_accuracy } = curves;
  const shown = {
    epochs,
    train_loss,
    test_loss,
    ...(train_accuracy && { train_accuracy }),
    ...(test_accuracy && { test_accuracy }),
  };
  const thin = thinnedCurves(shown, SPARK);
  const short = (values: readonly (number | null)[] | undefined) =>
    thin.epochs.map((_, i) => {
      const value = finiteOrNull(values?.[i] ?? null);
      return value === null ? null : Number(value.toPrecision(4));
    });
  return {
    epochs: thin.epochs,
    train_loss: short(thin.train_loss),
    test_loss: short(thin.test_loss),
    train_accuracy: short(thin.train_accuracy),
    test_accuracy: short(thin.test_accuracy),
  };
}
