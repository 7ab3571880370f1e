import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import representations from "#analyzers/representations.js";
import { forward } from "#networks/forward.js";
import { crossEntropy } from "#numerics/losses.js";
import { product } from "#numerics/matmul.js";
import { mean } from "#numerics/statistics.js";
import { groupIrreps } from "#quantities/irreps.js";
import { neuronParts, summed } from "#quantities/irreps-losses.js";
import { keyIrreps } from "#quantities/irreps-traces.js";
import { neuronLogitMap } from "#quantities/neuron-logit-map.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network } from "#runs/run.js";
import { TRAIN } from "#tasks/_split.js";
import { ABSENT, DATA, meets, WHERE } from "./_shared.ts";

/** Theirs are float32 on a GPU, cosines over 1.5 million logits too. */
const TOLERANCE = 1e-5;
/** Cosines that are 0. */
const TINY = 1e-7;
/** Squares of float32 roundings, as a share. */
const ROUNDING = 1e-10;

/**
 * What Chughtai et al. 2023 call our columns. All but two are met for every network. (1) hidden_* of cyclic groups: they
 * take QR of the four entries of a rotation at each pair, of rank 2, and keep four columns, the last two of which are
 * directions of rounding errors. (2) hidden_excluded of transformers: they send neurons through W_L alone, without the
 * path past the MLP that ours keep.
 */
const LOGIT = {
  similarity: "logit_*_rep_trace_similarity",
  logit_restricted_loss: "logit_restricted_loss_*_rep",
  logit_excluded_loss: "logit_excluded_loss_*_rep",
  embedding_a_share: "percent_x_embed_*_rep",
  embedding_b_share: "percent_y_embed_*_rep",
  unembedding_share: "percent_unembed_*_rep",
} as const;
const NEURON = {
  neuron_restricted_loss: "hidden_restricted_loss_*_rep",
  neuron_a_share: "percent_hidden_x_*_rep",
  neuron_b_share: "percent_hidden_y_*_rep",
  neuron_product_share: "percent_hidden_xy_*_rep",
} as const;
const EXCLUDED = { neuron_excluded_loss: "hidden_excluded_loss_*_rep" } as const;
const TOGETHER = {
  logit_restricted_loss: "total_logit_restricted_loss",
  logit_excluded_loss: "total_logit_excluded_loss",
  embedding_a_share: "percent_x_embed_explained",
  embedding_b_share: "percent_y_embed_explained",
  unembedding_share: "percent_unembed_explained",
} as const;
const TOGETHER_NEURON = {
  neuron_restricted_loss: "total_hidden_restricted_loss",
  neuron_product_share: "percent_hidden_xy_explained",
} as const;
const TOGETHER_EXCLUDED = { neuron_excluded_loss: "total_hidden_excluded_loss" } as const;

const S5 = { task: `${DATA}/universality/S5.table.json` };
const MODELS = [
  ["C113_T_seed1", {}, 57, LOGIT, TOGETHER],
  [
    "D59_MLP_seed1",
    {},
    31,
    { ...LOGIT, ...NEURON, ...EXCLUDED },
    { ...TOGETHER, ...TOGETHER_NEURON, ...TOGETHER_EXCLUDED },
  ],
  ["S5_T_seed1", S5, 7, { ...LOGIT, ...NEURON }, { ...TOGETHER, ...TOGETHER_NEURON }],
  [
    "S5_MLP_seed1",
    S5,
    7,
    { ...LOGIT, ...NEURON, ...EXCLUDED },
    { ...TOGETHER, ...TOGETHER_NEURON, ...TOGETHER_EXCLUDED },
  ],
] as const;

/** A loss within a share of theirs; of a share of 1 rounding leaves this much besides. */
function near(ours: number | null | undefined, theirs: number, what: string): void {
  const rounding = what.startsWith("percent_") && Math.abs((ours ?? Number.NaN) - theirs) < ROUNDING;
  if (!rounding) meets(ours, theirs, TOLERANCE, what);
}

describe.skipIf(ABSENT)(`networks of groups, with what their authors measured ${WHERE}`, () => {
  test.each(MODELS)("%s", async (name, options, count, names, together) => {
    const folder = `${DATA}/universality/${name}`;
    const stored = JSON.parse(readFileSync(`${folder}/summary_metrics.json`, "utf8"));
    const { table, conclusion } = await analyze(await openRun(folder, options), representations, { without: "every" });
    const rows = table.rows.slice(0, -1);
    expect(rows).toHaveLength(count);
    const keys = readFileSync(`${folder}/key_reps.txt`, "utf8").trim().split("\n").sort();
    expect(rows.flatMap(({ irrep, key }) => (key ? [irrep] : [])).sort()).toEqual(keys);
    let compared = 0;
    for (const row of rows) {
      for (const [column, theirName] of Object.entries(names)) {
        const key = theirName.replace("*", row.irrep);
        const theirs = stored[key];
        // They leave out the trivial irrep's trace, which centring removes.
        if (row.irrep === "trivial" && theirs === undefined) continue;
        if (column.endsWith("similarity"))
          expect(Math.abs((row[column as "similarity"] as number) - theirs)).toBeLessThan(TINY);
        else near(row[column as keyof typeof names], theirs, key);
        compared++;
      }
    }
    expect(compared).toBe(count * Object.keys(names).length - 3);
    const all = rows.reduce((sum, { share_explained }) => sum + share_explained, 0);
    meets(all, stored.percent_logits_explained, TOLERANCE, "percent_logits_explained");
    expect(conclusion?.share_explained).toBe(all);
    for (const [column, key] of Object.entries(together)) {
      near(table.rows[count][column as keyof typeof together], stored[key], key);
    }
  });

  test("their hidden_excluded loss of a transformer is that of the neurons alone", async () => {
    const folder = `${DATA}/universality/S5_T_seed1`;
    const stored = JSON.parse(readFileSync(`${folder}/summary_metrics.json`, "utf8"));
    const run = await openRun(folder, S5);
    const { task, split } = run.network as Network;
    const model = modelAt(run, run.checkpoints[0]);
    const found = groupIrreps(task);
    if (!found || !split) throw new Error("no group, or no split");
    const { n } = found.group;
    const keys = keyIrreps(model, found);
    const part = summed((neuronParts(model, found) ?? []).filter((_, i) => keys.includes(found.irreps[i].name)));
    const { data, shape } = neuronLogitMap(model);
    const W_L = { data: Float64Array.from(data), rows: shape[0], columns: n };
    const logits = product(forward(model).neurons.data, W_L).data;
    const losses = Array.from(split.member.keys())
      .filter((s) => split.member[s] === TRAIN)
      .map((s) => {
        const row = logits.slice(s * n, (s + 1) * n).map((x, c) => x - part[task.answers[s] * n + c]);
        return crossEntropy(row, 0, n, n, task.answers[s]);
      });
    meets(mean(losses), stored.total_hidden_excluded_loss, TOLERANCE, "total_hidden_excluded_loss");
  });
});
