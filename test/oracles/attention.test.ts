import { beforeAll, describe, expect, test } from "vitest";
import attention from "#analyzers/attention.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { ABSENT, DATA, meets, oracle, WHERE } from "./_shared.ts";

/** Asked for are 1e-3. Float32 attention of 0.002 leaves this much. */
const TOLERANCE = 1e-5;

describe.skipIf(ABSENT)(`attention of the mainline run, seed 0 ${WHERE}`, () => {
  const circuits = oracle("mainline-circuits.json");
  let rows: readonly Record<string, any>[];
  beforeAll(async () => {
    const run = await openRun(`${DATA}/mainline/full_run_data.pth`);
    const last = { ...run, checkpoints: run.checkpoints.slice(-1) };
    rows = (await analyze(last, attention)).table.rows;
  });

  test("mean attention of '=' to a, b and itself", () => {
    expect(rows[0].epoch).toBe(circuits.epoch);
    for (const [head, theirs] of circuits.attention_mean_pattern.entries()) {
      for (const [j, column] of ["to_a", "to_b", "to_self"].entries())
        meets(rows[head][column], theirs[j], TOLERANCE, `head ${head} ${column}`);
    }
  });

  test("frequency of C_j, and its share", () => {
    expect(circuits.C_j).toHaveLength(rows.length);
    for (const { head, frequency, fve } of circuits.C_j) {
      expect(rows[head].frequency).toBe(frequency);
      meets(rows[head].fve, fve, TOLERANCE, `head ${head} fve`);
    }
  });
});
