import { describe, expect, test } from "vitest";
import type { ArrayRef, DType, Value } from "#formats/_values.js";
import { valuesLog } from "#logs/_values.js";
import { told } from "./_texts.ts";

/** An array of float32. */
function array(values: readonly number[], shape: readonly number[] = [values.length]): ArrayRef {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const storage = new Uint8Array(Float32Array.from(values).buffer);
  return { type: "array", dtype: "f32" as DType, shape, strides, start: 0, littleEndian: true, storage };
}

const map = (entries: Readonly<Record<string, Value>>): Value => new Map(Object.entries(entries));
const curves = (value: Value, options?: Parameters<typeof valuesLog>[1]) => told(valuesLog(value, options));
const LOSSES = [
  ["train_loss by epoch", [0, 5, 10], [4, 2, 1]],
  ["test_loss (test) by epoch", [0, 5, 10], [5, 6, 0.5]],
];

describe("the curves in the values of a file are those of", () => {
  test.each<[string, Value]>([
    [
      "lists by name",
      map({ epochs: [0, 5, 10], train_losses: [4, 2, 1], test_losses: [5, 6, 0.5], p: 113, weights: [1, 2, 3] }),
    ],
    [
      "arrays by name",
      map({
        epochs: array([0, 5, 10]),
        train_losses: array([4, 2, 1]),
        test_losses: array([5, 6, 0.5]),
        W: array([1, 2, 3, 4], [2, 2]),
      }),
    ],
    [
      "rows",
      [
        map({ epoch: 0, train_loss: 4, test_loss: 5 }),
        map({ epoch: 5, train_loss: 2, test_loss: 6 }),
        map({ epoch: 10, train_loss: 1, test_loss: 0.5 }),
      ],
    ],
    [
      "rows of arrays of one element",
      [0, 1, 2].map((i) =>
        map({
          epoch: 5 * i,
          train_loss: array([[4, 2, 1][i] as number], []),
          test_loss: array([[5, 6, 0.5][i] as number], [1, 1]),
        }),
      ),
    ],
    [
      "parts within",
      map({ epoch: [0, 5, 10], train: map({ loss: [4, 2, 1] }), test: map({ loss: array([5, 6, 0.5]) }) }),
    ],
    [
      "an object of a class",
      map({
        run: {
          type: "inert",
          class: "History",
          arguments: [],
          state: map({ epoch: [0, 5, 10], train_loss: [4, 2, 1], test_loss: [5, 6, 0.5] }),
        },
      }),
    ],
  ])("%s", (_, value) => {
    expect(curves(value)).toEqual(LOSSES);
  });

  test("what the user states; a matrix and what is not called a measure are not read", () => {
    const value = map({ a: array([4, 2, 1]), b: array([5, 6, 7]), train_loss: array([1, 2, 3, 4], [2, 2]) });
    expect(curves(value)).toEqual([]);
    expect(
      curves(value, {
        columns: new Map([
          ["a", "train_loss"],
          ["b", "test_accuracy"],
        ]),
      }),
    ).toEqual([
      ["train_loss by row", [0, 1, 2], [4, 2, 1]],
      ["test_accuracy (test) by row", [0, 1, 2], [5, 6, 7]],
    ]);
  });

  test("an array alone, which the end of the file's name names", () => {
    const value = array([0.25, 0.5, 1]);
    for (const file of ["/a.b/run3_train_acc.npy", "C:\\runs\\p113 train_acc.npy", "train_acc"])
      expect(curves(value, { file })).toEqual([["train_accuracy by row", [0, 1, 2], [0.25, 0.5, 1]]]);
    expect(curves(value, { file: "weights.npy" })).toEqual([]);
    expect(curves(value)).toEqual([]);
    expect(curves(value, { file: "x.npy", columns: new Map([["x", "train_loss"]]) })).toEqual([
      ["train_loss by row", [0, 1, 2], [0.25, 0.5, 1]],
    ]);
  });

  test("the published sweep, a run for each fraction", () => {
    const sweep = [
      [0.3, 0.5],
      [
        [4, 2],
        [5, 6],
        [3, 1],
        [7, 8],
      ],
    ];
    expect(curves(sweep)).toEqual([
      ["fraction 0.3: train_loss by row", [0, 1], [4, 2]],
      ["fraction 0.3: test_loss (test) by row", [0, 1], [5, 6]],
      ["fraction 0.5: train_loss by row", [0, 1], [3, 1]],
      ["fraction 0.5: test_loss (test) by row", [0, 1], [7, 8]],
    ]);
    const none: readonly Value[] = [
      [
        [0.3],
        [
          [4, 2],
          [5, 6],
        ],
        [],
      ],
      [[0.3], [[4, 2]]],
      [[0.3], [[4, 2], 5]],
      [
        0.3,
        [
          [4, 2],
          [5, 6],
        ],
      ],
      [[0.3], 7],
      [],
    ];
    for (const value of none) expect(curves(value)).toEqual([]);
  });

  test("lists of which something is not read, without it", () => {
    const matrix = array([1, 2, 3, 4], [2, 2]);
    expect(curves(map({ train_loss: [matrix, 5, 4] }))).toEqual([["train_loss by row", [1, 2], [5, 4]]]);
    expect(curves(map({ train_loss: [matrix, matrix] }))).toEqual([]);
  });

  test("of names that are no measure, which are listed", () => {
    expect(valuesLog([map({ epoch: 1, train_loss: 2, gini: 3 })]).unread).toEqual(["gini"]);
  });

  test("not those of a value that is nested deeper than a log is", () => {
    const deep = (depth: number): Value => (depth === 0 ? map({ train_loss: [2, 1] }) : map({ x: deep(depth - 1) }));
    expect([0, 1, 2, 3, 4, 9].map((depth) => curves(deep(depth))?.length)).toEqual([1, 1, 1, 1, 0, 0]);
  });
});
