import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { arrayOf } from "#formats/_arrays.js";
import type { Dictionary, Value } from "#formats/_values.js";
import { optimiserIn } from "#layouts/_optimiser-state.js";
import { RESUME, stateName } from "#layouts/_own-run.js";
import { digest, momentsDigest } from "#runs/_digest.js";
import { momentsAt } from "#runs/moments-at.js";
import { openRun } from "#runs/open.js";
import { folder, small, trained } from "../training/_small.ts";

const stored = (state: readonly Value[], ...groups: readonly (readonly [string, Value][])[]): Dictionary =>
  new Map<string, Value>([
    [
      "optimizer_state_dict",
      new Map<string, Value>([
        ["state", new Map(state.map((one, i) => [i, one]))],
        ["param_groups", groups.map((group) => new Map(group))],
      ]),
    ],
  ]);
const moments = new Map<string, Value>([
  ["step", arrayOf([3], [])],
  ["exp_avg", arrayOf([1, 2])],
  ["exp_avg_sq", arrayOf([4, 5])],
]);

test("what torch.optim.Adam stores beside the weights is read, a step as an array too", () => {
  const optimiser = optimiserIn(stored([moments, moments], [["betas", [0.9, 0.98]]]));
  const checkpoint = { epoch: 0, file: "", weights: {}, stored: {}, ...(optimiser === undefined ? {} : { optimiser }) };
  expect(momentsAt(checkpoint)).toEqual(
    [0, 1].map(() => ({
      step: 3,
      betas: [0.9, 0.98],
      first: Float64Array.of(1, 2),
      second: Float64Array.of(4, 5),
    })),
  );
  expect(momentsDigest(checkpoint)).toMatch(/^[0-9a-f]{64}$/);
  expect(momentsDigest({ ...checkpoint, optimiser: "none" })).toBe("none");
});

test("what has none of Adam's moments says why", () => {
  expect(optimiserIn(new Map())).toBeUndefined();
  expect(optimiserIn(stored([moments], [["lr", 1]]))).toMatch(/betas/);
  expect(optimiserIn(stored([], [["betas", [0.9, 0.98]]]))).toMatch(/no update/);
  expect(optimiserIn(stored([new Map([["step", 1]])], [["betas", [0.9, 0.98]]]))).toMatch(/lacks/);
  expect(optimiserIn(stored([moments], [["betas", [0.9, 0.98]]], [["betas", [0.9, 0.99]]]))).toMatch(/several/);
});

test("a run of ours has them at the epochs whose states it keeps, and at the last, which resuming needs", async () => {
  const path = folder();
  await trained(path, small(), { checkpoints: "states" });
  const steps = async () => (await openRun(path)).checkpoints.map((one) => momentsAt(one)?.[0].step);
  expect(await steps()).toEqual([0, 5, 10]);
  const [, , last] = (await openRun(path)).checkpoints;
  for (const epoch of [0, 5, 10]) rmSync(join(path, stateName(epoch)));
  expect(existsSync(join(path, RESUME))).toBe(true);
  expect(await steps()).toEqual([undefined, undefined, 10]);
  rmSync(join(path, RESUME));
  expect(await steps()).toEqual([undefined, undefined, undefined]);
  // The network is the same with and without.
  const without = (await openRun(path)).checkpoints[2];
  expect(digest(without)).toBe(digest(last));
});
