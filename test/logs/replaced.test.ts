import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readMemory } from "#logs/_memory.js";
import { logFormatOf, readLog, readLogs } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { told } from "./_texts.ts";

const HEADER = "step,train_loss\n";
/** Rows of these steps, whose losses are `height` above what they are else. */
const rows = (from: number, to: number, height = 0) =>
  Array.from({ length: to - from }, (_, i) => `${from + i},${height + 1 / (1 + from + i)}\n`).join("");
/** Longer than what is read anew each time. */
const LONG = HEADER + rows(0, 4000);

/** A log that is followed from text to text: its steps, first and last, how many there are, and what became of it. */
function following(name = "a.csv") {
  const [path, memory] = [`${folder()}/${name}`, readMemory()];
  return (text: string) => {
    writeFileSync(path, text);
    const [curve] = readLog(path, { memory })?.curves ?? [];
    const steps = curve && ([curve.at[0], curve.at[curve.at.length - 1], curve.at.length] as const);
    return [steps, memory.replaced().map(({ file, how }) => [file === path, how])] as const;
  };
}

describe("a log that is followed", () => {
  test("is the same as it grows, however short", () => {
    const see = following();
    for (const n of [3, 4, 4, 4000, 4001]) expect(see(HEADER + rows(0, n))).toEqual([[0, n - 1, n], []]);
  });

  test("whose short text is another of the same beginning is read anew, as by itself", () => {
    const see = following();
    see(HEADER + rows(0, 9));
    expect(see(HEADER + rows(0, 5))).toEqual([[0, 4, 5], []]);
    expect(see(`step,train_loss,lr\n0,1,7\n1,${1 / 2},7\n`)).toEqual([[0, 1, 2], []]);
  });

  test("whose long text was cut to a few rows is read anew", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + rows(0, 7))).toEqual([[0, 6, 7], []]);
    expect(see(HEADER + rows(0, 9))).toEqual([[0, 8, 9], []]);
  });

  test("begins anew where its first moment comes again with another value", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + rows(0, 7, 1))).toEqual([[0, 6, 7], [[true, "begun anew"]]]);
    expect(see(HEADER + rows(0, 7, 1) + rows(7, 9, 1))).toEqual([[0, 8, 9], []]);
  });

  test("begins anew where another begins before it", () => {
    const see = following();
    see(HEADER + rows(50, 60));
    expect(see(HEADER + rows(10, 20))).toEqual([[10, 19, 10], [[true, "begun anew"]]]);
  });

  test("is continued by one whose moments come after its first, as far as it does not go back before it", () => {
    const see = following();
    see(LONG);
    expect(see(HEADER + rows(4000, 4010))).toEqual([[0, 4009, 4010], [[true, "continued elsewhere"]]]);
    expect(see(HEADER + rows(4000, 4020))).toEqual([[0, 4019, 4020], []]);
    expect(see(HEADER + rows(3500, 3510, 1))).toEqual([[0, 3509, 3510], [[true, "continued elsewhere"]]]);
  });

  test("a short one as well, and rows without a header", () => {
    const see = following();
    see(HEADER + rows(0, 10));
    expect(see(rows(10, 20))).toEqual([[0, 19, 20], [[true, "continued elsewhere"]]]);
    expect(see(rows(10, 25))).toEqual([[0, 24, 25], []]);
  });

  test("stays what it was where it was cut to nothing, or to less than two lines, until it tells more", () => {
    const see = following();
    see(LONG);
    for (const text of ["", HEADER]) expect(see(text)).toEqual([[0, 3999, 4000], []]);
    expect(see(HEADER + rows(0, 3))).toEqual([[0, 2, 3], []]);
  });

  test("is known again by its first four kilobytes and its last", () => {
    const length = 2 ** 16;
    /** A text of that length with one row, whose loss is the letter at this place. */
    const withRow = (place: number, loss: number) => {
      const begin = `${`${HEADER}#`.padEnd(place - 3, ".")}\n5,${loss}\n#`;
      return `${begin.padEnd(length - 1, ".")}\n`;
    };
    const sees = (place: number) => {
      const [path, memory] = [`${folder()}/a.csv`, readMemory()];
      writeFileSync(path, withRow(place, 1));
      readLog(path, { memory });
      writeFileSync(path, `${withRow(place, 9)}6,7\n`);
      return readLog(path, { memory })?.curves[0]?.values;
    };
    for (const place of [20, 4095, length - 4096, length - 4]) expect([place, sees(place)]).toEqual([place, [9, 7]]);
    for (const place of [4096, length - 4097]) expect([place, sees(place)]).toEqual([place, [1, 7]]);
  });
});

test("a memory keeps what is asked for in a reading and the next, and no longer", () => {
  const [path, memory] = [`${folder()}/a.txt`, readMemory()];
  writeFileSync(path, "1");
  let count = 0;
  const read = (use: string) => memory.kept(use, [path], () => ++count);
  expect([read("a"), read("a"), read("b")]).toEqual([1, 1, 2]);
  memory.settle();
  expect([read("a"), read("a")]).toEqual([1, 1]);
  memory.settle();
  expect([read("a"), read("b")]).toEqual([1, 3]);
  writeFileSync(path, "22");
  expect([read("a"), read("b")]).toEqual([4, 5]);
  memory.settle();
  memory.settle();
  expect(read("a")).toBe(6);
});

test("a log that a reading did not ask for is forgotten", () => {
  const [path, memory] = [`${folder()}/a.csv`, readMemory()];
  const steps = () => readLog(path, { memory })?.curves[0]?.at.length;
  writeFileSync(path, LONG);
  expect(steps()).toBe(4000);
  memory.settle();
  writeFileSync(path, HEADER + rows(4000, 4010));
  expect(steps()).toBe(4010);
  memory.settle();
  memory.settle();
  writeFileSync(path, HEADER + rows(5000, 5010));
  expect(steps()).toBe(10);
});

test("a log of no lines is read anew where it has changed, and doubts of lines are said as they are", () => {
  const [at, memory] = [folder(), readMemory()];
  writeFileSync(`${at}/a.json`, '{"train_loss": [3, 2, 1]}');
  expect(told(readLog(`${at}/a.json`, { memory }))).toEqual([["train_loss by row", [0, 1, 2], [3, 2, 1]]]);
  writeFileSync(`${at}/a.jsonl`, '{"step": 1, "train_loss": 3}\n{"step": 2, "tr\n');
  expect(readLog(`${at}/a.jsonl`, { memory })).toMatchObject({
    format: "json-lines",
    doubts: ["1 line is no JSON object, and left out"],
  });
  expect(readLog(`${at}/a.jsonl`, { memory })).toBe(readLog(`${at}/a.jsonl`, { memory }));
  writeFileSync(`${at}/a.bin`, Buffer.from([1, 2, 3]));
  expect([logFormatOf(`${at}/a.bin`, { memory }), readLog(`${at}/a.bin`, { memory }), readLog(`${at}/a.bin`)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

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
  const at = folder({ "a.csv": HEADER + rows(0, 5), "b.csv": HEADER + rows(3, 8) });
  const paths = [`${at}/a.csv`, `${at}/b.csv`];
  const format = logFormatOf(paths[0] as string);
  if (!format) throw new Error("no format");
  const memory = readMemory();
  const log = readLogs(paths, format, { memory });
  expect(log.curves.map((curve) => curve.at)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7]]);
  expect(readLogs(paths, format, { memory })).toBe(log);
  expect(readLogs(paths, format)).toEqual(log);
  writeFileSync(paths[1] as string, readFileSync(paths[1] as string, "utf8") + rows(8, 10));
  expect(readLogs(paths, format, { memory }).curves[0]?.at).toHaveLength(10);
  expect(readLogs(paths, format, { prefix: "val" }).curves[0]?.measure).toBe("train_loss");
});
