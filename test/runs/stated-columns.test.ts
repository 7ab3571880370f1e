import { describe, expect, test } from "vitest";
import { type OpenOptions, openRun } from "#runs/open.js";
import { checkpoint } from "../cli/_checkpoints.ts";
import { folder } from "./_made.ts";

async function curves(name: string, text: string, options: OpenOptions = {}) {
  const { history } = await openRun(`${folder({ [name]: text })}/${name}`, options);
  return history.map(({ measure, set, axis, epochs, values }) => [measure, set, axis, epochs, values]);
}

describe("columns that no name tells", () => {
  const odd = "it_no,val/top1,xent_tr,lr\n0,0.1,5,1\n10,0.9,1,1\n";

  test("are listed by the error, with what to write", async () => {
    await expect(curves("a.csv", "x,y\n0,1\n1,2\n")).rejects.toThrow(
      /no column that is known to be a loss or an accuracy; name its columns \(x, y\), as in --columns epoch=x,train_accuracy=y/,
    );
    await expect(curves("a.txt", "1 .5 .1\n2 .9 .1\n")).rejects.toThrow(/--columns epoch=1,train_accuracy=2/);
  });

  test("are what the user states", async () => {
    const columns = "step=it_no,test_accuracy=val/top1,train_loss=xent_tr";
    expect(await curves("a.csv", odd, { columns })).toEqual([
      ["train_loss", "", "step", [0, 10], [5, 1]],
      ["test_accuracy", "", "step", [0, 10], [0.1, 0.9]],
    ]);
    expect(await curves("a.txt", "1 .5\n2 .9\n", { columns: "epoch=1,train_accuracy=2" })).toEqual([
      ["train_accuracy", "", "epoch", [1, 2], [0.5, 0.9]],
    ]);
  });

  test("that are not there are named", async () => {
    await expect(curves("a.csv", "x,y\n0,1\n", { columns: "train_loss=z" })).rejects.toThrow(
      /no column of numbers called z/,
    );
    await expect(curves("a.csv", odd, { columns: "banana=x" })).rejects.toThrow(/"banana=x" does not say/);
    await expect(curves("a.csv", odd, { pattern: "(" })).rejects.toThrow(/is no regular expression/);
    await expect(curves("a.csv", odd, { pattern: "x" })).rejects.toThrow(/names no group/);
  });

  test("beside known ones are listed", async () => {
    const at = folder({ "a.csv": "step,train_loss,gini\n0,5,1\n1,4,1\n" });
    expect((await openRun(`${at}/a.csv`)).unread).toEqual(["gini"]);
  });
});

describe("a folder of logs", () => {
  const log = (name: string, start: number) => `step,${name}\n0,${start}\n1,1\n2,0.5\n`;

  test("is one run where each has other measures, that of the name of its file", async () => {
    const { history } = await openRun(folder({ "train.csv": log("loss", 5), "test.csv": log("loss", 6) }));
    expect(history.map(({ measure, values }) => [measure, values[0]])).toEqual([
      ["train_loss", 5],
      ["test_loss", 6],
    ]);
  });

  test("is several runs where two have one measure from different beginnings", async () => {
    const at = folder({ "a.csv": log("train_loss", 5), "b.csv": log("train_loss", 6) });
    await expect(openRun(at)).rejects.toThrow(/holds logs of 2 runs/);
    expect((await openRun(at, { run: "b.csv" })).history[0]?.values[0]).toBe(6);
  });

  test("is used where its weights cannot be read, and that is said first", async () => {
    const damaged = folder({ "0.pth": checkpoint().subarray(0, 300), "log.csv": log("train_loss", 5) });
    const run = await openRun(damaged);
    expect(run.history).toHaveLength(1);
    expect(run.contradictions).toEqual([expect.stringMatching(/^holds no readable weights: 0\.pth/)]);
  });
});

test.each([
  [
    "a test set below 1 % in a file of its own",
    { "train.csv": "step,acc\n0,1\n1,100\n", "test.csv": "step,acc\n0,0.9\n1,0.8\n" },
    [0.01, 1],
    [0.009, 0.008],
  ],
  ["a share beside per cent", { "a.csv": "step,train_acc,test_acc\n0,1,0.01\n1,100,1\n" }, [0.01, 1], [0.01, 1]],
  ["what stands for no value", { "a.csv": "step,train_acc,test_acc\n0,0.1,-1\n1,1,0.2\n" }, [0.1, 1], [0.2]],
])("per cent are told in the whole run: %s", async (_, files, train, test) => {
  const { history } = await openRun(folder(files));
  for (const [i, wanted] of [train, test].entries())
    for (const [j, value] of wanted.entries()) expect(history[i]?.values[j]).toBeCloseTo(value, 12);
});

test("an accuracy of more than 100 % is none", async () => {
  const run = await openRun(folder({ "a.csv": "step,train_acc,test_acc\n0,1,59\n1,100,6969\n" }));
  expect(run.history.map(({ measure }) => measure)).toEqual(["train_accuracy"]);
  expect(run.doubts.join()).toMatch(/test accuracy comes to 6969/);
});

test("a log of more rows than are kept keeps its spikes, and says so", async () => {
  const rows = Array.from({ length: 1_100_000 }, (_, i) => `${i},${i === 777_777 ? 50 : 1},${i < 500_000 ? 2 : 1}`);
  const run = await openRun(`${folder({ "a.csv": `step,train_loss,test_loss\n${rows.join("\n")}\n` })}/a.csv`);
  const [train, test] = run.history;
  expect(train?.values.length).toBeLessThan(2 ** 20);
  expect(train?.epochs[train.values.indexOf(50)]).toBe(777_777);
  const step = test?.epochs[test.values.indexOf(1)] ?? 0;
  expect(Math.abs(step - 500_000)).toBeLessThan(16);
  expect(run.doubts.join()).toMatch(/has 1100000 rows: of 16 neighbours/);
});
