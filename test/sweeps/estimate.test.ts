import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { sweepCost } from "#sweeps/estimate.js";
import { sweepPlan } from "#sweeps/plan.js";
import { runCell } from "#sweeps/run-cell.js";
import { contents, folder } from "../training/_small.ts";
import { planned, SETTINGS } from "./_sweeps.ts";

test("the cost is of all epochs, timed of the smallest run and the largest, and writes nothing", async () => {
  const { p, ...others } = SETTINGS;
  const spec = { settings: { ...others, epochs: 500 }, grid: { p: [7, 13, 9], seed: [0, 1] } };
  const plan = sweepPlan("nowhere", spec);
  const cost = await sweepCost(plan, plan.cells);
  expect(cost).toMatchObject({ runs: 6, epochs: 3000 });
  expect(cost.timed.map(({ cell }) => cell.config.p)).toEqual([7, 13]);
  const [least, most] = cost.timed.map(({ secondsPerEpoch }) => secondsPerEpoch * 3000);
  expect(cost.seconds).toBeGreaterThan(0);
  expect(cost.seconds).toBeGreaterThanOrEqual(Math.min(least, most));
  expect(cost.seconds).toBeLessThanOrEqual(Math.max(least, most));
  expect(existsSync("nowhere")).toBe(false);
});

test("a run that diverges is timed as far as it goes", async () => {
  const plan = sweepPlan("nowhere", { settings: { ...SETTINGS, optimiser: "sgd", learning_rate: 1e30 } });
  const { seconds } = await sweepCost(plan, plan.cells);
  expect(seconds).toBeGreaterThanOrEqual(0);
});

test.each(["last", "all"] as const)(
  "the bytes are about those of a run that keeps %s checkpoints",
  async (checkpoints) => {
    const plan = planned(folder(), { checkpoints });
    const { bytes } = await sweepCost(plan, plan.cells);
    await runCell(plan, plan.cells[0]);
    const written = Object.values(contents(plan.folder)).reduce((sum, text) => sum + text.length, 0);
    expect(written / bytes).toBeGreaterThan(0.5);
    expect(written / bytes).toBeLessThan(2);
  },
);
