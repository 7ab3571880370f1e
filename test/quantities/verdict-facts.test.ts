import { expect, test } from "vitest";
import type { Level } from "#quantities/change-points.js";
import { trainingPhases } from "#quantities/training-phases.js";
import type { Doubt, Fact } from "#quantities/verdicts/verdict.js";
import { DRAWN } from "./_drawn-verdicts.ts";
import { PARTS } from "./_planted-verdicts.ts";

test.each([...DRAWN, ...PARTS])(
  "%s: what its verdict rests on, and what it lacks",
  (_, curves, verdict, doubts, facts) => {
    const found = trainingPhases(curves);
    expect(`${found.verdict}, ${found.confidence}`).toBe(verdict);
    expect(found.doubts.map(brief)).toEqual(doubts);
    expect(found.evidence.filter(({ kind }) => kind !== "learnt").map(brief)).toEqual(facts);
  },
);

/** A fact or a doubt in a line, its numbers of two digits; a level as value@epoch. */
function brief(one: Fact | Doubt): string {
  switch (one.kind) {
    case "level":
    case "highest":
      return `${one.kind} ${one.curve} ${level(one)}`;
    case "change":
    case "still moving":
      return `${one.kind} ${one.curve} ${level(one.from)} to ${level(one.to)}`;
    case "ceiling":
      return `${one.kind} ${one.curve} ${short(one.value)} below ${one.threshold}`;
    case "not finite":
      return `${one.kind} ${one.curve}: ${one.values} from ${one.epoch}`;
    case "few evaluations":
      return `${one.kind} ${one.set} ${one.count} of ${one.least}`;
    case "unsteady":
      return `${one.kind} ${one.set} ${one.exceptions} of ${one.of}`;
    case "far apart":
      return `${one.kind} ${one.earliest} to ${one.latest}`;
    case "later":
    case "too early":
      return `${one.kind}, times ${one.times === null ? null : short(one.times)}`;
    case "lost again":
      return `${one.kind} ${one.set} from ${one.epoch}`;
    case "waits":
      return `${one.kind} ${one.curve} until ${Math.round(one.until)}`;
    case "no curve":
    case "from the first":
    case "set not learnt":
    case "learnt":
      return `${one.kind} ${one.set}`;
    case "falling":
      return `${one.kind} from ${one.epoch}`;
    default:
      return one.kind;
  }
}

const short = (x: number) => String(Number(x.toPrecision(x >= 100 ? 15 : 2)));
const level = ({ epoch, value }: Level) => `${short(value)}@${Math.round(epoch)}`;
