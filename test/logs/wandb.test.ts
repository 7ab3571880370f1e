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

/** A log of one record, whose data are given, in parts of these lengths and one of the rest. */
function logOf(data: Uint8Array, ...lengths: readonly number[]): Buffer {
  const ends = [0, ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b)), data.length];
  const types = lengths.length === 0 ? [1] : [2, ...lengths.slice(1).map(() => 3), 4];
  const parts = types.map((type, i) => chunk(data.subarray(ends[i], ends[i + 1]), type));
  return Buffer.concat([Buffer.from(":W&B\xe1\xbe\0", "latin1"), ...parts]);
}

describe("a record", () => {
  const item = (write: Write) => (_: unknown, pbf: PbfWriter) =>
    pbf.writeMessage(1, (_, inner) => write(inner), undefined);
  const dataOf = (field: number, write: (_: unknown, pbf: PbfWriter) => void) => {
    const pbf = new PbfWriter();
    pbf.writeMessage(field, write, undefined);
    return pbf.finish();
  };
  const p = item(json("113", "p"));

  test("of a run, and of its configuration, has settings, but none of the client's own", () => {
    const settings = (field: number, write: (_: unknown, pbf: PbfWriter) => void) =>
      readLog(wandb, FILE, logOf(dataOf(field, write))).settings;
    expect(settings(5, p)).toEqual([["p", 113]]);
    expect(settings(17, (_, pbf) => pbf.writeMessage(4, p, undefined))).toEqual([["p", 113]]);
    expect(settings(17, (_, pbf) => pbf.writeMessage(5, p, undefined))).toEqual([]);
    expect([settings(4, p), settings(2, p)]).toEqual([[], []]);
    for (const name of ["_wandb", "_wandb.x"]) expect(settings(5, item(json('{"a": 1}', name)))).toEqual([]);
    expect(settings(5, item(json("1", "_wandb", "a")))).toEqual([]);
    expect(settings(5, item(json("1", "_wandbx")))).toEqual([["_wandbx", 1]]);
    expect(settings(5, item(typed("ok", (pbf) => pbf.writeBooleanField(4, true))))).toEqual([["ok", true]]);
    expect(settings(5, item(typed("s", (pbf) => pbf.writeStringField(8, '"x"'))))).toEqual([["s", "x"]]);
  });

  test("is read without what lies otherwise than it should, or in other fields", () => {
    const odd: Write = (pbf) => {
      pbf.writeStringField(1, "loss");
      pbf.writeVarintField(1, 3);
      pbf.writeVarintField(2, 3);
      pbf.writeStringField(16, "0.5");
      pbf.writeStringField(4, "x");
      pbf.writeStringField(5, "x");
      pbf.writeStringField(6, "x");
      pbf.writeVarintField(8, 1);
      pbf.writeVarintField(16, 1);
      pbf.writeStringField(7, "9");
    };
    const data = dataOf(2, (_, pbf) => {
      pbf.writeVarintField(1, 3);
      pbf.writeVarintField(2, 3);
      pbf.writeMessage(1, (_, inner) => odd(inner), undefined);
      pbf.writeMessage(3, (_, inner) => odd(inner), undefined);
      pbf.writeMessage(
        2,
        (_, step) => {
          step.writeVarintField(1, 7);
          step.writeStringField(1, "x");
          step.writeVarintField(2, 9);
        },
        undefined,
      );
    });
    const more = new PbfWriter();
    for (const field of [2, 5, 17]) more.writeVarintField(field, 1);
    const { rows, doubts } = readLog(wandb, FILE, logOf(Buffer.concat([data, more.finish()])));
    const cells = [
      ["_step", 7],
      ["loss", 0.5],
    ];
    expect([rows, doubts]).toEqual([[{ cells, run: undefined }], []]);
    expect(readLog(wandb, FILE, logOf(Uint8Array.of(0x12, 100))).doubts).toEqual([
      "byte 7: a record is damaged, and left out",
    ]);
  });

  test("in several parts is one; without its beginning, its end or one between it is none", () => {
    const data = historyOf([json("0.5", "loss")], 12).subarray(14);
    const rows = [
      {
        cells: [
          ["_step", 12],
          ["loss", 0.5],
        ],
        run: undefined,
      },
    ];
    const [one, two, three] = [logOf(data), logOf(data, 5), logOf(data, 5, 4)];
    for (const bytes of [one, two, three]) expect(readLog(wandb, FILE, bytes)).toMatchObject({ rows, doubts: [] });
    const after = one.subarray(7);
    /** Those parts of three, then a whole record. */
    const some = (...parts: readonly (readonly [number, number])[]) =>
      readLog(
        wandb,
        FILE,
        Buffer.concat([three.subarray(0, 7), ...parts.map(([from, to]) => three.subarray(from, to)), after]),
      );
    const [A, B, C] = [
      [7, 19],
      [19, 30],
      [30, three.length],
    ] as const;
    expect(some(A, B, C).rows).toEqual([...rows, ...rows]);
    for (const parts of [[B, C], [C], [A], [A, B], [B]]) expect(some(...parts)).toMatchObject({ rows, doubts: [] });
    for (const type of [0, 5]) {
      const unknown = Buffer.concat([one.subarray(0, 7), chunk(data, type)]);
      const doubts = ["byte 7: a part of the log is damaged, and left out"];
      expect(readLog(wandb, FILE, unknown)).toMatchObject({ rows: [], doubts });
    }
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
    expect(readLog(wandb, FILE, bytes.subarray(0, 6))).toMatchObject({ rows: [], doubts: [], error: undefined });
    const copy = Buffer.from(bytes);
    copy[6] = 1;
    expect(readLog(wandb, FILE, copy)).toMatchObject({
      rows: [],
      doubts: ["byte 6: version 1 of W&B's log is not known (0 is)"],
    });
  });
});
