import { beforeAll, expect, test } from "vitest";
import * as analyzers from "#analyzers/index.js";
import { UsageError } from "#errors.js";
import { analyze, analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";

/** Enough for these questions, and well under a second a checkpoint. */
const QUICK = {
  chains: 2,
  burnIn: 30,
  drawsPerChain: 40,
  stepSize: 5e-4,
  localisation: 300,
  calibrate: "none",
} as const;

let run: Run;
beforeAll(async () => {
  run = await openRun("fixtures/tiny");
});

const at = (...epochs: number[]): Run => ({
  ...run,
  checkpoints: run.checkpoints.filter(({ epoch }) => epochs.includes(epoch)),
});

test("an untrained network is refused, and the memorised one constrains more directions than the grokked one", async () => {
  const { conclusion, findings, table } = await analyze(at(0, 500, 6000), analyzers.llc, QUICK);
  const [untrained, memorised, grokked] = conclusion?.over_epochs ?? [];
  expect(untrained).toMatchObject({ llc: null, refusal: "untrained" });
  expect(memorised.refusal).toBeNull();
  expect(memorised.llc as number).toBeGreaterThan(5 * Math.abs(grokked.raw as number));
  expect(findings.find(({ label }) => label === "checkpoints refused")?.value).toMatch(/of 3$/);
  expect(findings.find(({ label }) => label === "calibration")?.value).toMatch(/^none was asked/);
  const chains = table.rows.filter(({ kind, epoch }) => kind === "chain" && epoch === 500);
  expect(chains.map(({ trace }) => trace?.length)).toEqual([70, 70]);
  expect(chains[0].trace?.[0]).toBeCloseTo(0, 4);
});

test("a network on its way down is at no minimum, however near to it the chains are kept", async () => {
  const { conclusion } = await analyze(at(75), analyzers.llc, { ...QUICK, localisation: 1000 });
  expect(conclusion).toMatchObject({ llc: null, refusal: "not-a-minimum" });
});

test("what the sweep finds at the last checkpoint holds for all: γ decides λ̂ here, which is refused", async () => {
  const quick = { ...QUICK, chains: 1, calibrate: "cross", tolerance: 1.2 } as const;
  const { conclusion, table } = await analyze(at(300, 500), analyzers.llc, quick);
  expect(table.rows.filter(({ kind }) => kind === "setting")).toHaveLength(7);
  expect(conclusion?.factor_localisation).toBeGreaterThan(1.2);
  expect(conclusion).toMatchObject({ llc: null, refusal: "depends-on-localisation", calibrated: true });
  for (const { llc, raw } of conclusion?.over_epochs ?? []) expect([llc, typeof raw]).toEqual([null, "number"]);
});

test("a step too large is refused as diverged, one too small as not settled", async () => {
  const large = await analyze(at(6000), analyzers.llc, { ...QUICK, stepSize: 0.05 });
  expect(large.conclusion).toMatchObject({ llc: null, refusal: "diverged" });
  const small = await analyze(at(500), analyzers.llc, { ...QUICK, stepSize: 1e-6 });
  expect(small.conclusion).toMatchObject({ llc: null, refusal: "not-settled" });
});

test("it is asked where it is named, and skipped with its reason where all are asked", async () => {
  const { skipped } = await analyzeAll(at(0), [analyzers.split, analyzers.llc], { everything: true });
  expect(skipped).toEqual([{ analyzer: "llc", reason: "takes minutes; --only llc asks it" }]);
});

test("a component that the network has not is an error that lists those it has", async () => {
  const mlp = await openRun("fixtures/layouts/two-layer-mlp");
  const one = { ...mlp, checkpoints: mlp.checkpoints.slice(-1) };
  await expect(analyze(one, analyzers.llc, { ...QUICK, component: "attention" })).rejects.toThrow(
    "the network has no attention with weights of its own; it has embedding, unembedding",
  );
  await expect(analyze(at(0), analyzers.llc, { component: "head" as never })).rejects.toThrow(UsageError);
});
