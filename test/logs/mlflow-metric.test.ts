import { describe, expect, test } from "vitest";
import { bytesSource } from "#formats/_sources.js";
import { mlflowMetric } from "#logs/index.js";
import { crossing, curve, fixtureFiles, mainline, readLog } from "./_logs.ts";

const RUN = "mlruns/1/0123456789abcdef0123456789abcdef";

test.each([
  ["train/loss", "train_loss"],
  ["train/accuracy", "train_accuracy"],
  ["test/loss", "test_loss"],
  ["test/accuracy", "test_accuracy"],
])("the mainline run's %s", (name, column) => {
  const path = fixtureFiles.find((file) => file.endsWith(`/metrics/${name}`)) as string;
  const found = curve(readLog(mlflowMetric, path), name);
  expect(found.size).toBeGreaterThan(100);
  expect(found).toEqual(mainline(column, found.keys()));
  if (name === "train/accuracy") expect(crossing(found, 0.99)).toBe(137);
  if (name === "test/accuracy") expect(crossing(found, 0.95)).toBe(10640);
});

const cellsOf = (text: string, path = `${RUN}/metrics/loss`) =>
  readLog(mlflowMetric, path, Buffer.from(text)).rows.map(({ cells }) => cells);

describe("a line", () => {
  test.each([
    [
      "1700000000000 0.5 7",
      [
        ["step", 7],
        ["loss", 0.5],
        ["timestamp", 1700000000000],
      ],
    ],
    [
      "1700000000000 1e-05 -1",
      [
        ["step", -1],
        ["loss", 1e-5],
        ["timestamp", 1700000000000],
      ],
    ],
    [
      "1700000000000 nan 0",
      [
        ["step", 0],
        ["loss", Number.NaN],
        ["timestamp", 1700000000000],
      ],
    ],
    [
      "1700000000000 -inf 0",
      [
        ["step", 0],
        ["loss", Number.NEGATIVE_INFINITY],
        ["timestamp", 1700000000000],
      ],
    ],
    [
      "1700000000000 0.5 7 mnist 1a2b3c",
      [
        ["step", 7],
        ["loss", 0.5],
        ["timestamp", 1700000000000],
      ],
    ],
    [
      "1540000000 0.5",
      [
        ["loss", 0.5],
        ["timestamp", 1540000000],
      ],
    ],
  ])("%s", (line, cells) => {
    expect(cellsOf(`${line}\n`)).toEqual([cells]);
  });

  test.each([
    ["1700000000000 5 7", 5],
    ["1700000000000 -1.25 7", -1.25],
    ["1700000000000 12.5e+10 7", 12.5e10],
    ["1700000000000 1e3 7", 1000],
    ["1700000000000 inf 7", Number.POSITIVE_INFINITY],
    ["1540000000 0.5 7", 0.5],
    ["1700000000000 0.5 -17 x", 0.5],
    ["1700000000000 0.5 7 ", 0.5],
    ["17000000000 0.5 7", undefined],
    ["170000000000000 0.5 7", undefined],
    ["x1700000000000 0.5 7", undefined],
    ["1700000000000 0.5.5 7", undefined],
    ["1700000000000 .5 7", undefined],
    ["1700000000000 0. 7", undefined],
    ["1700000000000 0.5e 7", undefined],
    ["1700000000000 +inf 7", undefined],
    ["1700000000000 nano 7", undefined],
    ["1700000000000 0.5 x", undefined],
    ["1700000000000 0.5 7x", undefined],
    ["1700000000000 0.5 ", undefined],
    ["1700000000000  0.5 7", undefined],
    ["", undefined],
  ])("%j has the value %s", (line, value) => {
    const found = cellsOf(`${line}\n`);
    expect(found.map((cells) => cells.find(([name]) => name === "loss")?.[1])).toEqual(
      value === undefined ? [] : [value],
    );
  });

  test("without an end is not yet written", () => {
    expect(cellsOf("1700000000000 0.5 7\n1700000000001 0.25 1")).toHaveLength(1);
  });

  test("that is another is left out and named", () => {
    const text = "1700000000000 0.5 7\n1700000000001 ?? 8\n1700000000002 0.25 9\n";
    const { rows, doubts } = readLog(mlflowMetric, `${RUN}/metrics/loss`, Buffer.from(text));
    expect(rows).toHaveLength(2);
    expect(doubts).toEqual(["byte 20: a line is damaged, and left out"]);
  });

  test("may lie across what is read at once", () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `${1700000000000 + i} ${i / 3} ${i}\n`);
    expect(cellsOf(lines.join("")).map(([step]) => step)).toEqual(lines.map((_, i) => ["step", i]));
    const damaged = lines.toSpliced(9000, 1, "x\n").join("");
    const { doubts } = readLog(mlflowMetric, `${RUN}/metrics/loss`, Buffer.from(damaged));
    expect(doubts).toEqual([`byte ${damaged.indexOf("x")}: a line is damaged, and left out`]);
  });
});

describe("the measure is named by the path below the run's metrics", () => {
  const line = "1700000000000 0.5 7\n";
  test.each([
    [`${RUN}/metrics/train/loss`, "train/loss"],
    [`metrics/${RUN}/metrics/metrics/loss`, "metrics/loss"],
    [`mlruns/1/models/m-0123456789abcdef0123456789abcdef/metrics/acc`, "acc"],
    ["results/metrics/old/metrics/loss", "loss"],
    ["metrics/loss", "loss"],
    [`${RUN}x/metrics/a/metrics/loss`, "loss"],
    [`x${RUN.slice(9)}/metrics/a/metrics/loss`, "loss"],
    ["C:\\mlruns\\1\\run\\metrics\\val\\loss", "val/loss"],
  ])("%s", (path, measure) => {
    expect(cellsOf(line, path)).toEqual([
      [
        ["step", 7],
        [measure, 0.5],
        ["timestamp", 1700000000000],
      ],
    ]);
  });

  test("and without that folder, or with other lines, a file is none", () => {
    const recognised = (path: string, text: string) => mlflowMetric.recognises(bytesSource(path, Buffer.from(text)));
    expect(recognised(`${RUN}/metrics/loss`, line)).toBe(true);
    expect(recognised("notes/loss", line)).toBe(false);
    expect(recognised(`${RUN}/metrics/loss`, "step\tloss\n0\t0.5\n")).toBe(false);
    expect(recognised(`${RUN}/metrics/loss`, "")).toBe(false);
  });
});
