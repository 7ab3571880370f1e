import { expect, test } from "vitest";
import { loggingConvention } from "#quantities/logging-convention.js";
import { openRun } from "#runs/open.js";

/** What each script did: see fixtures/README.md. Where the network has no logit beyond the answers, `over` is either. */
const CONVENTIONS = [
  ["tiny", { over: "all", dtype: "float64", lag: 0 }],
  ["layouts/full-run-data", { over: "all", dtype: "float64", lag: 0 }],
  ["layouts/transformer-lens", { dtype: "float64", lag: 0 }],
  ["layouts/two-layer-mlp", { dtype: "float32", lag: 1 }],
  ["layouts/two-layer-mlp-square", { dtype: "float32", lag: 1 }],
  ["tasks/addition", { dtype: "float64", lag: 0 }],
] as const;

test.each(CONVENTIONS)("the losses stored in %s were computed as %o", async (path, convention) => {
  expect(loggingConvention(await openRun(`fixtures/${path}`))).toMatchObject(convention);
});

test("a run that stores no losses, or whose split is lost, has no logging convention", async () => {
  expect(loggingConvention(await openRun("fixtures/layouts/clock-and-pizza"))).toBeUndefined();
  expect(loggingConvention(await openRun("fixtures/formats/bare.safetensors"))).toBeUndefined();
});
