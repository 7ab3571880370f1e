import { describe, expect, test } from "vitest";
import landscape from "#analyzers/landscape.js";
import losses from "#analyzers/losses.js";
import { UsageError } from "#errors.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";

const run = selected(await openRun("fixtures/tiny"), { every: 4 });
const { table, conclusion, findings } = await analyze(run, landscape, {}, { threads: 1 });
const theirs = (await analyze(run, losses, {}, { threads: 1 })).table.rows;
const epochs = run.checkpoints.map(({ epoch }) => epoch);
const last = epochs[epochs.length - 1];
const { p } = run.network?.task ?? { p: 0 };

describe("each checkpoint", () => {
  test("has at α = 1, and where its line begins, the losses and accuracies that `losses` has", () => {
    for (const epoch of epochs) {
      const { train_loss, test_loss, train_accuracy, test_accuracy } = theirs.find((row) => row.epoch === epoch) ?? {};
      const own = table.rows.filter((row) => row.epoch === epoch);
      const ends = own.filter(({ path, at }) => at === (path === "scale" ? 1 : 0));
      expect(ends).toHaveLength(epoch === last ? 1 : 2);
      for (const end of ends) expect(end).toMatchObject({ train_loss, test_loss, train_accuracy, test_accuracy });
    }
  });

  test("has at α = 0 the loss of a guess, and at the end of its line that of the last", () => {
    const end = theirs.find(({ epoch }) => epoch === last);
    for (const row of table.rows) {
      if (row.path === "scale" && row.at === 0) expect(row.test_loss).toBeCloseTo(Math.log(p), 12);
      if (row.path === "line" && row.at === 1) expect(row.test_loss).toBe(end?.test_loss);
    }
  });
});

test("what has memorised is behind a barrier, what has grokked is not", () => {
  expect(conclusion?.threshold).toBeCloseTo(0.02 * Math.log(p), 12);
  expect(conclusion?.lines.map(({ epoch }) => epoch)).toEqual(epochs.slice(0, -1));
  expect(conclusion?.lines.some(({ behind_barrier }) => behind_barrier)).toBe(true);
  expect(conclusion?.lines.at(-1)?.behind_barrier).toBe(false);
  expect(conclusion?.connected_epoch).not.toBeNull();
  expect(findings).toHaveLength(4);
});

test("lines go to the checkpoint that is asked, with the places that are asked", async () => {
  const [, to] = epochs;
  const found = await analyze(run, landscape, { lineTo: to, linePoints: 3, scales: [100] }, { threads: 1 });
  const lines = found.table.rows.filter(({ path }) => path === "line");
  expect(lines).toHaveLength(3 * (epochs.length - 1));
  expect(found.conclusion?.to_epoch).toBe(to);
  expect(found.table.rows.filter(({ path }) => path === "scale")).toHaveLength(epochs.length);
});

test.each([{ lineTo: 12_345 }, { linePoints: 2 }, { scales: [-1] }, { scales: [] }])("refuses %o", async (options) => {
  await expect(analyze(run, landscape, options)).rejects.toThrow(UsageError);
});
