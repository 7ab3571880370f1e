import { describe, expect, test } from "vitest";
import { readLog } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";

/** The curves of printed lines: measure, set where there are several, axis, places, values. */
function curves(lines: string, pattern?: RegExp) {
  const log = readLog(`${folder({ "train.out": lines })}/train.out`, pattern ? { pattern } : {});
  return log?.curves.map(({ measure, axis, at, values }) => [measure, axis, at, values]);
}

const LOSSES = (axis: string, at: readonly number[]) => [
  ["train_loss", axis, at, [4.5, 0.5]],
  ["test_loss", axis, at, [4.6, 5.6]],
];

describe("lines that a script printed are read", () => {
  test.each<[string, string, string, readonly number[]]>([
    [
      "nanoGPT's, whose evaluation comes before the batches' own loss",
      "10M parameters\nstep 0: train loss 4.5, val loss 4.6\niter 0: loss 9, time 3ms, mfu -100.00%\nstep 250: train loss .5, val loss 5.6\niter 250: loss 8, time 3ms\n",
      "step",
      [0, 250],
    ],
    [
      "Keras's, whose epoch stands in the line before",
      "Epoch 1/2\n\n9/9 [====] - 3s 2ms/step - loss: 4.5 - val_loss: 4.6\nEpoch 2/2\n9/9 [====] - 3s - loss: 0.5 - val_loss: 5.6\n",
      "epoch",
      [1, 2],
    ],
    [
      "with bars",
      "[Epoch 10] Train Loss: 4.5 | Test Loss: 4.6\n[Epoch 20] Train Loss: 0.5 | Test Loss: 5.6\n",
      "epoch",
      [10, 20],
    ],
    [
      "with the part before",
      "epoch 5 - train: loss=4.5 - test: loss=4.6\nepoch 10 - train: loss=5e-1 - test: loss=5.6\n",
      "epoch",
      [5, 10],
    ],
    [
      "with a count at the beginning",
      "[100/900] train_loss=4.5 test_loss=4.6\n[200/900] train_loss=.5 test_loss=5.6\n",
      "step",
      [100, 200],
    ],
    [
      "of a progress bar that is written over itself",
      " 1%|█ | 100/900 [00:01<00:09, 9.2it/s, train_loss=4.5, test_loss=4.6]\r 2%|█ | 200/900 [00:02<00:08, 9it/s, train_loss=0.5, test_loss=5.6]\r",
      "step",
      [100, 200],
    ],
    [
      "after a date",
      "2024-01-02 12:33:44,123 INFO epoch: 1 train_loss: 4.5 val_loss: 4.6 lr: 1e-3\n2024-01-02 12:34:44,123 INFO epoch: 2 train_loss: 0.5 val_loss: 5.6 lr: 1e-3\n",
      "epoch",
      [1, 2],
    ],
    [
      "as dictionaries of Python",
      "{'loss': 4.5, 'epoch': 1}\n{'eval_loss': 4.6, 'epoch': 1}\n{'loss': 0.5, 'epoch': 2}\n{'eval_loss': 5.6, 'epoch': 2}\n",
      "epoch",
      [1, 2],
    ],
    [
      "in brackets, with tensors",
      "Epoch 0 (train loss: tensor(4.5, device='cuda:0'), test loss: tensor(4.6))\nEpoch 100 (train loss: tensor(0.5), test loss: tensor(5.6))\n",
      "epoch",
      [0, 100],
    ],
  ])("%s", (_, lines, axis, at) => {
    expect(curves(lines)).toEqual(LOSSES(axis, at));
  });

  test("accuracies that follow the name of their part, in per cent", () => {
    const line = (epoch: number, test: number) =>
      `Epoch ${epoch} | Train loss 0.1, acc 99.5% | Test loss 4, acc ${test}%\n`;
    expect(curves(line(1, 2) + line(2, 3))?.slice(2)).toEqual([
      ["train_accuracy", "epoch", [1, 2], [0.995, 0.995]],
      ["test_accuracy", "epoch", [1, 2], [0.02, 0.03]],
    ]);
  });

  test("how many are right of all, a name that ends in @1, and colours", () => {
    const line = (epoch: number, right: number) =>
      `\u001b[32mEpoch: [${epoch}]\u001b[0m train acc@1: 0.5 train acc@5: 0.9, test accuracy: ${right}/7000 (9%)\n`;
    expect(curves(line(1, 700) + line(2, 6300))).toEqual([
      ["train_accuracy", "epoch", [1, 2], [0.5, 0.5]],
      ["test_accuracy", "epoch", [1, 2], [0.1, 0.9]],
    ]);
  });

  test("a loss without a part after a held-out one is of the training pairs", () => {
    expect(curves("step 1: val loss 4.6, loss 4.5\nstep 2: val loss 5.6, loss 0.5\n")).toEqual(LOSSES("step", [1, 2]));
  });

  test("losses that are no numbers", () => {
    expect(curves("Epoch 1: train loss nan\nEpoch 2: train loss inf\nEpoch 3: train loss 3\n")).toEqual([
      ["train_loss", "epoch", [1, 2, 3], [Number.NaN, Number.POSITIVE_INFINITY, 3]],
    ]);
  });

  test("the last of them without what may be cut off", () => {
    expect(curves("step 1: train loss 4.5, val loss 4.6\nstep 2: train loss 0.5, val loss 5")).toEqual([
      ["train_loss", "step", [1, 2], [4.5, 0.5]],
      ["test_loss", "step", [1], [4.6]],
    ]);
  });

  test("by a pattern where they are of no usual form", () => {
    const lines = "@10 tr<4.5> te<4.6> loss 7\n@20 tr<0.5> te<5.6> loss 7\n";
    const pattern = /@(?<step>\d+) tr<(?<train_loss>[\d.]+)> te<(?<test_loss>[\d.]+)>/;
    expect(curves(lines, pattern)).toEqual(LOSSES("step", [10, 20]));
  });
});
