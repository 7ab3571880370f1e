import { beforeAll, describe, expect, test } from "vitest";
import ablations from "#analyzers/ablations.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { ABSENT, DATA, meets, oracle, WHERE } from "./_shared.ts";

/** Asked for are 1e-3, and 2e-2 of losses below 1e-6; float32 logits leave this much. */
const LOSS = 1e-4;

/** Of 12 769 pairs: float32 decides it where two logits are as good as equal. */
const ONE_PAIR = 1e-4;

/** The oracle's name of each of our rows. */
const NAMES: readonly (readonly [theirs: string, component: string, what: string, kind: string])[] = [
  ["intact", "intact", "", "none"],
  ["attention_zero", "attention", "whole", "zero"],
  ["attention_mean", "attention", "whole", "mean"],
  ...[0, 1, 2, 3].flatMap((head) =>
    ["zero", "mean"].map((kind) => [`head${head}_${kind}`, "head", `head ${head}`, kind] as const),
  ),
  ["mlp_zero", "mlp", "whole", "zero"],
  ["mlp_mean", "mlp", "whole", "mean"],
  ["skip_zero", "skip", "whole", "zero"],
  ["skip_mean", "skip", "whole", "mean"],
  ...[14, 35, 41, 42, 52].map((k) => [`neurons_minus_freq_${k}`, "frequencies", `k = ${k}`, "remove"] as const),
  ["neurons_minus_all_keys", "frequencies", "all keys", "remove"],
  ["neurons_keep_sum_directions", "frequencies", "keys, sum directions", "keep"],
  ["neurons_keep_3x3", "frequencies", "keys, 3x3 blocks", "keep"],
  ["neurons_on_10_WL_directions", "directions", "10 of W_L", "keep"],
  ["neurons_off_10_WL_directions", "directions", "10 of W_L", "remove"],
  ["logits_replaced_by_cosines", "logits", "cosines of the keys", "replace"],
  ["unclustered_neurons_zero", "neurons", "unclustered", "zero"],
  ["unclustered_neurons_mean", "neurons", "unclustered", "mean"],
];

describe.skipIf(ABSENT)(`the mainline run's last network ${WHERE}`, () => {
  const expected = oracle("mainline-circuits.json");
  let rows: readonly Record<string, any>[];
  beforeAll(async () => {
    const run = await openRun(`${DATA}/mainline/full_run_data.pth`);
    rows = (await analyze({ ...run, checkpoints: run.checkpoints.slice(-1) }, ablations)).table.rows;
    expect(rows[0]).toMatchObject({ epoch: expected.epoch, keys: expected.keys });
  });

  test.each(NAMES)("%s", (theirs, component, what, kind) => {
    const row = rows.find((one) => one.component === component && one.what === what && one.kind === kind);
    for (const part of ["all", "train", "test"]) {
      meets(row?.[`${part}_loss`], expected[theirs][part], LOSS, `${theirs} ${part}`);
    }
    expect(Math.abs(row?.all_accuracy - expected[theirs].accuracy_all)).toBeLessThan(ONE_PAIR);
  });

  test("every ablation of the oracle is among them", () => {
    const theirs = Object.keys(expected).filter((name) => expected[name].accuracy_all !== undefined);
    expect(NAMES.map(([name]) => name).sort()).toEqual(theirs.sort());
  });

  test("clusters of as many neurons", () => {
    const sizes = rows.filter(({ component, kind }) => component === "neurons" && kind === "zero");
    for (const [k, size] of Object.entries(expected.neurons.clusters)) {
      expect(sizes.find(({ what }) => what === `k = ${k}`)?.neurons).toBe(size);
    }
  });
});
