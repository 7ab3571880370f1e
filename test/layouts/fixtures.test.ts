import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { logitsOf } from "#networks/forward.js";
import { lossesOfPairs, meanOver } from "#networks/pair-losses.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { TEST, TRAIN } from "#tasks/_split.js";
import { expected, stated } from "../_expected.ts";

/** Sums of some tens of float32 terms against float64. */
const LOSS = 1e-5;

const names = readdirSync("fixtures/layouts").flatMap((name) =>
  name === "structural" ? readdirSync("fixtures/layouts/structural").map((inner) => `structural-${inner}`) : [name],
);
const LAYOUTS: Readonly<Record<string, string>> = {
  "full-run-data": "mainline",
  lightning: "power",
  "two-layer-mlp-square": "two-layer-mlp",
};
const TASKS: Readonly<Record<string, RegExp>> = { "universality-mlp": /dihedral/, "universality-table": /S4/ };

describe.each(names)("%s", (name) => {
  const wanted = expected(name) as ReturnType<typeof expected> & { readonly task: string };
  let run: Run;
  beforeAll(async () => {
    run = await openRun(`fixtures/${wanted.path}`, stated(name));
  });

  test("is read by its layout, with its task and p", () => {
    expect(run.layout).toBe(LAYOUTS[name] ?? name.replace(/^(structural|universality)-.*/, "$1"));
    expect(run.network?.task.p).toBe(wanted.p);
    const { name: task, formula } = run.network?.task ?? { name: "", formula: "" };
    if (TASKS[name]) expect(formula).toMatch(TASKS[name]);
    else expect(task).toBe(wanted.task);
  });

  test.each(wanted.checkpoints)("has PyTorch's losses: $file, epoch $epoch", ({ epoch, all, train, test: tested }) => {
    const checkpoint = run.checkpoints.find((one) => one.epoch === epoch || epoch === null);
    const { network } = run;
    if (!checkpoint || !network) throw new Error("no such checkpoint");
    const { architecture, task, split } = network;
    const losses = lossesOfPairs(logitsOf(modelAt(run, checkpoint)), architecture, task);
    const near = (ours: number, theirs: number) => expect(Math.abs(ours / theirs - 1)).toBeLessThan(LOSS);
    near(meanOver(losses, task), all.loss);
    if (!train || !tested) return;
    if (!split) throw new Error("the split is not known");
    near(meanOver(losses, task, split, TRAIN), train.loss);
    near(meanOver(losses, task, split, TEST), tested.loss);
  });
});
