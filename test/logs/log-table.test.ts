import { describe, expect, test } from "vitest";
import { curvesOf } from "#logs/curves/curves-of.js";
import { logTable } from "#logs/curves/log-table.js";
import { csv, curvesIn, logIn, told } from "./_texts.ts";

const AT = [0, 10, 20];
/** Rows of columns, handed on as they are: what is told of them. */
function tableOf(rows: readonly Readonly<Record<string, string | number | undefined>>[], options = {}, run?: string) {
  const table = logTable(options);
  for (const row of rows) table.row(Object.entries(row), run);
  return { table, ...curvesOf(table) };
}

describe("what a column is may be said row by row", () => {
  const [train, test_] = [
    ["train_loss by step", AT, [5, 4, 3]],
    ["test_loss (test) by step", AT, [6, 7, 8]],
  ] as const;
  test.each([
    [
      "its metric",
      csv(
        "step,metric,value",
        "0,train_loss,5",
        "0,test_loss,6",
        "10,train_loss,4",
        "10,test_loss,7",
        "20,train_loss,3",
        "20,test_loss,8",
      ),
    ],
    ["its part", csv("step,split,loss", "0,train,5", "0,test,6", "10,train,4", "10,test,7", "20,train,3", "20,test,8")],
    [
      "its metric and its part",
      csv(
        "step,name,scalar,phase",
        "0,loss,5,train",
        "0,loss,6,test",
        "10,loss,4,train",
        "10,loss,7,test",
        "20,loss,3,train",
        "20,loss,8,test",
      ),
    ],
    [
      "a part that the metric's own name overrules",
      csv(
        "step,tag,value,set",
        "0,train_loss,5,test",
        "0,loss,6,test",
        "10,train_loss,4,test",
        "10,loss,7,test",
        "20,train_loss,3,x",
        "20,loss,8,test",
      ),
    ],
    [
      "what else is no part and no metric",
      csv("step,kind,metric,train_loss,value,test_loss", "0,3,1,5,9,6", "10,adamw,2,4,9,7", "20,,,3,9,8"),
    ],
    [
      "which metrics it has no number of",
      csv(
        "step,metric,value",
        "0,train_loss,5",
        "0,test_loss,6",
        "0,lr,x",
        "10,train_loss,4",
        "10,test_loss,7",
        "20,train_loss,3",
        "20,test_loss,8",
        "30,test_loss,",
      ),
    ],
  ])("%s", (_, text) => {
    expect(curvesIn(text)).toEqual([train, test_]);
  });

  test("the first of several that say the same", () => {
    expect(
      curvesIn(
        csv("step,metric,name,value,scalar", "0,train_loss,test_loss,5,6", "10,train_loss,x,4,6", "20,train_loss,,3,6"),
      ),
    ).toEqual([train]);
    expect(curvesIn(csv("step,split,set,loss", "0,test,train,6", "10,test,train,7", "20,test,train,8"))).toEqual([
      test_,
    ]);
    expect(curvesIn(csv("run,series,step,loss", "a,b,0,6", "c,d,0,7"))?.map(([name]) => name)).toEqual([
      "a: train_loss by step",
      "c: train_loss by step",
    ]);
  });

  test("a metric that is none is listed, with its numbers", () => {
    expect(
      logIn(csv("step,metric,value", "0,train_loss,5", "0,gini,6", "10,train_loss,4", "10,gini,7"))?.unread,
    ).toEqual(["gini"]);
  });
});

describe("runs", () => {
  test("of a log are apart, each with its own axis; one alone has no name", () => {
    const rows = ["a,0,5", "b,0,9", "a,10,4", "b,5,8", "a,20,3"];
    expect(curvesIn(csv("run,step,train_loss", ...rows))).toEqual([
      ["a: train_loss by step", AT, [5, 4, 3]],
      ["b: train_loss by step", [0, 5], [9, 8]],
    ]);
    expect(curvesIn(csv("run,step,train_loss", "a,0,5", "a,10,4"))).toEqual([["train_loss by step", [0, 10], [5, 4]]]);
    // One that logged nothing of the kind is none.
    expect(curvesIn(csv("run,step,train_loss,x", "a,0,5,1", "a,10,4,1", "b,0,,1"))).toEqual([
      ["train_loss by step", [0, 10], [5, 4]],
    ]);
  });

  test("in columns of their own, as W&B exports them", () => {
    const text = csv(
      "Step,one - train/loss,one - train/loss__MIN,one - _step,two - train/loss,two - acc",
      "0,5,5,0,9,.1",
      "10,4,4,10,8,.2",
      "20,3,3,20,,",
    );
    expect(curvesIn(text)).toEqual([
      ["one: train_loss by step", AT, [5, 4, 3]],
      ["two: train_loss by step", [0, 10], [9, 8]],
      ["two: train_accuracy by step", [0, 10], [0.1, 0.2]],
    ]);
  });

  test("by a column go before what the reader names, and columns' own before both", () => {
    const own = (rows: Parameters<typeof tableOf>[0]) =>
      tableOf(rows, {}, "given")
        .table.runs()
        .map(({ run }) => run);
    expect(
      own([
        { step: 0, loss: 5 },
        { step: 0, loss: 5, run: 7 },
        { step: 0, "x - loss": 5, run: 7 },
      ]),
    ).toEqual(["given", "7", "x"]);
  });
});

test("names of columns that are not understood are listed where they have numbers, a hundred at most", () => {
  expect(logIn(csv("step,train_loss,gini,note,none,time", "0,5,,a,,1", "1,4,0.5,b,,2"))?.unread).toEqual(["gini"]);
  expect(
    tableOf([
      { loss: 1, gini: 2, note: "x", empty: "", gone: undefined },
      { gini: 3, late: 1 },
    ]).table.unread,
  ).toEqual(["gini", "late"]);
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`x${i}`, i]));
  expect(tableOf([many]).table.unread).toEqual(Object.keys(many).slice(0, 100));
  const long = Array.from({ length: 150 }, (_, i) => ({ metric: `x${i}`, value: i }));
  expect(tableOf(long).table.unread).toEqual(Object.keys(many).slice(0, 100));
});

test("a number says no part, no metric and no run by a word", () => {
  const { curves } = tableOf([{ step: 1, split: Number.NaN, metric: Number.POSITIVE_INFINITY, value: 3, loss: 5 }]);
  expect(curves.map(({ measure, values }) => [measure, values])).toEqual([["train_loss", [5]]]);
});

test("of more than 256 columns of losses the others are left out, and that is said", () => {
  const names = Array.from({ length: 300 }, (_, i) => `run ${i % 2} - eval_set${i}_loss`);
  const said = "more than 256 columns of losses, accuracies or epochs: the others are left out";
  const wide = Array.from({ length: 300 }, (_, i) => `eval_set${i}_loss`);
  for (const log of [
    logIn(csv(["step", ...wide].join(), ["0", ...wide.map(() => 1)].join())),
    tableOf([Object.fromEntries(wide.map((name) => [name, 1]))]),
  ]) {
    expect(log?.curves).toHaveLength(256);
    expect(log?.doubts).toEqual([said]);
  }
  // Each run has as many.
  const runs = logIn(csv(["step", ...names].join(), ["0", ...names.map(() => 1)].join()));
  expect([runs?.curves.length, runs?.doubts]).toEqual([300, []]);
});

test("a setting is that of the first run, whatever others say", () => {
  const table = logTable({});
  table.setting("p", 113);
  table.setting("p", 97);
  table.setting("q", false);
  expect([...table.settings]).toEqual([
    ["p", 113],
    ["q", false],
  ]);
});

test("a bare name is of the pairs that the file's name says, unless a column says its own", () => {
  const rows = [{ step: 0, loss: 5, acc: 0.5 }];
  expect(told(tableOf(rows, { prefix: "val" }))?.map(([name]) => name)).toEqual([
    "test_loss (validation) by step",
    "test_accuracy (validation) by step",
  ]);
  expect(told(tableOf([{ ...rows[0], test_acc: 1 }], { prefix: "val" }))?.map(([name]) => name)).toEqual([
    "train_loss by step",
    "train_accuracy by step",
    "test_accuracy (test) by step",
  ]);
});

test("cells with per cent signs are shares, and their curve says so", () => {
  const share = (text: string) => logIn(text)?.curves.map((curve) => [curve.measure, curve.share, curve.values]);
  const wanted = [
    ["train_accuracy", true, [0.5, 1]],
    ["test_accuracy", undefined, [0, 1]],
  ];
  expect(share(csv("step,train_acc,test_acc", "0,50 % ,0", "1,100%,1"))).toEqual(wanted);
  expect(share(csv("step,train_acc,split,test_acc", "0,50 % ,x,0", "1,100%,y,1"))).toEqual(wanted);
  expect(share(csv("step,train_acc (%),test_err", "0,50,1", "1,100,0"))).toEqual([
    ["train_accuracy", true, [0.5, 1]],
    ["test_accuracy", true, [0, 1]],
  ]);
});

test("a row that Hugging Face's Trainer ends its log with is left out", () => {
  const rows = [
    { step: 0, loss: 5 },
    { step: 1, loss: 4 },
    { step: 1, train_loss: 4.5, train_runtime: 7 },
  ];
  expect(told(tableOf(rows))).toEqual([["train_loss by step", [0, 1], [5, 4]]]);
  expect(curvesIn(csv("step,loss", "0,5", "1,4", "step,train_loss,train_runtime", "1,4.5,7"))).toEqual([
    ["train_loss by step", [0, 1], [5, 4]],
  ]);
});
