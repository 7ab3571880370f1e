import { expect, test } from "vitest";
import lottery from "#analyzers/lottery.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { ABSENT, DATA, WHERE } from "./_shared.ts";

/** Shares are known to a tenth of a per cent. */
const DIGITS = 0.0005;

test.skipIf(ABSENT)(`He et al.'s run of p = 23: what initial weights foretell ${WHERE}`, async () => {
  const run = await openRun(`${DATA}/he2026/p23_wd2`);
  const ends = { ...run, checkpoints: [run.checkpoints[0], run.checkpoints[run.checkpoints.length - 1]] };
  const { conclusion } = await analyze(ends, lottery);
  expect(conclusion).toMatchObject({ first_epoch: 0, all_neurons: 512, frequencies: 11 });
  const share = (name: string) => conclusion?.rules.find(({ rule }) => rule === name)?.right_share ?? Number.NaN;
  expect(Math.abs((conclusion?.chance_share ?? 0) - 0.0909)).toBeLessThan(DIGITS);
  expect(Math.abs(share("product") - 0.404)).toBeLessThan(DIGITS);
  expect(Math.abs(share("misalignment") - 0.157)).toBeLessThan(DIGITS);
});
