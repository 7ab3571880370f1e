import { expect, test } from "vitest";
import { cardCurves } from "#explorer/card-curves.js";
import { cardOf, toldBy } from "#explorer/card-of.js";
import { trainingPhases } from "#quantities/training-phases.js";
import { grokkingRow } from "../monitoring/_watching.ts";

/** The curves of the run that groks at about epoch 100, up to an epoch. */
function curves(to: number) {
  const rows = Array.from({ length: to + 1 }, (_, epoch) => grokkingRow(epoch));
  const column = (i: number) => rows.map((row) => row[i] ?? null);
  return {
    epochs: rows.map(([epoch = 0]) => epoch),
    ...{ train_loss: column(1), test_loss: column(2), train_accuracy: column(3), test_accuracy: column(4) },
  };
}

const facts = {
  id: "a",
  name: "a",
  reading: "read",
  problem: null,
  task: null,
  analysed: null,
  changed: 1,
  checkpoints: [0, 500],
} as const;

test("a verdict is of the results as long as they reach as far as the curves, and else of the curves", () => {
  const stored = (to: number) => ({
    phases: { ...trainingPhases(curves(to)), verdict: "overfitted" as const },
    keys: [3, 5],
    curves: curves(to),
  });
  const [told, alone] = [toldBy(curves(139)), toldBy(curves(40))];
  expect(cardOf({ ...facts, told, stored: stored(139) })).toMatchObject({
    verdict: { verdict: "overfitted", by: "results" },
    state: { state: "generalised" },
    keys: [3, 5],
    lastEpoch: 500,
    checkpoints: 2,
  });
  expect(cardOf({ ...facts, told, stored: stored(40) })).toMatchObject({
    verdict: { verdict: "grokked", by: "curves" },
    keys: [3, 5],
  });
  expect(cardOf({ ...facts, told: alone, stored: undefined, checkpoints: [] })).toMatchObject({
    verdict: { verdict: "memorised, not generalised", by: "curves" },
    state: { state: "memorised" },
    lastEpoch: 40,
  });
  // Checkpoints without a log have the curves of their results.
  expect(cardOf({ ...facts, told: undefined, stored: stored(139) })).toMatchObject({
    verdict: { by: "results" },
    state: { state: "generalised" },
  });
  expect(cardOf({ ...facts, told: undefined, stored: undefined })).toMatchObject({
    verdict: null,
    state: null,
    curves: null,
    lastEpoch: 500,
  });
});

test("a curve of a card is short, begins and ends where the whole does, keeps every spike, and goes through JSON", () => {
  const length = 10_000;
  const epochs = Array.from({ length }, (_, i) => 10 * i);
  const train_loss = epochs.map((_, i) =>
    i === 4321 ? 77.7777 : i === 8765 ? -3 : i === 5 ? Number.NaN : 1 / (1 + i),
  );
  const card = cardCurves({ epochs, train_loss, test_loss: epochs.map((_, i) => (i % 1000 === 7 ? 0.123456 : null)) });
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  const values = new Map(card.train_loss);
  expect(card.train_loss.length).toBeLessThan(65);
  expect(card.train_loss[0]).toEqual([0, 1]);
  expect(card.train_loss.at(-1)).toEqual([99_990, 0.0001]);
  expect([values.get(43_210), values.get(87_650)]).toEqual([77.78, -3]);
  expect(card.test_loss).toEqual(Array.from({ length: 10 }, (_, i) => [70 + 10_000 * i, 0.1235]));
  expect(card.test_accuracy).toEqual([]);
});
