import { readFileSync } from "node:fs";
import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { crc32c, maskedCrc32c } from "#logs/_crc32c.js";
import { tfRecords } from "#logs/_tf-records.js";
import { tensorboard } from "#logs/index.js";
import { cell, crossing, curve, FIXTURES, mainline, readLog } from "./_logs.ts";
import { framed } from "./_messages.ts";

const FILE = "events.out.tfevents.1700000000.host.1.0";
const TAGS = `${FIXTURES}/tensorboard-tags/${FILE}`;

/** What a column is after TensorBoard's float32. */
const expected = (column: string, found: ReadonlyMap<any, any>) => mainline(column, found.keys(), Math.fround);

describe("the mainline run's curves", () => {
  const tags = readLog(tensorboard, TAGS);

  test.each([
    ["Loss/train", "train_loss"],
    ["Loss/test", "test_loss"],
    ["Accuracy/train", "train_accuracy"],
    ["Accuracy/test", "test_accuracy"],
  ])("%s by PyTorch's writer", (tag, column) => {
    const found = curve(tags, tag);
    expect(found.size).toBeGreaterThan(400);
    expect(found).toEqual(expected(column, found));
  });

  test("with the steps at which they cross, and the second of each step", () => {
    expect(crossing(curve(tags, "Accuracy/train"), 0.99)).toBe(137);
    expect(crossing(curve(tags, "Accuracy/test"), 0.95)).toBe(10640);
    for (const row of tags.rows) expect(cell(row, "wall_time")).toBe(1_700_000_000 + Number(cell(row, "step")));
  });

  test.each([
    ["train", "train"],
    ["validation", "test"],
  ])("as tensors, by TensorBoard's own writer: %s", (folder, part) => {
    const log = readLog(tensorboard, `${FIXTURES}/tensorboard-folders/${folder}/${FILE}`);
    for (const measure of ["loss", "accuracy"]) {
      const found = curve(log, `epoch_${measure}`);
      expect(found.size).toBeGreaterThan(100);
      expect(found).toEqual(expected(`${part}_${measure}`, found));
    }
  });

  test("by add_scalars, a folder a curve", () => {
    const log = readLog(tensorboard, `${FIXTURES}/tensorboard-scalars/acc/val/${FILE}`);
    const found = curve(log, "acc");
    expect(found).toEqual(expected("test_accuracy", found));
  });
});

test("hyperparameters are settings", () => {
  const { settings } = readLog(tensorboard, `${FIXTURES}/tensorboard-tags/hparams/${FILE}`);
  expect(new Map(settings.map(([name, value]) => [name, value]))).toEqual(
    new Map<string, unknown>([
      ["p", 113],
      ["lr", 0.001],
      ["weight_decay", 1],
      ["operation", "addition"],
      ["seed", 0],
    ]),
  );
});

test("the checksum of RFC 3720's example", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

/** A record of an event with one value, which `write` fills. */
function record(step: number, tag: string, write: (pbf: PbfWriter) => void): Buffer {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, 1.5);
  pbf.writeVarintField(2, step);
  const value = (_: unknown, inner: PbfWriter) => {
    inner.writeStringField(1, tag);
    write(inner);
  };
  pbf.writeMessage(5, (_, summary) => summary.writeMessage(1, value, undefined), undefined);
  return framed(pbf.finish());
}

/** A TensorProto of the type, with a shape and whatever holds its elements. */
const tensor =
  (dtype: number, shape: readonly number[], elements: (pbf: PbfWriter) => void) =>
  (pbf: PbfWriter): void => {
    const dimension = (size: number, inner: PbfWriter) => inner.writeVarintField(1, size);
    const dimensions = (_: unknown, inner: PbfWriter) => {
      for (const size of shape) inner.writeMessage(2, dimension, size);
    };
    const write = (_: unknown, inner: PbfWriter) => {
      inner.writeVarintField(1, dtype);
      inner.writeMessage(2, dimensions, undefined);
      elements(inner);
    };
    pbf.writeMessage(8, write, undefined);
  };

const content = (bytes: ArrayLike<number>) => (pbf: PbfWriter) => pbf.writeBytesField(4, Uint8Array.from(bytes));
const doubleBytes = new Uint8Array(Float64Array.of(0.1).buffer);

describe("a value", () => {
  test.each<[string, number | undefined, (pbf: PbfWriter) => void]>([
    ["simple_value", 0.25, (pbf) => pbf.writeFloatField(2, 0.25)],
    ["simple_value of infinity", Number.POSITIVE_INFINITY, (pbf) => pbf.writeFloatField(2, Number.POSITIVE_INFINITY)],
    ["float_val", 0.25, tensor(1, [], (pbf) => pbf.writePackedFloat(5, [0.25]))],
    ["double_val", 0.1, tensor(2, [], (pbf) => pbf.writePackedDouble(6, [0.1]))],
    ["int_val", -3, tensor(3, [1], (pbf) => pbf.writePackedVarint(7, [-3]))],
    ["int64_val", 2 ** 40, tensor(9, [], (pbf) => pbf.writePackedVarint(10, [2 ** 40]))],
    ["half_val", 1.5, tensor(19, [], (pbf) => pbf.writePackedVarint(13, [0x3e00]))],
    ["tensor_content of double", 0.1, tensor(2, [], content(doubleBytes))],
    ["tensor_content of half", 1.5, tensor(19, [1, 1], content([0x00, 0x3e]))],
    ["tensor_content of bfloat16", 1.5, tensor(14, [], content([0xc0, 0x3f]))],
    ["tensor_content that is too long", undefined, tensor(1, [], content(doubleBytes))],
    ["a tensor of two", undefined, tensor(1, [2], (pbf) => pbf.writePackedFloat(5, [1, 2]))],
    ["a tensor of two alike, listed once", undefined, tensor(1, [2], (pbf) => pbf.writePackedFloat(5, [1]))],
    ["a tensor of none", undefined, tensor(1, [0], () => {})],
    // Protobuf passes over a field that lies otherwise than it should, as over one that it does not know.
    ["simple_value of eight bytes", undefined, (pbf) => pbf.writeDoubleField(2, 0.25)],
    ["simple_value that is a text", undefined, (pbf) => pbf.writeStringField(2, "loss")],
    ["float_val of eight bytes", undefined, tensor(1, [], (pbf) => pbf.writeDoubleField(5, 0.25))],
    ["float_val, alone", 0.25, tensor(1, [], (pbf) => pbf.writeFloatField(5, 0.25))],
    ["text", undefined, tensor(7, [], (pbf) => pbf.writeStringField(8, "7"))],
  ])("%s", (_, number, write) => {
    const { rows, doubts } = readLog(tensorboard, FILE, record(7, "loss", write));
    const cells = [
      ["step", 7],
      ["loss", number],
      ["wall_time", 1.5],
    ];
    expect(rows).toEqual(number === undefined ? [] : [{ cells, run: undefined }]);
    expect(doubts).toEqual([]);
  });
});

describe("damage", () => {
  const bytes = readFileSync(TAGS);
  const whole = readLog(tensorboard, TAGS, bytes).rows;
  /** Where each record begins. */
  const offsets: number[] = [];
  for (let at = 0; at < bytes.length; at += 16 + Number(bytes.readBigUInt64LE(at))) offsets.push(at);
  const damaged = (...places: readonly number[]) => {
    const copy = Buffer.from(bytes);
    for (const at of places) copy[at] = (copy[at] as number) ^ 1;
    return readLog(tensorboard, TAGS, copy);
  };
  // The first record of a file is its version.
  const rowOf = (index: number) => index - 1;

  test("of a record's data leaves that record out, and says where it begins", () => {
    const { rows, doubts } = damaged((offsets[100] as number) + 20);
    expect(rows).toEqual(whole.toSpliced(rowOf(100), 1));
    expect(doubts).toEqual([`byte ${offsets[100]}: a record is damaged, and left out`]);
  });

  test("of several is said once", () => {
    const { rows, doubts } = damaged(...[5, 9, 30].map((i) => (offsets[i] as number) + 14));
    expect(rows).toHaveLength(whole.length - 3);
    expect(doubts).toEqual([`byte ${offsets[5]}: the first of 3 records that are damaged, and left out`]);
  });

  test("of a record's length ends the reading, and says so", () => {
    const { rows, doubts } = damaged(offsets[200] as number);
    expect(rows).toEqual(whole.slice(0, rowOf(200)));
    expect(doubts).toEqual([
      `byte ${offsets[200]}: no record begins here (checksum of its length): what follows is not read`,
    ]);
  });

  test("is a message that is longer than what it is in", () => {
    const long = record(7, "loss", (pbf) => {
      pbf.writeFloatField(2, 0.25);
      // A plugin's data of 100 bytes, of which there are none.
      pbf.writeVarint(9 * 8 + 2);
      pbf.writeVarint(100);
    });
    expect(readLog(tensorboard, FILE, long)).toMatchObject({
      rows: [],
      doubts: ["byte 0: an event is damaged, and left out"],
    });
  });

  test("a record that is longer than any event is said to be, and left out", () => {
    const length = 2 ** 27 + 1;
    const head = Buffer.alloc(12);
    head.writeBigUInt64LE(BigInt(length));
    head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
    const after = record(7, "loss", (pbf) => pbf.writeFloatField(2, 0.25));
    const [before, end] = [head.length, head.length + length + 4];
    // What is skipped is not read.
    const source = {
      path: FILE,
      stamp: "",
      byteLength: end + after.length,
      read: (from: number, to: number) => {
        const piece = Buffer.alloc(to - from);
        head.copy(piece, 0, Math.min(from, before));
        if (to > end) after.copy(piece, Math.max(0, end - from), Math.max(0, from - end));
        return new Uint8Array(piece);
      },
      close: () => {},
    };
    const doubts: string[] = [];
    const found = [...tfRecords(source, { doubt: (words) => doubts.push(words) })];
    expect(found.map(({ offset }) => offset)).toEqual([end]);
    expect(doubts).toEqual([`byte 0: a record is longer than ${2 ** 27} bytes, and left out`]);
  });

  test("is none where the last record is still written", () => {
    const { rows, doubts } = readLog(tensorboard, TAGS, bytes.subarray(0, (offsets[300] as number) + 15));
    expect(rows).toEqual(whole.slice(0, rowOf(300)));
    expect(doubts).toEqual([]);
  });
});
