import { feedOf } from "../monitoring/_feed.ts";
import type { RunState } from "../monitoring/state.ts";
import type { CardCurves, RunCard } from "../page/explorer/run-card.ts";
import { MOST_ROWS, thinnedCurves } from "../quantities/thinned-curves.ts";
import { type Curves, type TrainingPhases, trainingPhases } from "../quantities/training-phases.ts";
import type { ComparedRun } from "../report/_compared.ts";
import { cardCurves } from "./card-curves.ts";

/** What the curves of a run tell. */
export interface Told {
  readonly state: RunState;
  readonly phases: TrainingPhases;
  readonly curves: CardCurves;
}

/** What curves tell by themselves; the state as it was told, or as these curves tell it at once. */
export function toldBy(whole: Curves, state?: RunState): Told {
  const curves = thinnedCurves(whole, MOST_ROWS);
  const feed = feedOf(curves.axis === undefined ? {} : { axis: curves.axis });
  if (!state) feed.feed(curves);
  return { state: state ?? feed.monitor().state, phases: trainingPhases(curves), curves: cardCurves(curves) };
}

/** What a card says of a run before anything of it is read. */
export function foundCard(id: string, name: string): RunCard {
  return {
    id,
    name,
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

/** What is known of a run. */
export interface CardFacts
  extends Pick<RunCard, "id" | "name" | "reading" | "problem" | "task" | "analysed" | "changed"> {
  /** What its curves tell; undefined where it has none. */
  readonly told: Told | undefined;
  /** What its results conclude of it, as a comparison takes it from them; undefined where there are none. */
  readonly stored: Pick<ComparedRun, "phases" | "keys" | "curves"> | undefined;
  /** The epochs of its checkpoints. */
  readonly checkpoints: readonly number[];
}

/** The card of a run. */
export function cardOf({ told: logged, stored, checkpoints, ...facts }: CardFacts): RunCard {
  const told = logged ?? (stored && toldBy(stored.curves));
  // Results of an epoch before the last are of an earlier state of the run.
  const current = stored && told && stored.phases.end >= told.phases.end ? stored : undefined;
  const phases = current?.phases ?? told?.phases;
  const epochs = [...checkpoints, ...(told ? [told.phases.end] : [])].filter(Number.isFinite);
  return {
    ...foundCard(facts.id, facts.name),
    ...facts,
    verdict: phases
      ? { verdict: phases.verdict, confidence: phases.confidence, by: current ? "results" : "curves" }
      : null,
    state: told ? { state: told.state.state, since: told.state.since } : null,
    axis: told?.state.axis ?? "epoch",
    delay: phases?.delay.epochs ?? null,
    keys: stored?.keys ?? [],
    curves: told?.curves ?? null,
    lastEpoch: epochs.length === 0 ? null : Math.max(...epochs),
    checkpoints: checkpoints.length,
  };
}
