import { expect, test } from "vitest";
import { trainingPhases } from "#quantities/training-phases.js";
import { DRAWN } from "./_drawn-verdicts.ts";

test.each(DRAWN)("%s: what its verdict rests on, and what it lacks", (_, curves, verdict, doubts, facts) => {
  const found = trainingPhases(curves);
  expect(`${found.verdict}, ${found.confidence}`).toBe(verdict);
  expect(found.doubts.map(brief)).toEqual(doubts);
  expect(found.evidence.filter(({ kind }) => kind !== "learnt").map(brief)).toEqual(facts);
});

/** Kind, curve and numbers of two digits; a level as value@epoch. */
function brief(one: object): string {
  const short = (x: number) => String(Number(x.toPrecision(x >= 100 ? 15 : 2)));
  const words = (x: unknown): string => {
    if (typeof x === "number") return short(x);
    if (typeof x !== "object" || x === null) return String(x);
    const { epoch, value } = x as { epoch: number; value: number };
    return `${short(value)}@${Math.round(epoch)}`;
  };
  return Object.values(one).map(words).join(" ");
}
