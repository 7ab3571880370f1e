import { beforeAll, describe, expect, test } from "vitest";
import logitMap from "#analyzers/logit-map.js";
import neurons from "#analyzers/neurons.js";
import { analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { ABSENT, DATA, meets, oracle, WHERE } from "./_shared.ts";

/** Asked for are 1e-3; a float32 forward pass leaves 1e-8 on one backend, and so much on any. */
const FLOAT32 = 1e-6;
/** Of weights alone, in float64. */
const FLOAT64 = 1e-12;

describe.skipIf(ABSENT)(`the mainline run at its last checkpoint ${WHERE}`, () => {
  const expected = oracle("mainline-circuits.json");
  let results: Awaited<ReturnType<typeof analyzeAll>>["results"];
  beforeAll(async () => {
    const run = selected(await openRun(`${DATA}/mainline/full_run_data.pth`), { last: true });
    results = (await analyzeAll(run, [neurons, logitMap])).results;
  });
  const rows = (at: number) => results[at].table.rows as readonly Record<string, any>[];
  const conclusion = (at: number) => results[at].conclusion as Record<string, any>;

  test("neurons in clusters, and the share that is", () => {
    const clusters = rows(0).filter(({ group }) => group === "cluster");
    expect(Object.fromEntries(clusters.map(({ frequency, neurons }) => [frequency, neurons]))).toEqual(
      expected.neurons.clusters,
    );
    expect(conclusion(0).clustered_share).toBe(expected.neurons["share_at_least_0.85"]);
    const [unclustered, constant] = ["unclustered", "constant"].map((of) => rows(0).find(({ group }) => group === of));
    expect([unclustered?.neurons, constant?.neurons]).toEqual([82, 0]);
  });

  test("frequency and FVE of the first neurons", () => {
    const each = rows(0).filter(({ group }) => group === "neuron");
    expect(each.map(({ neuron }) => neuron)).toEqual(Array.from({ length: 512 }, (_, i) => i));
    for (const [i, [frequency, fve]] of expected.neurons.first_eight.entries()) {
      expect(each[i].frequency).toBe(frequency);
      meets(each[i].fve, fve, FLOAT32, `FVE of neuron ${i}`);
    }
  });

  test("FVE of the directions that W_L writes", () => {
    const directions = rows(1).filter(({ quantity }) => quantity === "direction");
    expect(directions.map(({ wave, frequency }) => `${wave} ${frequency}`)).toEqual(
      Object.keys(expected.WL_direction_FVE),
    );
    for (const { wave, frequency, share } of directions) {
      const name = `${wave} ${frequency}`;
      meets(share, expected.WL_direction_FVE[name], FLOAT32, name);
    }
  });

  test("W_L outside its key frequencies: theirs is the ratio of norms, without the constant over the answers", () => {
    const residual = rows(1).find(({ quantity }) => quantity === "residual");
    meets(Math.sqrt(residual?.share), expected.WL_residual_frobenius_share, FLOAT64, "residual");
    meets(conclusion(1).residual, expected.WL_residual_frobenius_share, FLOAT64, "residual, as found");
  });
});
