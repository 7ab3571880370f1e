import { beforeAll, expect, test } from "vitest";
import split from "#analyzers/split.js";
import { isCommutative, meanAt, splitAudit, whyNoAudit } from "#quantities/split-audit.js";
import { analyze } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { openRun } from "#runs/open.js";
import { task } from "#tasks/_make.js";
import { splitFromIndices } from "#tasks/_splits.js";

const addition = task("addition", 3);
// Of nine pairs (0, 1), (0, 0) and (2, 1) are trained on; (1, 2) and (1, 0) are mirrored.
const planted = splitFromIndices(3, [1, 0, 7], undefined, "planted", addition.answers);

test("test pairs are told apart by whether their mirror was trained on", () => {
  const { mirrored, unmirrored, diagonal, train, test: tested } = splitAudit(addition, planted);
  expect({ mirrored, unmirrored, diagonal, train, tested }).toEqual({
    mirrored: [3, 5],
    unmirrored: [2, 6],
    diagonal: [4, 8],
    train: 3,
    tested: 6,
  });
});

test("inputs and answers that training never saw are listed", () => {
  const { unseenInputs, unseenAnswers } = splitAudit(addition, planted);
  expect(unseenInputs).toEqual([[1], [2]]);
  expect(unseenAnswers).toEqual([2]);
});

test("an operation is commutative where all mirrored pairs have one answer", () => {
  expect(isCommutative(addition)).toBe(true);
  expect(isCommutative(task("multiplication", 5))).toBe(true);
  expect(isCommutative(task("subtraction", 3))).toBe(false);
  expect(isCommutative(task("division", 5))).toBe(false);
});

test("why there is nothing to tell apart", () => {
  const architecture = { kind: "mlp", p: 3, activation: "relu", meeting: "neurons", hiddenLayers: 1 } as const;
  const all = splitFromIndices(3, [...Array(9).keys()], [], "planted", addition.answers);
  const network = { architecture, task: addition, split: planted };
  expect(whyNoAudit(network)).toBeUndefined();
  expect(whyNoAudit({ ...network, split: undefined })).toMatch(/not known/);
  expect(whyNoAudit({ ...network, split: all })).toMatch(/every pair/);
  expect(whyNoAudit({ ...network, task: task("subtraction", 3) })).toMatch(/not commutative/);
});

/** Measured of the same checkpoints by the project's definitions; there a = b is among the unmirrored pairs. */
const MEASURED: readonly (readonly [epoch: number, test: number, mirrored: number, unmirrored: number])[] = [
  [500, 0.055, 0.182, 0.0006],
  [4000, 0.091, 0.304, 0.001],
  [8500, 0.168, 0.511, 0.0226],
  [10_000, 0.505, 0.904, 0.3357],
  [10_500, 0.892, 0.999, 0.8463],
];
const MIRRORED = 2659;
const DIAGONAL = 86;
const TEST_PAIRS = 8939;

let result: Result<any, any>;
beforeAll(async () => {
  result = await analyze(await openRun("fixtures/mainline"), split);
});

test.each(MEASURED)(
  "epoch %i of fixtures/mainline: most of its test accuracy is mirrored pairs'",
  (epoch, all, mirrored, others) => {
    const row = result.table.rows.find((one) => one.epoch === epoch) as any;
    const unmirrored = TEST_PAIRS - MIRRORED - DIAGONAL;
    const together =
      (row.unmirrored_accuracy * unmirrored + row.diagonal_accuracy * DIAGONAL) / (unmirrored + DIAGONAL);
    expect(row.test_accuracy).toBeCloseTo(all, 3);
    expect(row.mirrored_accuracy).toBeCloseTo(mirrored, 3);
    expect(together).toBeCloseTo(others, 4);
  },
);

test("how many pairs are mirrored, and when each kind was learnt", () => {
  const said = new Map(result.findings.map(({ label, value }) => [label, value]));
  expect(said.get("mirrored test pairs")).toBe("2659 of 8939, 29.75 %");
  expect(said.get("diagonal test pairs")).toBe("86 of 8939, 0.96 %");
  expect(said.get("mirrored pairs learnt (95 %)")).toBe("by epoch 10500");
  expect(said.get("unmirrored pairs learnt (95 %)")).toBe("by epoch 11000");
});

test("the mean at some places, null at none", () => {
  expect([meanAt([1, 2, 4, 8], [1, 3]), meanAt([1, 2], [])]).toEqual([5, null]);
});
