import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GrokError } from "#errors.js";
import { type Analyzer, analyze, analyzeAll, analyzers, type TrainingConfig } from "#index.js";
import { NORM_NAMES, NORMALISATIONS, type TransformerArchitecture } from "#networks/architecture.js";
import type { BlockDescription } from "#networks/block.js";
import embedding from "#networks/blocks/embedding.js";
import layerScale from "#networks/blocks/layer-scale.js";
import unembedding from "#networks/blocks/unembedding.js";
import { blocksOf, type HasWeight } from "#networks/presets.js";
import { transformerOf } from "#networks/transformer-of.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { contents, folder, small, trained } from "./_small.ts";

const TRANSFORMER: TransformerArchitecture = {
  kind: "transformer",
  p: 13,
  sequence: ["a", "b", 13],
  firstToken: 0,
  blocks: 2,
  heads: 2,
  activation: "gelu",
  normalisation: "pre",
  layerNormEpsilon: 1e-6,
  causal: true,
  attentionCoefficient: 1,
};
/** All that a transformer may have. */
const EVERY: HasWeight = (name) => !/W_[xy]$/.test(name);

function ofBlocks(blocks: readonly BlockDescription[], changes: Partial<TrainingConfig> = {}): TrainingConfig {
  return small({ family: "blocks", blocks, ...changes });
}

describe("a list of blocks that a transformer's preset gives is that transformer", () => {
  const architectures = NORMALISATIONS.flatMap((normalisation) =>
    NORM_NAMES.flatMap((norm) =>
      [false, true].map((parallel) => ({ ...TRANSFORMER, normalisation, norm, parallel, gated: parallel })),
    ),
  );
  const others: readonly Partial<TransformerArchitecture>[] = [
    { keyHeads: 1, sharing: "strided" },
    { scale: 1 },
    { attentionCoefficient: 0.5, causal: false },
    { foldedFinalNorm: true },
    { positions: { scheme: "sinusoidal", base: 100, order: "halves" } },
    { positions: { scheme: "rotary", base: 100, pairs: "neighbours", values: 2 } },
  ];
  test.each([...architectures, ...others.map((other) => ({ ...TRANSFORMER, ...other }))])("%j", (architecture) => {
    for (const has of [EVERY, (name: string) => EVERY(name) && !/(^|[._])b(_|$)|ln_final/.test(name)]) {
      const blocks = blocksOf(architecture, has);
      const found = transformerOf(architecture, blocks, has);
      expect(found && blocksOf(found, has)).toEqual(blocks);
      const scaled = blocks.toSpliced(1, 0, layerScale.at("scaled.", "scaled."));
      expect(transformerOf(architecture, scaled, has)).toBeUndefined();
    }
  });
});

test("a run of such a list is read as its transformer, and every analyzer knows it", async () => {
  const path = join(folder(), "run");
  await trained(path, ofBlocks(blocksOf(TRANSFORMER, EVERY)));
  const run = await openRun(path);
  expect(run.network?.architecture).toMatchObject({ kind: "transformer", blocks: 2, normalisation: "pre" });
  const { results } = await analyzeAll(run, [analyzers.losses, analyzers.attention]);
  expect(results.map(({ analyzer }) => analyzer)).toEqual(["losses", "attention"]);
  for (const row of results[0].table.rows) {
    expect(row.train_difference).toBeCloseTo(0, 6);
    expect(row.test_difference).toBeCloseTo(0, 6);
  }
});

test("of another list what logits and weights tell is measured, and the rest says why not", async () => {
  const path = join(folder(), "run");
  const blocks = blocksOf({ ...TRANSFORMER, blocks: 1 }, EVERY).toSpliced(2, 0, layerScale.at("scaled.", "scaled."));
  await trained(path, ofBlocks(blocks));
  const run = await openRun(path);
  expect(run.network?.architecture).toEqual({ kind: "blocks", p: 13, sequence: ["a", "b", 13], firstToken: 0, blocks });
  const all = Object.values<Analyzer>(analyzers);
  const { results, skipped } = await analyzeAll(selected(run, { last: true }), all);
  expect(results.map(({ analyzer }) => analyzer)).toEqual(
    // A group of 13 elements has no cosets.
    all.filter(({ anyNetwork, name }) => anyNetwork && name !== "cosets").map(({ name }) => name),
  );
  for (const { analyzer, reason } of skipped)
    expect(reason, analyzer).toMatch(
      /list of other blocks|a list of its own|no transformer|one hidden layer|is no group|no subgroups|takes minutes/,
    );
  const given = await analyze(run, analyzers.restrictedLoss, { keys: [1, 2], variants: "every" });
  expect(given.table.rows.map(({ variant }) => variant)).not.toContain("neuron-level");
  expect(given.table.rows.every(({ all_loss }) => all_loss !== null)).toBe(true);
  const losses = await analyze(run, analyzers.losses);
  for (const row of losses.table.rows) expect(row.test_difference).toBeCloseTo(0, 6);
});

test("a list without neurons is measured too, by several analyzers at once", async () => {
  const path = join(folder(), "run");
  await trained(path, ofBlocks([embedding.at("", ""), unembedding.at("", "")], { epochs: 2, checkpoint_every: 1 }));
  const { results } = await analyzeAll(await openRun(path));
  expect(results.map(({ analyzer }) => analyzer)).toContain("excluded-loss");
  const losses = results.find(({ analyzer }) => analyzer === "losses")?.table.rows ?? expect.unreachable();
  for (const row of losses) expect(row.test_difference).toBeCloseTo(0, 6);
});

test("a run of a list of blocks goes on as if it had never ended; another list is refused", async () => {
  const [once, parts] = [folder(), folder()];
  const blocks = blocksOf(TRANSFORMER, EVERY);
  await trained(once, ofBlocks(blocks));
  await trained(parts, ofBlocks(blocks, { epochs: 5 }));
  await trained(parts, ofBlocks(blocks), { resume: true });
  const [whole, grown] = [contents(once), contents(parts)];
  for (const name of ["metrics.csv", "run.json", ".resume.safetensors", "checkpoints/epoch-000010.safetensors"])
    expect(grown[name] === whole[name], name).toBe(true);
  const other = blocks.map((block) => (block.block === "embedding" ? embedding.at("", "", { shared: false }) : block));
  await expect(trained(parts, ofBlocks(other), { resume: true })).rejects.toThrow(/was begun with blocks/);
});

test.each([
  ['embedding\\",', 'embeddinx\\",', /embeddinx/],
  ["[{", "[[", /blocks: no valid JSON/],
])("a checkpoint whose list has %s as %s is refused in a line", async (was, is, message) => {
  const path = join(folder(), "run");
  await trained(path, ofBlocks(blocksOf(TRANSFORMER, EVERY), { epochs: 0 }));
  const file = join(path, "checkpoints", "epoch-000000.safetensors");
  writeFileSync(file, readFileSync(file, "latin1").replace(was, is), "latin1");
  const refusal = await openRun(file).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(GrokError);
  expect(String(refusal)).toMatch(message);
});
