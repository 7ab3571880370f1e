import { describe, expect, test } from "vitest";
import { OWN_RUN } from "#layouts/_own-run.js";
import { loggingConvention, storedLosses } from "#quantities/logging-convention.js";
import { openRun } from "#runs/open.js";

/** What each script did: see fixtures/README.md. Where the network has no logit beyond the answers, `over` is either. */
const CONVENTIONS = [
  ["tiny", { lag: 0, dtype: "float64", over: "all" }],
  ["layouts/full-run-data", { lag: 0, dtype: "float64", over: "all" }],
  ["layouts/transformer-lens", { lag: 0, dtype: "float64" }],
  ["layouts/two-layer-mlp", { lag: 1, dtype: "float32" }],
  ["layouts/two-layer-mlp-square", { lag: 1, dtype: "float32" }],
  ["tasks/addition", { lag: 0, dtype: "float64" }],
] as const;

describe.each(CONVENTIONS)("the losses stored in %s", (path, { lag, dtype, ...over }) => {
  test(`are of the weights ${lag} updates before those beside them`, async () => {
    expect(loggingConvention(await openRun(`fixtures/${path}`))).toMatchObject({ lag, ...over });
  });

  test(`were computed in ${dtype}`, async () => {
    expect(loggingConvention(await openRun(`fixtures/${path}`))?.dtype).toBe(dtype);
  });
});

test.each(["train_loss", "test_loss"] as const)("where the %s alone is stored it tells the same", async (measure) => {
  for (const path of ["layouts/two-layer-mlp", "tiny"]) {
    const run = await openRun(`fixtures/${path}`);
    const alone = {
      ...run,
      history: run.history.filter((one) => one.measure === measure),
      checkpoints: run.checkpoints.map((one) => ({ ...one, stored: { [measure]: one.stored[measure] } })),
    };
    expect(loggingConvention(alone)).toEqual(loggingConvention(run));
  }
});

test("of another loss, or of other training pairs, nothing is held against what is stored", async () => {
  const run = await openRun("fixtures/tiny");
  const made = (settings: object) => ({ ...run, settings: { ...run.settings, format: OWN_RUN, ...settings } });
  expect(loggingConvention(made({ loss: "mse" }))).toBeUndefined();
  expect(storedLosses(made({ corrupted: 0.1 }), run.checkpoints[0], 0)).toEqual({
    train: null,
    test: storedLosses(run, run.checkpoints[0], 0).test,
  });
});

test("a run that stores no losses, or whose split is lost, has no logging convention", async () => {
  expect(loggingConvention(await openRun("fixtures/layouts/clock-and-pizza"))).toBeUndefined();
  expect(loggingConvention(await openRun("fixtures/formats/bare.safetensors"))).toBeUndefined();
});
