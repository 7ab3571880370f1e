import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import spectra from "#analyzers/spectra.js";
import { LEAST_TAIL } from "#quantities/singular-values/power-law-tail.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";

interface Theirs {
  readonly spectral_norm: number;
  readonly frobenius_norm: number;
  readonly stable_rank: number;
  readonly effective_rank: number;
  readonly tail: {
    readonly alpha: number;
    readonly from: number;
    readonly values: number;
    readonly distance: number;
  } | null;
  readonly control_spectral_norm: number;
}

/** numpy's singular values of the same float32 weights, and the fits of the package `powerlaw` to their squares. */
const theirs: Readonly<Record<string, Readonly<Record<string, Theirs>>>> = JSON.parse(
  readFileSync("fixtures/singular-values/mainline.json", "utf8"),
);
const whole = await openRun("fixtures/mainline");
const asked = { ...whole, checkpoints: whole.checkpoints.filter(({ epoch }) => epoch in theirs) };
const { table, conclusion, findings } = await analyze(asked, spectra, {}, { threads: 1 });
const row = (epoch: number, matrix: string) => {
  const found = table.rows.find((one) => one.epoch === epoch && one.matrix === matrix);
  if (!found) throw new Error(`no ${matrix} at ${epoch}`);
  return found;
};
const close = (value: number | null, expected: number, share = 1e-9) =>
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(share);

describe.each(Object.entries(theirs))("at epoch %s of the mainline", (epoch, matrices) => {
  test.each(Object.entries(matrices))("%s is as numpy and powerlaw have it", (matrix, expected) => {
    const ours = row(Number(epoch), matrix);
    close(ours.spectral_norm, expected.spectral_norm);
    close(ours.frobenius_norm, expected.frobenius_norm);
    close(ours.stable_rank, expected.stable_rank);
    close(ours.effective_rank, expected.effective_rank);
    close(ours.control_spectral_norm, expected.control_spectral_norm);
    if (expected.tail === null) expect(ours.alpha).toBeNull();
    // A tail of fewer is none to us.
    else if (expected.tail.values >= LEAST_TAIL) {
      close(ours.alpha, expected.tail.alpha);
      close(ours.tail_from, expected.tail.from);
      close(ours.ks_distance, expected.tail.distance);
      expect(ours.tail_values).toBe(expected.tail.values);
    }
  });
});

test.each([
  [1500, 5],
  [7000, 2.66],
  [10_000, 1.96],
  [16_000, 1.24],
])("α of W_out at epoch %d is %d to 2 %%", (epoch, alpha) => {
  close(row(epoch, "W_out").alpha, alpha, 0.02);
});

test("two outliers a key frequency are left in W_out and W_U, of which there are none at first", () => {
  for (const matrix of ["W_out", "W_U"]) {
    expect(row(0, matrix).outliers).toBe(0);
    expect(row(16_000, matrix).outliers).toBe(10);
  }
  expect(table.rows.filter(({ epoch, outliers }) => epoch === 0 && outliers !== 0)).toEqual([]);
  expect(table.rows.filter(({ epoch, heavy_tail }) => epoch === 0 && heavy_tail !== false)).toEqual([]);
});

test("the same entries in random order have neither outliers nor heavy tails", () => {
  expect(conclusion).toMatchObject({ controls: 45, controls_with_outliers: 0, controls_with_heavy_tail: 0 });
  expect(conclusion?.matrices.find(({ matrix }) => matrix === "W_out")).toMatchObject({
    heavy_tail: true,
    outliers: 10,
    first_outlier_epoch: 1500,
  });
  expect(findings).toHaveLength(3);
});

test("a table of sinusoids, whose mean is not 0, has none in random order either", async () => {
  const sinusoids = await analyze(await openRun("fixtures/layouts/lightning"), spectra);
  expect(sinusoids.table.rows.find(({ matrix }) => matrix === "W_pos")?.outliers).toBe(1);
  expect(sinusoids.conclusion).toMatchObject({ controls_with_outliers: 0, controls_with_heavy_tail: 0 });
});

test("another seed permutes otherwise", async () => {
  const last = selected(asked, { last: true });
  const other = await analyze(last, spectra, { controlSeed: 7 });
  const [one] = other.table.rows;
  expect(one.control_spectral_norm).not.toBe(row(16_000, one.matrix).control_spectral_norm);
  expect(one.spectral_norm).toBe(row(16_000, one.matrix).spectral_norm);
  expect(other.conclusion?.controls_with_outliers).toBe(0);
});
