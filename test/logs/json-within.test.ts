import { expect, test } from "vitest";
import { lines, logIn, told } from "./_texts.ts";

test("objects within a row are taken apart by both names; what is in one and not understood is listed, other objects are not", () => {
  const log = logIn(
    lines(
      { step: 0, loss: { train: 5, grad: 0.5 }, val: { acc: 0.25, by: { k: 1 } }, extra: { test_loss: 6 } },
      { step: 10, loss: { train: 4, grad: 0.25 }, val: { acc: 0.5, by: { k: 2 } }, extra: { test_loss: 5 } },
    ),
    "a.jsonl",
  );
  expect(told(log)).toEqual([
    ["train_loss by step", [0, 10], [5, 4]],
    ["test_accuracy (validation) by step", [0, 10], [0.25, 0.5]],
  ]);
  expect(log?.unread).toEqual(["loss_grad"]);
  const own = lines({ step: 0, train_loss: { grad: 0.5 }, test_loss: 3 }, { step: 1, train_loss: { grad: 1 } });
  expect(logIn(own, "a.jsonl")?.unread).toEqual(["train_loss_grad"]);
});
