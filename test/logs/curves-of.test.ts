import { describe, expect, test } from "vitest";
import { csv, curvesIn, lines, logIn, told } from "./_texts.ts";

/** The axis of a log whose loss counts its rows, and the places on it. */
const axisOf = (header: string, ...rows: readonly string[]) => {
  const [curve] = logIn(csv(`${header},train_loss`, ...rows.map((row, i) => `${row},${i + 1}`)))?.curves ?? [];
  return curve && [curve.axis, curve.at, curve.values];
};

describe("a curve runs along", () => {
  test.each<[string, string, readonly string[], string, readonly number[]]>([
    ["epochs, rather than as many steps", "step,epoch", ["10,1", "20,2", "30,3"], "epoch", [1, 2, 3]],
    ["epochs, of which steps tell less than twice as many apart", "step,epoch", ["1,1", "2,2", "3,2"], "epoch", [1, 2]],
    ["steps that tell twice as many apart", "epoch,step", ["1,1", "1,2", "2,3", "2,4"], "step", [1, 2, 3, 4]],
    [
      "epochs within which steps are counted anew",
      "epoch,step",
      ["0,0", "0,1", "0,2", "0,3", "0,4", "1,0", "1,1"],
      "epoch",
      [0, 1],
    ],
    ["steps where epochs are fractions", "epoch,step", ["0.5,1", "1,2", "1.5,3"], "step", [1, 2, 3]],
    [
      "fractions of epochs where steps tell less than half apart",
      "epoch,step",
      ["0.5,1", "1,1", "1.5,1", "2,2", "2.5,2"],
      "epoch",
      [0.5, 1, 1.5, 2, 2.5],
    ],
    ["steps, rather than samples or rows", "row,samples,step", ["0,64,1", "1,128,2"], "step", [1, 2]],
    ["samples that tell more apart", "step,samples", ["1,64", "1,128", "2,192"], "samples", [64, 128, 192]],
    ["what does not say one number in every row", "epoch,step", ["7,1", "7,2"], "step", [1, 2]],
    ["the rows, where nothing tells them apart", "epoch,step", ["7,1", "7,1"], "row", [0, 1]],
    ["the column that tells most apart of one axis", "epoch,epochs", ["1,1", "1,2", "2,3"], "epoch", [1, 2, 3]],
    [
      "that column, and another where it has nothing",
      "epoch,epochs",
      ["1,", "1,2", ",3", "4,4"],
      "epoch",
      [1, 2, 3, 4],
    ],
    ["both of them, where each has its rows", "step,global_step", ["1,", ",2", "3,", ",4"], "step", [1, 2, 3, 4]],
    ["numbers alone", "step", ["1", "inf", "nan", "4"], "step", [1, 2, 3, 4]],
  ])("%s", (_, header, rows, axis, at) => {
    const found = axisOf(header, ...rows);
    expect(found?.slice(0, 2)).toEqual([axis.replace("samples", "sample"), at]);
  });

  test("what one row alone says", () => {
    expect(axisOf("epoch,step", "7,")).toEqual(["epoch", [7], [1]]);
  });

  test("places that lack between others, where all of these are evenly spaced to rounding", () => {
    // Before the first and past the last nothing says that they go on so.
    expect(axisOf("step", "", "10", "", "30", "")).toEqual(["step", [10, 20, 30], [2, 3, 4]]);
    expect(axisOf("step", "30", "", "10", "0")).toEqual(["step", [0, 10, 20, 30], [4, 3, 2, 1]]);
    expect(axisOf("epoch", "0.1", "", "0.3", "0.4")?.[1]).toHaveLength(4);
    expect(axisOf("step", "10", "", "31", "40")).toEqual(["step", [10, 31, 40], [1, 3, 4]]);
    expect(axisOf("step", "5", "", "")).toEqual(["row", [0, 1, 2], [1, 2, 3]]);
  });
});

const doubts = (header: string, ...rows: readonly string[]) => logIn(csv(header, ...rows))?.doubts;

describe("of what is not in the curves it is said", () => {
  test("how many values are NaN, have no place, or share one", () => {
    expect(doubts("step,train_loss,test_acc", "0,nan,", "1,4,nan", "2,nan,1")).toEqual([
      "train loss: 2 of 3 logged values are NaN",
      "test accuracy: 1 of 2 logged values are NaN",
    ]);
    expect(doubts("step,train_loss", "0,5", ",4", "2,3", "7,")).toEqual([
      "train loss: 1 of 3 values have no step, and are left out",
    ]);
    expect(doubts("step,train_loss", "0,5", "1,4", "1,3", "2,3")).toEqual([
      "train loss: of several values of one step the last is kept, 3 of 4",
    ]);
    expect(doubts("epoch,train_loss", "0,5", "1,4", "2,3", "1,2", "2,1")).toEqual([
      "the log falls back to epoch 1: what it had of later ones before is left out",
    ]);
    expect(doubts("step,train_loss", "3,5", "2,4", "1,3")).toEqual([]);
  });

  test("which column is taken of several of one measure: whose name says of which pairs, then the longest", () => {
    const rows = (...cells: readonly string[]) => cells.map((cell, i) => `${i},${cell}`);
    const of = (header: string, ...cells: readonly string[]) => {
      const log = logIn(csv(header, ...rows(...cells)));
      return [told(log)?.map(([, , values]) => values), log?.doubts];
    };
    expect(of("step,loss,train_loss", "1,5", "2,6", "3,7", "4,8", "5,9")).toEqual([
      [[5, 6, 7, 8, 9]],
      ["train loss is train_loss: loss is left out"],
    ]);
    expect(of("step,train_loss,loss", "1,5", "2,6", "3,7", "4,8", "5,9")).toEqual([
      [[1, 2, 3, 4, 5]],
      ["train loss is train_loss: loss is left out"],
    ]);
    // Four values are too few for its name to count.
    expect(of("step,loss,train_loss", "1,5", "2,6", "3,7", "4,8", "5,")[0]).toEqual([[1, 2, 3, 4, 5]]);
    expect(of("step,loss,nll", "1,", "2,6", "3,7")[0]).toEqual([[1, 2, 3]]);
    expect(of("step,loss,nll", "1,5", "2,6", ",7")).toEqual([[[5, 6, 7]], ["train loss is nll: loss is left out"]]);
    expect(of("step,loss,nll", "1,5", "2,6")[0]).toEqual([[1, 2]]);
  });

  test("by name of eight, of more how many", () => {
    const names = ["loss", "nll", "ce", "xent", "losses", "Loss", "NLL", "CE", "XENT", "loss_mean", "loss_avg"];
    const said = doubts(["step", ...names].join(), ...[0, 1].map((i) => [i, ...names.map(() => 1)].join()));
    expect(said?.slice(0, 8)).toEqual(names.slice(1, 9).map((name) => `train loss is loss: ${name} is left out`));
    expect(said?.slice(8)).toEqual(["2 more columns of the same measures are left out"]);
    const nine = names.slice(0, 9);
    expect(doubts(["step", ...nine].join(), ...[0, 1].map((i) => [i, ...nine.map(() => 1)].join()))).toHaveLength(8);
  });

  test("that errors are taken as accuracies, in shares or per cent; what is none is no curve", () => {
    const log = logIn(csv("step,train_err,test_error,val_error_pct", "0,1,90,50", "1,0.25,10,100", "2,0,100,0"));
    expect(told(log)?.map(([name, , values]) => [name, values])).toEqual([
      ["train_accuracy by step", [0, 0.75, 1]],
      ["test_accuracy (test) by step", [1 - 0.9, 0.9, 0]],
      ["test_accuracy (validation) by step", [0.5, 0, 1]],
    ]);
    expect(log?.doubts).toEqual(
      ["train_err", "test_error", "val_error_pct"].map((name) => `${name} is taken as 1 − accuracy`),
    );
    expect(log?.curves.map(({ share }) => share)).toEqual([true, true, true]);
    const none = logIn(csv("step,test_error,train_err", "0,101,-0.5", "1,7,0.5"));
    expect([none?.curves, none?.doubts]).toEqual([[], []]);
  });

  test("nothing of a column that has no number, or NaN alone, is a curve", () => {
    expect(curvesIn(csv("step,train_loss,test_loss", "0,5,", "1,4,"))).toEqual([
      ["train_loss by step", [0, 1], [5, 4]],
    ]);
    const log = logIn(csv("step,train_loss,test_loss", "0,5,nan", "1,4,nan"));
    expect(log?.curves).toHaveLength(1);
    expect(log?.doubts).toEqual(["test loss: 2 of 2 logged values are NaN"]);
  });
});

test("curves stand in the order of their measures, of one measure by set", () => {
  const names = ["test_acc", "dev_loss", "all_loss", "val_loss", "train_acc", "test_loss", "train_loss"];
  const text = csv(["step", ...names].join(), ["0", ...names.map(() => 1)].join(), ["1", ...names.map(() => 1)].join());
  expect(logIn(text)?.curves.map(({ measure, set }) => `${measure} ${set}`.trim())).toEqual([
    ...["train_loss", "test_loss test", "test_loss validation", "test_loss dev", "all_loss"],
    ...["train_accuracy", "test_accuracy test"],
  ]);
});

test("a row that says the moment of the one before goes on with it, unless it has what that has", () => {
  // With a part within, a row is handed on by names, as it is.
  const rowsOf = (...records: readonly object[]) => lines(...records.map((record) => ({ x: {}, ...record })));
  const rows = rowsOf(
    { step: 0, train_loss: 5 },
    { step: 0, test_loss: 6 },
    { step: 1, train_loss: 4 },
    { step: 1, train_loss: 3, test_loss: 7 },
    { step: 1, test_loss: 8, epoch: 1 },
  );
  const log = logIn(rows, "a.jsonl");
  expect(told(log)).toEqual([
    ["train_loss by step", [0, 1], [5, 3]],
    ["test_loss (test) by step", [0, 1], [6, 8]],
  ]);
  expect(log?.doubts).toEqual([
    "train loss: of several values of one step the last is kept, 2 of 3",
    "test loss: of several values of one step the last is kept, 2 of 3",
  ]);
  // Without a moment each is a row of its own.
  expect(curvesIn(rowsOf({ train_loss: 5 }, { test_loss: 6 }, { train_loss: 4 }), "a.jsonl")).toEqual([
    ["train_loss by row", [0, 2], [5, 4]],
    ["test_loss (test) by row", [1], [6]],
  ]);
});
