import { expect, test } from "vitest";
import { logIn, told } from "./_texts.ts";

test("lists of one axis are one table, and a shorter one along another has no place in it", () => {
  const document = {
    steps: [0, 10, 20, 30, 40],
    train_loss: [5, 4, 3, 2, 1],
    test_loss: [5, 6, 7, 8, 9],
    epochs: [1, 2],
    train_acc: [0.5, 1],
  };
  const log = logIn(JSON.stringify(document), "metrics.json");
  expect(told(log)).toEqual([
    ["train_loss by step", document.steps, document.train_loss],
    ["test_loss (test) by step", document.steps, document.test_loss],
  ]);
  expect(log?.doubts).toEqual(["train accuracy: 2 of 2 values have no step, and are left out"]);
});
