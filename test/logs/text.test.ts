import { describe, expect, test } from "vitest";
import { logFormatOf, readLog } from "#logs/_read.js";
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

  test("a line that is cut off without what may go on, which is said", () => {
    const cut = "the last line does not end in a line feed: its last value may be cut off, and is left out";
    const doubts = (lines: string) => readLog(`${folder({ "a.out": lines })}/a.out`)?.doubts;
    const line = "step 1: train loss 4.5\n";
    expect([doubts(line), doubts(`${line}step 2: train loss 0.`), doubts(`${line}step 2: train loss 0.5 `)]).toEqual([
      [],
      [cut],
      [],
    ]);
    expect(doubts(`${line}done`)).toEqual([]);
    expect(curves("step 1: train loss 4.5\nstep 2: train loss 0.5 ")).toEqual([
      ["train_loss", "step", [1, 2], [4.5, 0.5]],
    ]);
  });

  const pair = (first: string, second: string) => curves(`${first}\n${second}\n`);
  test.each<[string, string, string]>([
    ["names of four words", "step 0, the mean training loss: 4.5", "step 1, the mean training loss: 0.5"],
    ["names in quotes", "'step': 0, \"train_loss\": 4.5", "'step': 1, \"train_loss\": 0.5"],
    ["spaces before what parts them", "step =  0 | train loss   :   4.5", "step = 1 | train loss : 0.5"],
    ["brackets around numbers", "[step 0] train loss [4.5]", "(step 1) train loss (0.5)"],
    ["a name before a part", "step 0 loss/train=4.5", "step 1 loss/train=5e-1"],
    [
      "other words and numbers",
      "at 12 step 0 gpu 7 train loss 4.5 of 9 in 3s",
      "at 12 step 1 gpu 8 train loss +.5 of 9 in 3s",
    ],
    ["what NumPy and PyTorch write", "step 0 train loss np.float32(4.5)", "step 1 train loss array(0.5)"],
    ["a step of how many", "step 0/100 train loss 4.5", "step 1 / 100 train loss 0.5"],
    ["a count in brackets", " - [ 0 / 100 ] train loss 4.5", "[1/100] train loss 0.5"],
    ["a count of tqdm", "0%|  | 0/100 [00:00] train loss 4.5", "1%|# | 1/100 [00:01] train loss 0.5"],
    ["their steps in lines of their own", "step 0\nx\ntrain loss 4.5", "step 1\n\ntrain loss 0.5"],
    [
      "lines that are too long between",
      `step 0 train loss 4.5\nstep 7 train loss 7${" ".repeat(4100)}`,
      "step 1 train loss 0.5",
    ],
    ["versions and names of files", "v1.2 a_3.txt step 0: train loss 4.5", "v1.2 a_3.txt step 1: train loss 0.5"],
    [
      "many spaces, dashes and a colon",
      "step: 0 - epoch_time 3 - train loss: 4.5 - lr: 1e-3",
      "step: 1 - epoch_time 3 - train loss: 0.5 - lr: 1e-3",
    ],
  ])("with %s", (_, first, second) => {
    expect(pair(first, second)).toEqual([["train_loss", "step", [0, 1], [4.5, 0.5]]]);
  });

  test("by parts that lines name, each measure of a part once", () => {
    const line = (step: number) => `step ${step} Train: loss 4 acc 0.5 Test: loss 5 acc 0.25 loss 9\n`;
    expect(curves(line(1) + line(2))).toEqual([
      ["train_loss", "step", [1, 2], [4, 4]],
      ["test_loss", "step", [1, 2], [5, 5]],
      ["train_accuracy", "step", [1, 2], [0.5, 0.5]],
      ["test_accuracy", "step", [1, 2], [0.25, 0.25]],
    ]);
    expect(curves("step 1 val loss 5 acc 0.5 val err 0.5\nstep 2 [val] loss 4 acc 1\n")?.slice(0, 2)).toEqual([
      ["test_loss", "step", [1, 2], [5, 4]],
      ["test_accuracy", "step", [1, 2], [0.5, 1]],
    ]);
  });

  test.each([
    ["step 1\nstep 2\n", undefined],
    ["note: the loss was great\n", undefined],
    [`${"x\n".repeat(1999)}loss 1\n`, "text"],
    [`${"x\n".repeat(2000)}loss 1\n`, undefined],
    ["loss: nan\n", "text"],
    ["INFO\nloss: inf\n", "text"],
  ])("or are none: %#", (lines, format) => {
    expect(logFormatOf(`${folder({ "train.out": lines })}/train.out`)?.name).toBe(format);
  });

  test("or numbers of other things, which are no rows", () => {
    expect(curves("loss 5\nat 7\nstep\nloss 4\n")).toEqual([["train_loss", "row", [0, 1], [5, 4]]]);
  });
});
