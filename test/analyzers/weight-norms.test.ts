import { beforeAll, describe, expect, test } from "vitest";
import weightNorms from "#analyzers/weight-norms.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { type ExpectedNorm, expected } from "../_expected.ts";

/** Sums of squares and singular values of the same float32 weights, in float64 on both sides. */
const FLOAT64 = 1e-12;

const { checkpoints } = expected("tiny");
let rows: readonly { readonly epoch: number; readonly parameter: string }[];
beforeAll(async () => {
  rows = (await analyze(await openRun("fixtures/tiny"), weightNorms)).table.rows;
});

/** In a network of one block the last part of a stored name is the canonical one. */
const canonical = (stored: string) => stored.slice(stored.lastIndexOf(".") + 1);

describe.each(checkpoints)("at $file", ({ epoch, weights }) => {
  const row = (parameter: string) => {
    const found = rows.find((one) => one.epoch === epoch && one.parameter === parameter);
    return found as unknown as ExpectedNorm & { readonly effective_rank: number | null };
  };

  test.each(Object.entries(weights.parameters))("the norms and the effective rank of %s", (stored, theirs) => {
    const { sum_of_squares, l2, effective_rank } = row(canonical(stored));
    if (theirs.l2 === 0) expect([sum_of_squares, l2]).toEqual([0, 0]);
    else {
      expect(Math.abs(sum_of_squares / theirs.sum_of_squares - 1)).toBeLessThan(FLOAT64);
      expect(Math.abs(l2 / theirs.l2 - 1)).toBeLessThan(FLOAT64);
    }
    if (theirs.effective_rank === undefined) expect(effective_rank).toBeNull();
    else expect(Math.abs(effective_rank / theirs.effective_rank - 1)).toBeLessThan(FLOAT64);
  });

  test("the total, and no weight besides", () => {
    expect(Math.abs(row("total").sum_of_squares / weights.total_sum_of_squares - 1)).toBeLessThan(FLOAT64);
    expect(Math.abs(row("total").l2 / weights.total_l2 - 1)).toBeLessThan(FLOAT64);
    const ours = rows.filter((one) => one.epoch === epoch).map(({ parameter }) => parameter);
    expect(ours.sort()).toEqual([...Object.keys(weights.parameters).map(canonical), "total"].sort());
  });
});
