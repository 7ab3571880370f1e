import { expect, test } from "vitest";
import { inWords, liveLine } from "#cli/_live-line.js";
import type { Metrics } from "#index.js";

/** What makes a terminal forget a line. */
const CLEAR = "\r\u001b[2K";

const metrics = (epoch: number, test_loss: number | null = 5): Metrics => ({
  epoch,
  train_loss: 4 / (epoch + 1),
  test_loss,
  train_accuracy: 0.5,
  test_accuracy: test_loss === null ? null : 0.25,
  gradient_norm: null,
  zero_loss: 0,
});

/** A terminal of some columns, what was written to it, and a clock that ticks a second an epoch. */
function drawn(columns: number | undefined, epochs: number, shown: readonly Metrics[], isTTY = true) {
  const written: string[] = [];
  let time = 0;
  const write = (text: string) => written.push(text);
  const live = liveLine(epochs, { isTTY, write, ...(columns === undefined ? {} : { columns }) }, () => time);
  for (const one of shown) {
    time = 1000 * one.epoch;
    live.show(one);
  }
  live.stop();
  live.stop();
  return written;
}

const EPOCHS = [0, 1, 2, 3, 4].map((epoch) => metrics(epoch));

test("epoch, losses, accuracies, sparklines, speed and time left", () => {
  const written = drawn(200, 3604, EPOCHS);
  expect(written).toHaveLength(6);
  expect(written[4].startsWith(CLEAR)).toBe(true);
  expect(written[4].slice(CLEAR.length)).toMatch(
    /^epoch 4: train 0\.8000000 \(50\.0 %\), test 5\.000000 \(25\.0 %\) {2}train [▁-█]{5} {2}test [▁-█]{5} {2}1\.0 epochs\/s {2}1 h 0 min left$/,
  );
  expect(written[5]).toBe(CLEAR);
});

test.each([20, 40, 80, 100, 120])("a line never wraps in %i columns", (columns) => {
  for (const text of drawn(columns, 3604, EPOCHS)) expect(text.replace(CLEAR, "").length).toBeLessThan(columns);
});

test("nothing but on a terminal", () => {
  expect(drawn(80, 4, EPOCHS, false)).toEqual([]);
});

test("not more often than five times a second, but for the last epoch", () => {
  const written: string[] = [];
  let time = 0;
  const live = liveLine(9, { isTTY: true, columns: 80, write: (text) => written.push(text) }, () => time);
  for (let epoch = 0; epoch < 10; epoch++, time += 50) live.show(metrics(epoch));
  expect(written.map((text) => /epoch (\d+)/.exec(text)?.[1])).toEqual(["0", "4", "8", "9"]);
});

test("an epoch without an evaluation is not shown, and has a dash in words", () => {
  expect(drawn(80, 9, [metrics(1, null)])).toEqual([]);
  expect(inWords(metrics(1, null))).toBe("epoch 1: train 2.000000 (50.0 %), test –");
});
