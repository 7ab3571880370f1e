import { expect, test } from "vitest";
import maxMargin from "#analyzers/max-margin.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";

test("a quadratic MLP that groks comes nearer the largest margin, by its neurons more than by its worst pair", async () => {
  const { table, conclusion, findings } = await analyze(await openRun("fixtures/quadratic-mlp"), maxMargin);
  const [first, last] = [table.rows[0], table.rows[table.rows.length - 1]];
  expect(first.margin_ratio).toBeLessThan(-0.5);
  expect(Math.abs(first.mean_margin_ratio)).toBeLessThan(0.05);
  expect(last.margin_ratio).toBeGreaterThan(0.3);
  expect(last.mean_margin_ratio).toBeGreaterThan(0.85);
  expect(last.misalignment).toBeLessThan(0.1);
  for (const row of table.rows) {
    expect(row.margin_ratio).toBeLessThanOrEqual(row.mean_margin_ratio);
    expect(row.mean_margin_ratio).toBeLessThan(1);
    expect(row.margin_ratio).toBe(Math.min(row.train_margin_ratio ?? 1, row.test_margin_ratio ?? 1));
    expect(row.low_margin_ratio).toBeLessThanOrEqual(row.median_margin_ratio);
    expect(row.median_margin_ratio).toBeLessThanOrEqual(row.high_margin_ratio);
  }
  expect(conclusion).toMatchObject({ neurons: 96, needed_neurons: 88, all_frequencies: 11, right_epoch: 300 });
  expect(findings).toContainEqual({ label: "no pair wrong", value: "from epoch 300" });
  expect(last.input_phases).toHaveLength(96);
});

test("untrained, it is wrong of a pair, and no checkpoint is called right", async () => {
  const run = await openRun("fixtures/quadratic-mlp");
  const { conclusion } = await analyze({ ...run, checkpoints: run.checkpoints.slice(0, 1) }, maxMargin);
  expect(conclusion?.right_epoch).toBeNull();
  expect(conclusion?.margin_ratio).toBeLessThan(0);
});

test.each([
  ["fixtures/tiny", /one hidden layer/],
  ["fixtures/layouts/two-layer-mlp", /relu/],
  ["fixtures/tasks/multiplication", /relu|no addition/],
  ["fixtures/layouts/structural/mlp-concat", /relu/],
])("of %s it says why it does not apply", async (path, why) => {
  expect(maxMargin.applies?.(await openRun(path))).toMatch(why);
});
