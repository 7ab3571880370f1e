import { describe, expect, test } from "vitest";
import { foundCard } from "#explorer/card-of.js";
import {
  agoInWords,
  analyseInWords,
  checkpointsInWords,
  stateInWords,
  valueInWords,
} from "#page/explorer/card-words.js";
import { ORDERS, type Order, wantedCards } from "#page/explorer/order.js";
import type { RunCard } from "#page/explorer/run-card.js";

const at = (value: number | null) => (value === null ? [] : [[0, 0.5] as const, [9, value] as const]);
const card = (
  name: string,
  accuracy: number | null,
  loss: number | null,
  changed: number | null,
  more: Partial<RunCard> = {},
): RunCard => ({
  ...foundCard(name, name),
  reading: "read",
  curves: { train_loss: [], test_loss: at(loss), train_accuracy: [], test_accuracy: at(accuracy) },
  changed,
  ...more,
});
const said = (verdict: NonNullable<RunCard["verdict"]>["verdict"]) => ({
  verdict: { verdict, confidence: "high", by: "curves" } as const,
});
const CARDS = [
  card("seed10", 0.2, 3, 30, said("memorised, not generalised")),
  card("seed2", null, null, null),
  card("seed1", 0.99, 0.1, 10, { ...said("grokked"), delay: 500, task: "a + b mod 113" }),
];
const names = (order: Order, text = "", verdict = "") =>
  wantedCards(CARDS, { order, text, verdict }).map(({ name }) => name);

describe("the list", () => {
  test("is in the order that is asked for, and what is not known comes last", () => {
    expect(names("name")).toEqual(["seed1", "seed2", "seed10"]);
    expect(names("changed last")).toEqual(["seed10", "seed1", "seed2"]);
    expect(names("test accuracy")).toEqual(["seed1", "seed10", "seed2"]);
    expect(names("test loss")).toEqual(["seed1", "seed10", "seed2"]);
    expect(names("verdict")).toEqual(["seed1", "seed10", "seed2"]);
    expect(names("delay")).toEqual(["seed1", "seed2", "seed10"]);
    for (const order of Object.keys(ORDERS) as Order[])
      expect(names(order).toSorted()).toEqual(["seed1", "seed10", "seed2"]);
  });

  test("is filtered by all words, in any case, and by a verdict", () => {
    expect(names("name", "SEED1")).toEqual(["seed1", "seed10"]);
    expect(names("name", "seed1 memorised")).toEqual(["seed10"]);
    expect(names("name", "mod 113")).toEqual(["seed1"]);
    expect(names("name", "", "grokked")).toEqual(["seed1"]);
    expect(names("name", "10", "grokked")).toEqual([]);
  });
});

test("what is said of a card is of its data", () => {
  const rising = { state: { state: "rising", since: 8200 } } as const;
  expect(stateInWords(card("a", 0.3, 1, 0, rising))).toBe("rising since epoch 8\u202f200");
  expect(stateInWords(card("a", 0.3, 1, 0, { ...rising, axis: "step" }))).toBe("rising since step 8\u202f200");
  const of = (checkpoints: number, analysed: number | null, analysis: RunCard["analysis"] = null) =>
    card("a", null, null, 0, { checkpoints, analysed, analysis });
  expect(
    [of(0, null), of(1, null), of(13, 13), of(13, 11), of(13, 11, { done: 3, total: 13 })].map(checkpointsInWords),
  ).toEqual([
    "curves alone",
    "1 checkpoint, not analysed",
    "13 checkpoints, analysed",
    "13 checkpoints, 11 analysed",
    "analysing 3 of 13",
  ]);
  expect([of(0, null), of(1, null), of(13, 13), of(13, 11)].map(analyseInWords)).toEqual([
    "",
    "Analyse 1 checkpoint",
    "",
    "Analyse 2 new",
  ]);
  const now = 1e12;
  expect(
    [0, 1999, 2000, 59_999, 60_000, 7_200_000, 86_400_000, 2.6e8, -5000].map((past) => agoInWords(now - past, now)),
  ).toEqual(["now", "now", "2 s ago", "59 s ago", "1 min ago", "2 h ago", "1 day ago", "3 days ago", "now"]);
  expect([
    valueInWords(0.99812, "accuracy"),
    valueInWords(4.31e-5, "loss"),
    valueInWords(0, "loss"),
    valueInWords(null, "loss"),
  ]).toEqual(["99.8\u202f%", "4.3e-5", "0", "–"]);
});
