import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { wandb } from "#logs/index.js";
import { cell, crossing, curve, FIXTURES, mainline, readLog } from "./_logs.ts";

const FILE = `${FIXTURES}/wandb/offline-run-20231114_221320-grokking/run-grokking.wandb`;
const BLOCK = 32768;

const log = readLog(wandb, FILE);

test.each([
  ["train/loss", "train_loss"],
  ["train/acc", "train_accuracy"],
  ["val/loss", "test_loss"],
  ["val/acc", "test_accuracy"],
])("the mainline run's %s", (name, column) => {
  const found = curve(log, name, "_step");
  expect(found.size).toBeGreaterThan(100);
  expect(found).toEqual(mainline(column, found.keys()));
});

test("the steps at which it crosses, the epoch and the second of each", () => {
  expect(crossing(curve(log, "train/acc", "_step"), 0.99)).toBe(137);
  expect(crossing(curve(log, "val/acc", "_step"), 0.95)).toBe(10640);
  for (const row of log.rows) {
    expect(cell(row, "epoch")).toBe(cell(row, "_step"));
    expect(cell(row, "_timestamp")).toBe(1_700_000_000 + Number(cell(row, "_step")));
  }
});

test("the configuration, nested names joined by dots", () => {
  expect(log.settings).toEqual([
    ["p", 113],
    ["lr", 0.001],
    ["weight_decay", 1],
    ["operation", "addition"],
    ["seed", 0],
    ["optimiser.name", "adamw"],
    ["optimiser.betas.0", 0.9],
    ["optimiser.betas.1", 0.98],
  ]);
});

type Write = (pbf: PbfWriter) => void;

/** A log with one record of history, whose items are given, and perhaps its step. */
function historyOf(items: readonly Write[], step?: number): Buffer {
  const pbf = new PbfWriter();
  const history = (_: unknown, inner: PbfWriter) => {
    for (const write of items) inner.writeMessage(1, (_, item) => write(item), undefined);
    // As protocol buffers are written: a field that is 0 is left out.
    const writeStep = (number: number, message: PbfWriter) => {
      if (number !== 0) message.writeVarintField(1, number);
    };
    if (step !== undefined) inner.writeMessage(2, writeStep, step);
  };
  pbf.writeMessage(2, history, undefined);
  return Buffer.concat([Buffer.from(":W&B\xe1\xbe\0", "latin1"), chunk(pbf.finish(), 1)]);
}

function chunk(data: Uint8Array, type: number): Buffer {
  const bytes = Buffer.alloc(7 + data.length);
  bytes.writeUInt16LE(data.length, 4);
  bytes[6] = type;
  bytes.set(data, 7);
  bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
  return bytes;
}

const json =
  (text: string, ...names: readonly string[]): Write =>
  (pbf) => {
    if (names.length === 1) pbf.writeStringField(1, names[0] as string);
    else for (const name of names) pbf.writeStringField(2, name);
    pbf.writeStringField(16, text);
  };

const typed =
  (name: string, write: Write): Write =>
  (pbf) => {
    pbf.writeStringField(1, name);
    write(pbf);
  };

describe("an item", () => {
  const nan = Number.NaN;
  test.each<[string, readonly Write[], readonly (readonly [string, number])[]]>([
    ["in JSON", [json("0.5", "loss")], [["loss", 0.5]]],
    ["with a nested name", [json("2", "val", "deep", "acc")], [["val.deep.acc", 2]]],
    [
      "that is a dictionary",
      [json('{"a": 1, "b": {"c": -2.5e-3}}', "d")],
      [
        ["d.a", 1],
        ["d.b.c", -0.0025],
      ],
    ],
    [
      "without a finite value",
      ["NaN", "Infinity", "-Infinity"].map((text) => json(text, text)),
      [
        ["NaN", nan],
        ["Infinity", Number.POSITIVE_INFINITY],
        ["-Infinity", Number.NEGATIVE_INFINITY],
      ],
    ],
    [
      "that is text, a truth value, a list or a picture",
      ['"7"', "true", "null", "[1, 2]", '{"_type": "histogram", "bins": 3}', "{"].map((text) => json(text, "x")),
      [],
    ],
    [
      "that is typed",
      [typed("i", (pbf) => pbf.writeSVarintField(5, -7)), typed("d", (pbf) => pbf.writeDoubleField(6, 0.1))],
      [
        ["i", -7],
        ["d", 0.1],
      ],
    ],
  ])("%s", (_, items, cells) => {
    expect(readLog(wandb, FILE, historyOf(items)).rows).toEqual(cells.length === 0 ? [] : [{ cells, run: undefined }]);
  });

  test("_step, where there is none, is the record's", () => {
    const loss: readonly Write[] = [json("1", "loss")];
    expect(readLog(wandb, FILE, historyOf(loss, 12)).rows[0]?.cells).toEqual([
      ["_step", 12],
      ["loss", 1],
    ]);
    expect(readLog(wandb, FILE, historyOf(loss, 0)).rows[0]?.cells).toEqual([
      ["_step", 0],
      ["loss", 1],
    ]);
    expect(readLog(wandb, FILE, historyOf([...loss, json("3", "_step")], 12)).rows[0]?.cells).toEqual([
      ["loss", 1],
      ["_step", 3],
    ]);
  });
});

describe("damage", () => {
  const bytes = readFileSync(FILE);
  const steps = (rows: typeof log.rows) => rows.map((row) => cell(row, "_step"));

  test("leaves out the rest of its block, and says where it begins", () => {
    // The first chunk that begins in the third block.
    const copy = Buffer.from(bytes);
    let at = 2 * BLOCK;
    at += 7 + copy.readUInt16LE(at + 4);
    copy[at + 20] = (copy[at + 20] as number) ^ 1;
    const { rows, doubts } = readLog(wandb, FILE, copy);
    const kept = steps(rows);
    const all = steps(log.rows);
    const gone = all.filter((step) => !kept.includes(step));
    expect(doubts).toEqual([`byte ${at}: a part of the log is damaged, and left out`]);
    expect(gone.length).toBeGreaterThan(10);
    expect(gone).toEqual(all.slice(all.indexOf(gone[0]), all.indexOf(gone[0]) + gone.length));
    expect(kept.at(-1)).toBe(16000);
  });

  test("is none where the last record is still written", () => {
    const { rows, doubts } = readLog(wandb, FILE, bytes.subarray(0, 70_000));
    expect(rows.length).toBeGreaterThan(50);
    expect(rows).toEqual(log.rows.slice(0, rows.length));
    expect(doubts).toEqual([]);
  });

  test("of a length in the last block is no end", () => {
    const last = BLOCK * Math.floor(bytes.length / BLOCK);
    const copy = Buffer.from(bytes);
    copy[last + 5] = 0xff;
    expect(readLog(wandb, FILE, copy).doubts).toEqual([`byte ${last}: a part of the log is damaged, and left out`]);
  });

  test("a version that is not known is said", () => {
    const copy = Buffer.from(bytes);
    copy[6] = 1;
    expect(readLog(wandb, FILE, copy)).toMatchObject({
      rows: [],
      doubts: ["byte 6: version 1 of W&B's log is not known (0 is)"],
    });
  });
});
