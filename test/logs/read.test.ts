import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readMemory } from "#logs/_memory.js";
import { logFormatOf, readLog, readLogs } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { losses, told } from "./_texts.ts";

const HEADER = "step,train_loss\n";

describe("what is stated of a log", () => {
  const path = (text: string) => `${folder({ "a.csv": text })}/a.csv`;
  const read = (text: string, ...columns: readonly (readonly [string, "train_loss" | "test_loss" | "step"])[]) =>
    readLog(path(text), { columns: new Map(columns) });

  test("has to be there, unless another is; the error says what to state", () => {
    const message =
      /a\.csv: has no column of numbers called z, w; name its columns \(x, y\), as in --columns epoch=x,train_accuracy=y,test_accuracy=…/;
    expect(() => read("x,y\n0,1\n", ["z", "train_loss"], ["w", "test_loss"])).toThrow(message);
    expect(() => read("x,y,v\n0,1,2\n", ["z", "step"])).toThrow(
      /\(x, y, v\), as in --columns epoch=x,train_accuracy=y,test_accuracy=v/,
    );
    expect(() => read("x,note\n0,a\n", ["z", "step"])).toThrow(
      /\(x\), as in --columns epoch=x,train_accuracy=…,test_accuracy=…/,
    );
    expect(told(read("x,y\n0,1\n", ["y", "train_loss"], ["z", "test_loss"]))).toEqual([
      ["train_loss by row", [0], [1]],
    ]);
  });

  test("a pattern makes any file printed text, an empty one too", () => {
    const pattern = /(?<step>\d+) (?<train_loss>\d+)/;
    expect(logFormatOf(path("x\n"), { pattern })?.name).toBe("text");
    expect(logFormatOf(path(""), { pattern })?.name).toBe("text");
    expect(logFormatOf(path(""))).toBeUndefined();
    expect(told(readLog(path("1 5\n2 4\n"), { pattern }))).toEqual([["train_loss by step", [1, 2], [5, 4]]]);
  });
});

test("what the place of a file says is of its bare names, followed or not", () => {
  const path = `${folder({ "a.csv": "step,loss\n0,5\n1,4\n" })}/a.csv`;
  for (const memory of [{}, { memory: readMemory() }]) {
    const log = readLog(path, { prefix: "val", ...memory });
    expect(told(log)).toEqual([["test_loss (validation) by step", [0, 1], [5, 4]]]);
    const columns = new Map([["loss", "test_accuracy"]] as const);
    expect(told(readLog(`${path}`, { columns, ...(memory.memory ? { memory: readMemory() } : {}) }))).toEqual([
      ["test_accuracy (test) by step", [0, 1], [5, 4]],
    ]);
  }
});

test("files that continue one another are one log, read once", () => {
  const at = folder({ "a.csv": HEADER + losses(0, 5), "b.csv": HEADER + losses(3, 8) });
  const paths = [`${at}/a.csv`, `${at}/b.csv`];
  const format = logFormatOf(paths[0] as string);
  if (!format) throw new Error("no format");
  const memory = readMemory();
  const log = readLogs(paths, format, { memory });
  expect(log.curves.map((curve) => curve.at)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
  expect(readLogs(paths, format, { memory })).toBe(log);
  expect(readLogs(paths, format)).toEqual(log);
  writeFileSync(paths[1] as string, readFileSync(paths[1] as string, "utf8") + losses(8, 10));
  expect(readLogs(paths, format, { memory }).curves[0]?.at).toHaveLength(10);
  expect(readLogs(paths, format, { prefix: "val" }).curves[0]?.measure).toBe("train_loss");
});
