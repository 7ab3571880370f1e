import { expect, test } from "vitest";
import { heldOutSets, type MeasuredAt, runCurves } from "#quantities/run-curves.js";
import type { LoggedCurve } from "#runs/run.js";

const logged = (measure: LoggedCurve["measure"], of: Readonly<Record<number, number>>, set = ""): LoggedCurve => ({
  ...{ series: "", measure, set, axis: "step" },
  epochs: Object.keys(of).map(Number),
  values: Object.values(of),
});
/** What a checkpoint is known to have. */
const measured = (epoch: number, known: Partial<MeasuredAt>): MeasuredAt => ({
  ...{ epoch, train_loss: null, test_loss: null, train_accuracy: null, test_accuracy: null },
  ...{ restricted_loss: null, excluded_loss: null, sum_of_squares: null, unmirrored_accuracy: null },
  ...known,
});

test("a log alone has its own axis, and nothing that is computed from weights", () => {
  const found = runCurves([], [logged("train_loss", { 0: 4, 10: 2 }), logged("test_loss", { 5: 5 })]);
  expect(found).toEqual({
    ...{ epochs: [0, 5, 10], axis: "step" },
    ...{ train_loss: [4, null, 2], test_loss: [null, 5, null] },
    ...{ train_accuracy: [null, null, null], test_accuracy: [null, null, null] },
  });
});

test("a log whose rows are in no order has its values where they are, the last of those at one", () => {
  const rows = (epochs: readonly number[]) => ({
    ...logged("train_loss", {}),
    ...{ epochs, values: epochs.map((_, i) => i) },
  });
  expect(runCurves([], [rows([20, 0, 10])])).toMatchObject({ epochs: [0, 10, 20], train_loss: [1, 2, 0] });
  expect(runCurves([], [rows([0, 10, 10])])).toMatchObject({ epochs: [0, 10], train_loss: [0, 2] });
});

test("a curve is the log's where that has more of it, else the checkpoints', which count epochs", () => {
  const checkpoints = [0, 10].map((epoch) => measured(epoch, { train_loss: 1, test_loss: 1, sum_of_squares: 7 }));
  const found = runCurves(checkpoints, [
    logged("train_loss", { 0: 4, 5: 3, 10: 2 }),
    logged("test_loss", { 0: 4, 5: 3 }),
  ]);
  expect(found).toMatchObject({
    ...{ epochs: [0, 5, 10], axis: "epoch", train_loss: [4, 3, 2] },
    ...{ test_loss: [1, null, 1], sum_of_squares: [7, null, 7] },
  });
});

test("of several held-out sets the one that is asked for, beside the one train set", () => {
  const history = [
    logged("train_loss", { 0: 4 }),
    logged("test_loss", { 0: 5 }, "near"),
    logged("test_loss", { 0: 6 }, "far"),
  ];
  expect(heldOutSets(history)).toEqual(["near", "far"]);
  expect(heldOutSets(history.slice(0, 1))).toEqual([""]);
  expect(heldOutSets([...history, logged("test_accuracy", { 0: 0 }, "near")])).toEqual(["near", "far"]);
  for (const [set, value] of [
    ["near", 5],
    ["far", 6],
  ] as const)
    expect(runCurves([], history, set)).toMatchObject({ train_loss: [4], test_loss: [value] });
});
