import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkSettings, statedNonlinearity, statedNorm, statedPositions } from "#layouts/_settings.js";
import { openRun } from "#runs/open.js";

const facts = (config: Readonly<Record<string, string | number | boolean>>) => ({
  config: new Map(Object.entries(config)),
});

test.each([
  ["nn.ReLU()", { activation: "relu" }],
  ["<class 'torch.nn.modules.activation.SiLU'>", { activation: "silu" }],
  ["F.gelu", { activation: "gelu" }],
  ["gelu_new", { activation: "gelu_tanh" }],
  ["SwiGLU", { activation: "silu", gated: true }],
] as const)("%s is a nonlinearity by another name", (word, expected) => {
  expect(statedNonlinearity(facts({ activation: word }))).toEqual(expected);
});

test("nothing stated is nothing assumed", () => {
  expect([statedNonlinearity, statedNorm, statedPositions].map((stated) => stated(facts({})))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  [() => statedNonlinearity(facts({ hidden_act: "mish" })), /hidden_act "mish": is not known; known are relu, gelu/],
  [() => statedNorm(facts({ normalization_type: "batch" })), /normalization_type "batch": is not known/],
  [
    () => statedPositions(facts({ positional_embedding_type: "alibi" })),
    /positional_embedding_type "alibi": is not known/,
  ],
  [() => checkSettings(facts({ "model.attn_scores_soft_cap": 30 })), /attn_scores_soft_cap = 30: is not read/],
  [() => checkSettings(facts({ logit_scale: 4 })), /logit_scale = 4: is not read/],
  [() => checkSettings(facts({ pooling: "mean" })), /pooling = mean: is not read/],
  [() => checkSettings(facts({ scale_embeddings: true })), /scale_embeddings = true: is not read/],
  [() => checkSettings(facts({ scale_attn_by_inverse_layer_idx: true })), /scale_attn_by_inverse_layer_idx = true/],
] as const)("a value that is not known is an error that names it (%#)", (run, message) => {
  expect(run).toThrow(message);
});

test("settings at which they mean nothing are none", () => {
  expect(() => checkSettings(facts({ logit_scale: 1, pooling: "last", scale_embeddings: false }))).not.toThrow();
});

test("a soft cap that is off is none", () => {
  expect(() => checkSettings(facts({ attn_scores_soft_cap: -1, final_logit_softcapping: 0 }))).not.toThrow();
});

describe("a run whose configuration or files change", () => {
  const folder = mkdtempSync(join(tmpdir(), "settings-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const copied = (name: string, change: (config: any) => void) => {
    const path = join(folder, name);
    cpSync("fixtures/architectures/hf-gpt2", path, { recursive: true });
    const config = JSON.parse(readFileSync(join(path, "config.json"), "utf8"));
    change(config);
    writeFileSync(join(path, "config.json"), JSON.stringify(config));
    return path;
  };

  test("an unknown activation is refused, and named", async () => {
    const path = copied("unknown", (config) => {
      config.activation_function = "mish";
    });
    await expect(openRun(path)).rejects.toThrow(/activation_function "mish"/);
  });

  test("a stored loss that is missed stands first, and --strict refuses", async () => {
    const path = copied("missed", () => {});
    writeFileSync(join(path, "summary_metrics.json"), JSON.stringify({ all_loss: 2.5 }));
    const run = await openRun(path, { task: "addition" });
    expect(run.contradictions[0]).toMatch(
      /^this reading does not give the stored losses: all loss at epoch 0 is .*, stored 2\.5000, \d+ % off$/,
    );
    expect(run.doubts[0]).toBe(run.contradictions[0]);
    await expect(openRun(path, { task: "addition", strict: true })).rejects.toThrow(
      /doubt: this reading does not give/,
    );
  });

  test("a loss over all pairs that does not lie between the stored ones of its parts is a doubt, whatever the split", async () => {
    const path = copied("out-of-reach", () => {});
    writeFileSync(join(path, "summary_metrics.json"), JSON.stringify({ train_loss: 5, test_loss: 6 }));
    const run = await openRun(path, { task: "addition" });
    expect(run.contradictions[0]).toMatch(
      /the loss over all pairs is 0\.25\d+, stored are 5\.0000 and 6\.0000 over its parts/,
    );
    writeFileSync(join(path, "summary_metrics.json"), JSON.stringify({ train_loss: 1e-3, test_loss: 6 }));
    expect((await openRun(path, { task: "addition" })).contradictions).toEqual([]);
  });
});
