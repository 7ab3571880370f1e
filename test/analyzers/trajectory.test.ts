import { expect, test } from "vitest";
import trajectory from "#analyzers/trajectory.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";

const { table, conclusion } = await analyze(await openRun("fixtures/tiny"), trajectory);
const [first, ...others] = table.rows;

test("a row a checkpoint, whose steps add up to the path", () => {
  expect(first).toMatchObject({ step: null, from_start: 0, path_length: 0, turn_cosine: null });
  let length = 0;
  for (const row of others) {
    length += row.step ?? Number.NaN;
    expect(row.path_length).toBeCloseTo(length, 10);
    expect(row.from_start).toBeLessThanOrEqual(length * (1 + 1e-12));
  }
  expect(others.at(-1)?.turn_cosine).toBeNull();
});

test("the components hold the shares that they say, the first two of them most", () => {
  const pc = (name: "pc1" | "pc2" | "pc3") => table.rows.reduce((sum, row) => sum + (row[name] ?? 0) ** 2, 0);
  const shares = conclusion?.shares ?? [];
  expect(pc("pc2") / pc("pc1")).toBeCloseTo(shares[1] / shares[0], 10);
  expect(pc("pc3") / pc("pc1")).toBeCloseTo(shares[2] / shares[0], 10);
  expect(shares[0] + shares[1]).toBeGreaterThan(0.5);
  for (const row of [first, table.rows[table.rows.length - 1]]) expect(Number.isFinite(row.pc1)).toBe(true);
});

test("the sharpest turn is the least cosine", () => {
  const cosines = table.rows.flatMap(({ turn_cosine }) => (turn_cosine === null ? [] : [turn_cosine]));
  expect(conclusion?.sharpest_turn?.cosine).toBe(Math.min(...cosines));
  expect(conclusion?.straightness).toBeCloseTo((conclusion?.distance ?? 0) / (conclusion?.path_length ?? 0), 12);
  expect(conclusion?.checkpoints).toBe(table.rows.length);
});
