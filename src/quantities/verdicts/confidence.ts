import { NEAR } from "../change-points.ts";
import { type LearntSet, MIN_EVALUATIONS } from "./learnt-set.ts";
import type { Judgement } from "./said.ts";
import type { Confidence, Doubt } from "./verdict.ts";

/** With fewer evaluations than these a phase may have one or two. */
const MANY = 2 * MIN_EVALUATIONS;

/** Doubts of a kind any one of which leaves a verdict little confidence. */
const GRAVE: ReadonlySet<Doubt["kind"]> = new Set([
  "no curve",
  "far apart",
  "from the first",
  "too early",
  "last value alone",
  "waits",
]);

/** What a verdict lacks: its own doubts, and what holds of any. */
export function doubtsOf({ verdict, doubts }: Judgement, train: LearntSet, test: LearntSet): readonly Doubt[] {
  const sets = [train, test].filter(({ evaluations }) => evaluations > 0);
  const few = sets.filter(({ evaluations }) => evaluations < MANY).sort((a, b) => a.evaluations - b.evaluations);
  const least = few.some(({ evaluations }) => evaluations < MIN_EVALUATIONS) ? MIN_EVALUATIONS : MANY;
  const unlearnt = verdict === "generalised with training" && train.evaluations > 0 && !train.at;
  return [
    ...doubts,
    ...few
      .slice(0, 1)
      .map(({ set, evaluations }): Doubt => ({ kind: "few evaluations", set, count: evaluations, least })),
    ...(sets.some(({ by }) => by === "loss") ? [{ kind: "losses alone" } as const] : []),
    ...(unlearnt ? [{ kind: "set not learnt", set: "train" } as const] : []),
    ...sets.flatMap(({ set, at, until, evaluations }): readonly Doubt[] => {
      if (!at) return [];
      // That is what a collapse is.
      if (until !== null && verdict === "collapsed after generalising") return [];
      if (until !== null) return [{ kind: "lost again", set, epoch: until }];
      const { exceptions } = at;
      return exceptions > NEAR * evaluations ? [{ kind: "unsteady", set, exceptions, of: evaluations }] : [];
    }),
  ];
}

/** High without a doubt, low with a grave one or with two, else moderate. What nothing can be said of has none. */
export function confidenceOf({ verdict }: Judgement, doubts: readonly Doubt[]): Confidence {
  const grave = doubts.some(
    (doubt) => GRAVE.has(doubt.kind) || (doubt.kind === "few evaluations" && doubt.least < MANY),
  );
  if (grave || doubts.length > 1 || verdict === "not enough evidence") return "low";
  return doubts.length === 0 ? "high" : "moderate";
}
