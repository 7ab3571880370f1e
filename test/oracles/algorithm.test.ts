import { describe, expect, test } from "vitest";
import algorithm from "#analyzers/algorithm.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { ABSENT, DATA, meets, WHERE } from "./_shared.ts";

/** Numbers are published to five places, and were computed in float32. */
const PRINTED = 2e-5;

describe.skipIf(ABSENT)(`the public pizza and the public clock ${WHERE}`, () => {
  const measured = async (id: string) => {
    const { table, conclusion } = await analyze(await openRun(`${DATA}/pizza/model_${id}.pt`), algorithm);
    return { rows: table.rows, conclusion };
  };

  test("model A", async () => {
    const { rows, conclusion } = await measured("p99zdpze5l");
    const [whole, ...circles] = rows;
    expect(whole.verdict).toBe("pizza");
    expect(conclusion?.verdict).toBe("pizza");
    meets(whole.distance_irrelevance, 0.17173646, PRINTED, "distance irrelevance");
    meets(whole.gradient_symmetricity, 0.99367, PRINTED, "gradient symmetricity");
    meets(whole.circularity, 0.9978184, PRINTED, "circularity");
    // The paper's table 1: its first circle alone, whose frequency is 17, as a pizza and as a clock, in per cent.
    expect(circles.slice(0, 3).map(({ circle, verdict }) => [circle, verdict])).toEqual([
      [17, "pizza"],
      [3, "pizza"],
      [15, "pizza"],
    ]);
    expect([circles[0].pizza_fve, circles[0].clock_fve].map((x) => (100 * x).toFixed(2))).toEqual(["99.18", "75.41"]);
  });

  test("model B", async () => {
    const [whole, first] = (await measured("l8k1hzciux")).rows;
    expect(whole.verdict).toBe("clock");
    meets(whole.distance_irrelevance, 0.84826, PRINTED, "distance irrelevance");
    meets(whole.circularity, 0.99891, PRINTED, "circularity");
    // The paper says 33.36 %.
    expect((100 * (whole.gradient_symmetricity ?? 0)).toFixed(2)).toBe("33.36");
    expect([first.circle, first.verdict]).toEqual([13, "clock"]);
  });

  test("the mainline network is a clock", async () => {
    const run = await openRun(`${DATA}/mainline/full_run_data.pth`);
    const { table } = await analyze(
      { ...run, checkpoints: [run.checkpoints[0], ...run.checkpoints.slice(-1)] },
      algorithm,
    );
    const verdicts = table.rows.filter(({ circle }) => circle === null).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["neither", "clock"]);
  });
});
