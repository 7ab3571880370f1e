import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import fourier from "#analyzers/fourier.js";
import losses from "#analyzers/losses.js";
import weightNorms from "#analyzers/weight-norms.js";
import { analyze } from "#results/analyze.js";
import type { Run } from "#runs/run.js";

/** Checkpoints by other people, and values computed from them elsewhere: too large for the repository. */
export const DATA = "../shared/data";
const ORACLES = "../shared/oracles";
export const ABSENT: boolean = !existsSync(DATA) || !existsSync(ORACLES);
/** For the titles of tests that need them. */
export const WHERE = "(skipped where ../shared is absent)";

export function oracle(name: string): any {
  return ABSENT ? {} : JSON.parse(readFileSync(`${ORACLES}/${name}`, "utf8"));
}

/** The three analyzers' answers about a run, as the tests look them up. */
export async function measured(run: Run) {
  const [loss, spectra, norms] = [
    await analyze(run, losses),
    await analyze(run, fourier),
    await analyze(run, weightNorms),
  ];
  return {
    loss: loss.table.rows,
    spectra: spectra.table.rows,
    totals: norms.table.rows.filter(({ parameter }) => parameter === "total"),
    keys: Object.fromEntries((spectra.conclusion?.rules ?? []).map(({ rule, keys }) => [rule, keys])),
  };
}

/** Recomputed and stored losses agree to this share: float32 rounds otherwise on other hardware. */
export const AGREED = 1e-3;

/** Losses above this are met to 1e-4; in smaller ones the last digits of float32 logits show. */
const SMALL_LOSS = 1e-6;

/** Checks a loss, in nats. */
export function meetsLoss(ours: number | null | undefined, theirs: number, what: string): void {
  meets(ours, theirs, theirs > SMALL_LOSS ? 1e-4 : 1e-2, what);
}

/** Checks a number within a share of the expected one. */
export function meets(ours: number | null | undefined, theirs: number, tolerance: number, what: string): void {
  const error = Math.abs((ours ?? Number.NaN) - theirs) / Math.abs(theirs);
  if (process.env.ORACLE_ERRORS) console.log(`${what}\t${error.toExponential(2)}`);
  expect(error, `${what}: ${ours}, expected ${theirs}`).toBeLessThanOrEqual(tolerance);
}
