import { describe, expect, test } from "vitest";
import { openRun } from "#runs/open.js";
import type { LoggedCurve } from "#runs/run.js";
import { csvOf, ROWS } from "./_logs.ts";
import { folder } from "./_made.ts";

/** The history of a file that stands alone. */
async function history(name: string, content: string | Uint8Array): Promise<readonly LoggedCurve[]> {
  return (await openRun(`${folder({ [name]: content })}/${name}`)).history;
}

const WANTED = (["train_loss", "test_loss", "train_acc", "test_acc"] as const).map((name) => ({
  measure: name.replace(/acc$/, "accuracy"),
  epochs: ROWS.map(({ epoch }) => epoch),
  values: ROWS.map((row) => row[name]),
}));

function meets(found: readonly LoggedCurve[], wanted = WANTED): void {
  expect(found.map(({ measure }) => measure)).toEqual(wanted.map(({ measure }) => measure));
  for (const [i, { epochs, values }] of found.entries()) {
    expect(epochs).toEqual(wanted[i]?.epochs);
    expect(values).toHaveLength(wanted[i]?.values.length ?? 0);
    for (const [j, value] of values.entries()) expect(value).toBeCloseTo(wanted[i]?.values[j] ?? Number.NaN, 9);
  }
}

const utf16 = (text: string, mark = "\ufeff") => Buffer.from(`${mark}${text}`, "utf16le");
const quoted = (value: number) => `"${value}"`;
const comma = (value: number) => String(value).replace(".", ",");
const percent = (value: number, name: string) => (name.endsWith("acc") ? `${100 * value}` : `${value}`);
const [passed, again] = [ROWS.slice(0, 150).map((row) => ({ ...row, test_loss: 99, epoch: row.epoch + 3 })), 100];
const wide = csvOf().split("\n");

describe("a CSV log is read", () => {
  test.each<[string, string | Uint8Array]>([
    ["as it is", csvOf()],
    ["after a byte order mark", `\ufeff${csvOf()}`],
    ["with CR and LF", csvOf(ROWS, { end: "\r\n" })],
    ["with CR", csvOf(ROWS, { end: "\r" })],
    ["in UTF-16", utf16(csvOf())],
    ["in UTF-16 without its mark", utf16(csvOf(), "")],
    ["in big-endian UTF-16", utf16(csvOf()).swap16()],
    ["with semicolons", csvOf(ROWS, { separator: ";" })],
    ["with tabs", csvOf(ROWS, { separator: "\t" })],
    ["with decimal commas", csvOf(ROWS, { separator: ";", cell: comma })],
    ["with decimal commas in quotes", csvOf(ROWS, { cell: (value) => `"${comma(value)}"` })],
    ["with quoted numbers", csvOf(ROWS, { cell: quoted })],
    [
      "with thousands in groups",
      csvOf(ROWS, { cell: (v, name) => (name === "epoch" ? `"${v.toLocaleString("en")}"` : `${v}`) }),
    ],
    ["in per cent", csvOf(ROWS, { cell: percent })],
    ["with per cent signs", csvOf(ROWS, { cell: (v, name) => (name.endsWith("acc") ? `${100 * v} %` : `${v}`) })],
    [
      "with tensors printed",
      csvOf(ROWS, { cell: (v, name) => (name === "epoch" ? `${v}` : `"tensor(${v}, device='cuda:0')"`) }),
    ],
    [
      "with commas in a note before",
      wide.map((line, i) => (line ? `${i === 0 ? "note" : '"lr=1, wd=1"'},${line}` : "")).join("\n"),
    ],
    [
      "with newlines in a note",
      wide.map((line, i) => (line ? `${line},${i === 0 ? "note" : '"a\nb"'}` : "")).join("\n"),
    ],
    ["with comments", `# a run\n# of mine\n${csvOf()}# the end\n`],
    ["with NumPy's header", `# ${csvOf()}`],
    ["backwards", csvOf(ROWS.toReversed())],
    ["resumed", csvOf([...ROWS.slice(0, again), ...passed.slice(again), ...ROWS.slice(again)])],
    ["with its header again where it was resumed", `${csvOf(ROWS.slice(0, 200))}${csvOf(ROWS.slice(150))}`],
    ["with rows in no order", csvOf([...ROWS].sort((a, b) => Math.sin(a.epoch) - Math.sin(b.epoch)))],
    ["with the last line torn", `${csvOf(ROWS)}4000`],
  ])("%s", async (_, content) => {
    meets(await history("log.csv", content));
  });

  test("with columns that name losses otherwise", async () => {
    const renamed = csvOf().replace(/^.*\n/, "Epoch,trainLoss,Loss/val,train accuracy (%),valid_top1\n");
    const found = await history("x.tsv", renamed);
    expect(found.map(({ measure }) => measure)).toEqual(WANTED.map(({ measure }) => measure));
    expect(found[2]?.values.at(-1)).toBeCloseTo(0.01);
  });

  test("with bare names, which are of the training pairs", async () => {
    const found = await history(
      "training.log",
      "epoch,accuracy,loss,val_accuracy,val_loss\n0,.1,2,.2,3\n1,.3,1,.4,2\n",
    );
    expect(found.map(({ measure, values }) => [measure, values])).toEqual([
      ["train_loss", [2, 1]],
      ["test_loss", [3, 2]],
      ["train_accuracy", [0.1, 0.3]],
      ["test_accuracy", [0.2, 0.4]],
    ]);
  });

  test.each([
    ["a row a metric", "step,metric,value\n0,train/loss,4\n0,val/loss,5\n10,train/loss,1\n10,val/loss,6\n"],
    ["a row a part, whose kind it is", "step,type,loss\n0,train,4\n0,eval,5\n10,train,1\n10,eval,6\n"],
    ["a row a part", "step,split,loss\n0,train,4\n0,test,5\n10,train,1\n10,test,6\n"],
    ["errors beside", "step,train_loss,test_loss,lr_error\n0,4,5,1\n10,1,6,1\n"],
    ["steps that tell more apart than epochs", "epoch,step,train_loss,test_loss\n0,0,4,5\n0,10,1,6\n"],
    ["fractions of epochs beside steps", "epoch,step,train_loss,test_loss\n0,0,4,5\n0.5,10,1,6\n"],
    ["what was not logged", "step,train_loss,test_loss,x\n0,4,5,\n5,None,,1\n10,1,6,\n"],
  ])("with %s", async (_, content) => {
    const found = await history("log.csv", content);
    expect(found.map(({ measure, epochs, values }) => [measure, epochs, values])).toEqual([
      ["train_loss", [0, 10], [4, 1]],
      ["test_loss", [0, 10], [5, 6]],
    ]);
  });

  test("with two held-out sets as two curves, that called test first", async () => {
    const found = await history("log.csv", "step,train_loss,val_loss,test_loss\n0,4,7,5\n10,1,8,6\n");
    expect(found.map(({ measure, set, values }) => [measure, set, values])).toEqual([
      ["train_loss", "", [4, 1]],
      ["test_loss", "test", [5, 6]],
      ["test_loss", "validation", [7, 8]],
    ]);
  });

  test("with errors as one minus the accuracy, and losses beyond every number", async () => {
    const found = await history("log.csv", "step,train_loss,test_error\n0,inf,1\n1,-Infinity,0.25\n");
    expect(found.map(({ measure, values }) => [measure, values])).toEqual([
      ["train_loss", [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
      ["test_accuracy", [0, 0.75]],
    ]);
  });

  test("with a moment that a row lacks, where all others are evenly spaced, and without that row where not", async () => {
    const [even] = await history("a.csv", "epoch,train_loss\n0,5\n,4\n20,3\n30,2\n");
    expect(even?.epochs).toEqual([0, 10, 20, 30]);
    const [uneven] = await history("b.csv", "epoch,train_loss\n0,5\n,4\n20,3\n50,2\n");
    expect(uneven).toMatchObject({ epochs: [0, 20, 50], values: [5, 3, 2] });
  });

  test("of several runs apart", async () => {
    const found = await history("log.csv", "run,step,train_loss\na,0,5\nb,0,4\na,1,3\nb,1,2\n");
    expect(found.map(({ series, values }) => [series, values])).toEqual([
      ["a", [5, 3]],
      ["b", [4, 2]],
    ]);
    const exported =
      '"Step","one - train/loss","one - train/loss__MIN","two - train/loss"\n"0","5","5","4"\n"1","3","3","2"\n';
    expect((await history("wandb.csv", exported)).map(({ series }) => series)).toEqual(["one", "two"]);
  });
});

const lists = Object.fromEntries(WANTED.map(({ measure, values }) => [measure, values]));
const epochs = ROWS.map(({ epoch }) => epoch);

describe("a JSON log is read", () => {
  const nested = ROWS.map(({ epoch, ...row }) => ({
    epoch,
    train: { loss: row.train_loss, acc: row.train_acc },
    val: { loss: row.test_loss, acc: row.test_acc },
  }));
  const parts = (name: "train" | "test") => ({ loss: lists[`${name}_loss`], accuracy: lists[`${name}_accuracy`] });
  const byStep = Object.fromEntries(ROWS.map(({ epoch, ...row }) => [epoch, row]));
  const counted = Object.fromEntries(
    Object.entries({ epoch: epochs, ...lists }).map(([name, list]) => [name, { ...list }]),
  );
  test.each<[string, unknown]>([
    ["rows", ROWS],
    ["rows within", { config: { p: 113 }, history: ROWS }],
    ["rows with parts", nested],
    ["lists", { epochs, ...lists, others: [1, 2, 3] }],
    ["lists within", { config: { p: 113 }, history: { epochs, ...lists } }],
    ["lists of parts", { steps: epochs, train: parts("train"), test: parts("test") }],
    [
      "pairs",
      Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.map((v, i) => [epochs[i], v])])),
    ],
    ["values by step", byStep],
    ["a table's columns", counted],
    ["rows with all within", ROWS.map(({ epoch, ...metrics }) => ({ epoch, metrics }))],
    [
      "lists beside their own steps",
      Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, { steps: epochs, values }])),
    ],
    ["lists with a spacing", { log_every: 10, epochs: 3990, ...lists }],
  ])("of %s", async (_, value) => {
    meets(await history("metrics.json", JSON.stringify(value)));
  });

  test("of one object a line, the last of them torn", async () => {
    const lines = [JSON.stringify({ _meta: { p: 113 } }), ...ROWS.map((row) => JSON.stringify(row)), '{"epoch": 40'];
    for (const name of ["losses.jsonl", "losses.ndjson", "losses.json"]) meets(await history(name, lines.join("\n")));
  });

  test("with numbers as Python writes them, and text that only looks like them", async () => {
    const text = '{"note": "NaN \\"Infinity", "epochs": [0, 5, 9], "train_loss": [Infinity, NaN, 1]}';
    expect(await history("m.json", text)).toEqual([
      {
        ...{ series: "", set: "", measure: "train_loss", axis: "epoch", epochs: [0, 5, 9] },
        values: [Number.POSITIVE_INFINITY, Number.NaN, 1],
      },
    ]);
  });

  test("with lists of several lengths at moments of their own", async () => {
    const value = { train_losses: [4, 3, 2], test_losses: [5, 6], test_epochs: [0, 100], epochs: [0, 50, 100] };
    expect((await history("m.json", JSON.stringify(value))).map((curve) => curve.epochs)).toEqual([
      [0, 50, 100],
      [0, 100],
    ]);
  });

  test("of Hugging Face's Trainer, at its steps", async () => {
    const log_history = [
      { loss: 2, learning_rate: 1, epoch: 0.5, step: 10 },
      { eval_loss: 3, epoch: 0.5, step: 10 },
      { loss: 1, epoch: 1.5, step: 30 },
      { eval_loss: 2, eval_accuracy: 0.5, epoch: 1.5, step: 30 },
      { train_loss: 1.5, train_runtime: 3, epoch: 1.5, step: 30 },
    ];
    const state = JSON.stringify({ epoch: 1.5, global_step: 30, log_history });
    expect(
      (await history("trainer_state.json", state)).map(({ measure, epochs, values }) => [measure, epochs, values]),
    ).toEqual([
      ["train_loss", [10, 30], [2, 1]],
      ["test_loss", [10, 30], [3, 2]],
      ["test_accuracy", [30], [0.5]],
    ]);
  });
});

test("that accuracies were in per cent is said", async () => {
  const at = folder({ "log.csv": csvOf(ROWS, { cell: percent }) });
  expect((await openRun(at)).doubts.join()).toMatch(/per cent/);
});

test.each([
  ["NaN", "step,train_loss\n0,5\n10,nan\n20,1\n", /train loss: 1 of 3 logged values are NaN/],
  ["of a pass given up", "step,train_loss\n0,5\n10,3\n20,2\n10,4\n", /the log falls back to step 10/],
  ["of the same measure", "step,valid_loss,val_loss\n0,5,4\n", /test loss is valid_loss: val_loss is left out/],
])("what is left out of a log because it is %s is said", async (_, text, doubt) => {
  const { doubts } = await openRun(folder({ "log.csv": text }));
  expect(doubts.join("\n")).toMatch(doubt);
});

test("that a log does not say its epochs is said", async () => {
  const { doubts, history: found } = await openRun(folder({ "log.csv": "train_loss,test_loss\n5,6\n4,5\n" }));
  expect(found[0]?.epochs).toEqual([0, 1]);
  expect(doubts.join()).toMatch(/does not say its epochs/);
});

test("nothing is said of a log that has nothing of the kind", async () => {
  expect((await openRun(folder({ "log.csv": csvOf() }))).doubts).toEqual([]);
});

describe("a file for each set or curve says in its name which it is", () => {
  const two = (name: "train" | "test") =>
    ["epoch,loss,accuracy", ...ROWS.map((row) => [row.epoch, row[`${name}_loss`], row[`${name}_acc`]].join()), ""].join(
      "\n",
    );
  const one = (name: "train_loss" | "test_loss" | "train_acc" | "test_acc") =>
    ["Wall time,Step,Value", ...ROWS.map((row) => [1.7e9 + row.epoch, row.epoch, row[name]].join()), ""].join("\n");
  test.each<[string, Record<string, string>]>([
    ["two sets of a run", { "run0_train.csv": two("train"), "run0_test.csv": two("test") }],
    [
      "TensorBoard's downloads of a folder for each set",
      {
        "run-train-tag-Loss.csv": one("train_loss"),
        "run-test-tag-Loss.csv": one("test_loss"),
        "run-train-tag-Accuracy.csv": one("train_acc"),
        "run-test-tag-Accuracy.csv": one("test_acc"),
      },
    ],
    [
      "TensorBoard's downloads of one folder",
      {
        "run-.-tag-loss_train.csv": one("train_loss"),
        "run-.-tag-loss_val.csv": one("test_loss"),
        "run-.-tag-accuracy_train.csv": one("train_acc"),
        "run-.-tag-accuracy_val.csv": one("test_acc"),
      },
    ],
  ])("%s", async (_, files) => {
    const { history, doubts, unread } = await openRun(folder(files));
    meets(history);
    expect({ doubts, unread }).toEqual({ doubts: [], unread: [] });
  });
});

test("a folder of a log and no checkpoint is a run of curves only, in the log's format", async () => {
  const run = await openRun(folder({ "log.csv": csvOf(), "notes.md": "x" }));
  expect(run).toMatchObject({ network: undefined, checkpoints: [], formats: ["csv"] });
  meets(run.history);
});
