import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { bytesSource } from "#formats/_sources.js";
import { hyperparameters } from "#logs/_hparams.js";
import { scalarOf } from "#logs/_tensor-proto.js";
import { tensorboard } from "#logs/index.js";
import { readLog } from "./_logs.ts";
import { framed } from "./_messages.ts";

type Write = (pbf: PbfWriter) => void;

/** A message that these write, one field after the other. */
function message(...fields: readonly Write[]): Uint8Array {
  const pbf = new PbfWriter();
  for (const write of fields) write(pbf);
  return pbf.finish();
}

const text =
  (field: number, value: string): Write =>
  (pbf) =>
    pbf.writeStringField(field, value);
const bytes =
  (field: number, value: ArrayLike<number>): Write =>
  (pbf) =>
    pbf.writeBytesField(field, Uint8Array.from(value));
const integer =
  (field: number, value: number): Write =>
  (pbf) =>
    pbf.writeVarintField(field, value);
const double =
  (field: number, value: number): Write =>
  (pbf) =>
    pbf.writeDoubleField(field, value);
const float =
  (field: number, value: number): Write =>
  (pbf) =>
    pbf.writeFloatField(field, value);
const inner = (field: number, ...fields: readonly Write[]): Write => bytes(field, message(...fields));

/** A record of TFRecord. */
const record = (...fields: readonly Write[]) => framed(message(...fields));

describe("the one number of a tensor", () => {
  // As PyTorch lays it out; unsigned words and types that no scalar has are left alone.
  test.each<[string, number, string, number]>([
    ["float32", 1, "000020c0", -2.5],
    ["float64", 2, "9a9999999999b93f", 0.1],
    ["int32", 3, "90eefeff", -70000],
    ["uint8", 4, "c8", 200],
    ["int16", 5, "d4fe", -300],
    ["int8", 6, "fb", -5],
    ["int64", 9, "0000000000ffffff", -(2 ** 40)],
    ["bool", 10, "01", 1],
    ["bfloat16", 14, "20c0", -2.5],
    ["float16", 19, "5435", 0.3330078125],
  ])("in bytes of %s", (_, dtype, hex, number) => {
    const content = Buffer.from(hex, "hex");
    expect(scalarOf(message(integer(1, dtype), bytes(4, content)))).toBe(number);
    expect(scalarOf(message(integer(1, dtype), bytes(4, [...content, 0])))).toBeUndefined();
  });

  const packed =
    (field: number, value: number): Write =>
    (pbf) =>
      pbf.writePackedVarint(field, [value]);
  test.each<[string, number | undefined, readonly Write[]]>([
    ["of int_val", -3, [integer(1, 3), packed(7, -3)]],
    ["of int64_val", 7, [integer(1, 9), packed(10, 7)]],
    ["of bool_val", 1, [integer(1, 10), packed(11, 1)]],
    ["of bool_val, alone", 1, [integer(1, 10), integer(11, 1)]],
    ["of float_val", 0.5, [integer(1, 1), float(5, 0.5)]],
    ["of double_val", 0.1, [integer(1, 2), double(6, 0.1)]],
    ["of half_val, alone", 1.5, [integer(1, 19), integer(13, 0x3e00)]],
    [
      "of a shape of ones",
      7,
      [integer(1, 9), packed(10, 7), inner(2, inner(2, integer(1, 1)), inner(2, integer(1, 1)))],
    ],
    [
      "that a dimension's name is said of",
      7,
      [integer(1, 9), packed(10, 7), inner(2, inner(2, integer(1, 1), text(2, "x")), integer(3, 1))],
    ],
    ["not of two", undefined, [integer(1, 9), packed(10, 7), packed(10, 8)]],
    ["not of a shape of two", undefined, [integer(1, 9), packed(10, 7), inner(2, inner(2, integer(1, 2)))]],
    ["not without a type", undefined, [packed(10, 7)]],
    ["not of a type that no scalar has", undefined, [integer(1, 7), packed(10, 7)]],
    ["not of uint32_val, which is none of what is written", undefined, [integer(1, 9), packed(16, 7)]],
    ["not without a number", undefined, [integer(1, 9)]],
    // Protobuf passes over what lies otherwise than it should.
    ["with a type of eight bytes beside its own", 7, [integer(1, 9), double(1, 1), packed(10, 7)]],
    ["with a shape that is a number", 7, [integer(1, 9), integer(2, 5), packed(10, 7)]],
    ["with a dimension that is a number", 7, [integer(1, 9), inner(2, integer(2, 5)), packed(10, 7)]],
    ["with a size of eight bytes", 7, [integer(1, 9), inner(2, inner(2, double(1, 5))), packed(10, 7)]],
    ["with a shape of unknown fields", 7, [integer(1, 9), inner(2, inner(1, integer(1, 5))), packed(10, 7)]],
    ["with content that is a number", 7, [integer(1, 9), integer(4, 5), packed(10, 7)]],
    ["not of int_val of eight bytes", undefined, [integer(1, 3), double(7, 1)]],
    ["not of double_val of four bytes", undefined, [integer(1, 2), float(6, 1)]],
    ["not of half_val of four bytes", undefined, [integer(1, 19), float(13, 1)]],
  ])("%s", (_, number, fields) => {
    expect(scalarOf(message(...fields))).toBe(number);
  });

  test("is none of bytes that are no message", () => {
    expect(scalarOf(Uint8Array.of(0x0a, 100, 1))).toBeUndefined();
    expect(scalarOf(Uint8Array.of(0x08, 0x80))).toBeUndefined();
  });
});

describe("the hyperparameters of a session", () => {
  const entry = (name: string, ...value: readonly Write[]) => inner(1, text(1, name), inner(2, ...value));
  const found = (...session: readonly Write[]) =>
    hyperparameters(message(inner(3, ...session))).map(({ name, value }) => [name, value]);

  test("are its numbers, texts and truth values; lists and structures have none", () => {
    expect(
      found(
        entry("lr", double(2, 0.1)),
        entry("op", text(3, "add")),
        entry("yes", integer(4, 1)),
        entry("no", integer(4, 0)),
        entry("list", inner(6)),
        entry("none", integer(1, 0)),
      ),
    ).toEqual([
      ["lr", 0.1],
      ["op", "add"],
      ["yes", true],
      ["no", false],
      ["list", undefined],
      ["none", undefined],
    ]);
  });

  test("without what lies otherwise than it should, or in other fields", () => {
    const lr = entry("lr", double(2, 0.1));
    expect(found(integer(1, 7), inner(2, text(1, "x")), lr, integer(3, 1))).toEqual([["lr", 0.1]]);
    expect(
      found(inner(1, integer(1, 3), text(1, "lr"), integer(2, 3), inner(2, double(2, 0.1)), text(3, "y"))),
    ).toEqual([["lr", 0.1]]);
    expect(found(entry("lr", double(2, 0.1), integer(2, 3), integer(3, 3), text(4, "x"), text(2, "x")))).toEqual([
      ["lr", 0.1],
    ]);
    const session = inner(3, lr);
    for (const other of [inner(1, lr), inner(2, lr), integer(3, 1)])
      expect(hyperparameters(message(other, session))).toEqual([{ name: "lr", value: 0.1 }]);
    expect(hyperparameters(Uint8Array.of(0x1a, 100))).toEqual([]);
    expect(hyperparameters(Uint8Array.of())).toEqual([]);
  });
});

describe("an event", () => {
  const FILE = "events.out.tfevents.1";
  const loss = inner(1, text(1, "loss"), float(2, 0.5));
  const read = (...fields: readonly Write[]) => readLog(tensorboard, FILE, record(...fields));

  test("has a step, a time and its values; of 0 what is not written", () => {
    const cells = [
      ["step", 7],
      ["loss", 0.5],
      ["acc", 0.25],
      ["wall_time", 1.5],
    ];
    const acc = inner(1, text(1, "acc"), float(2, 0.25));
    expect(read(double(1, 1.5), integer(2, 7), inner(5, loss, acc)).rows).toEqual([{ cells, run: undefined }]);
    expect(read(inner(5, loss)).rows).toEqual([
      {
        cells: [
          ["step", 0],
          ["loss", 0.5],
          ["wall_time", 0],
        ],
        run: undefined,
      },
    ]);
    expect(read(integer(2, -3), inner(5, loss)).rows[0]?.cells[0]).toEqual(["step", -3]);
    expect(read(integer(2, 7)).rows).toEqual([]);
  });

  test("is read without what lies otherwise than it should, or in other fields", () => {
    const odd = [text(1, "x"), double(2, 9), integer(3, 9), integer(5, 9), inner(6, loss), inner(4, loss)];
    const cells = [
      ["step", 7],
      ["loss", 0.5],
      ["wall_time", 1.5],
    ];
    expect(read(double(1, 1.5), integer(2, 7), inner(5, loss), ...odd).rows).toEqual([{ cells, run: undefined }]);
    const value = inner(
      1,
      text(1, "loss"),
      integer(1, 3),
      float(2, 0.5),
      double(2, 9),
      integer(8, 9),
      integer(9, 9),
      float(3, 9),
    );
    expect(
      read(double(1, 1.5), integer(2, 7), inner(5, integer(1, 3), inner(2, text(1, "x"), float(2, 9)), value)).rows,
    ).toEqual([{ cells, run: undefined }]);
  });

  test("may have a value without a name", () => {
    expect(read(inner(5, inner(1, float(2, 0.5)))).rows[0]?.cells[1]).toEqual(["", 0.5]);
  });

  test("has its number before that of a tensor", () => {
    const tensor = inner(8, integer(1, 1), float(5, 9));
    expect(read(inner(5, inner(1, text(1, "loss"), float(2, 0.5), tensor))).rows[0]?.cells[1]).toEqual(["loss", 0.5]);
    expect(read(inner(5, inner(1, text(1, "loss"), tensor))).rows[0]?.cells[1]).toEqual(["loss", 9]);
  });

  test("has hyperparameters where the plugin for them says so", () => {
    const session = message(inner(3, inner(1, text(1, "lr"), inner(2, double(2, 0.1)))));
    const of = (...metadata: readonly Write[]) =>
      read(inner(5, inner(1, text(1, "_hparams_"), inner(9, ...metadata)))).settings;
    const lr = [["lr", 0.1]];
    expect(of(inner(1, text(1, "hparams"), bytes(2, session)))).toEqual(lr);
    expect(
      of(
        integer(1, 3),
        inner(1, text(1, "hparams"), integer(1, 3), bytes(2, session), integer(2, 3), text(3, "x")),
        text(2, "x"),
      ),
    ).toEqual(lr);
    expect(of(inner(1, text(1, "scalars"), bytes(2, session)))).toEqual([]);
    expect(of(inner(1, text(1, "hparams")))).toEqual([]);
    expect(of(inner(2, text(1, "hparams"), bytes(2, session)))).toEqual([]);
    const none = message(inner(3, inner(1, text(1, "list"), inner(2))));
    expect(of(inner(1, text(1, "hparams"), bytes(2, none)))).toEqual([]);
  });

  test("that says the version of the format begins a file of it", () => {
    const known = (...fields: readonly Write[]) => tensorboard.recognises(bytesSource(FILE, record(...fields)));
    expect(known(text(3, "brain.Event:2"))).toBe(true);
    expect([known(text(3, "brain.2")), known(integer(3, 1)), known(text(4, "brain.Event:2")), known()]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(known(text(3, "brain.Event:2"), integer(2, 1))).toBe(true);
    expect(tensorboard.recognises(bytesSource(FILE, new Uint8Array()))).toBe(false);
    const later = Buffer.concat([record(integer(2, 1)), record(text(3, "brain.Event:2"))]);
    expect(tensorboard.recognises(bytesSource(FILE, later))).toBe(false);
  });
});
