import { beforeAll, describe, expect, test } from "vitest";
import lottery from "#analyzers/lottery.js";
import { startBackend } from "#engine/backend.js";
import type { Model } from "#networks/model.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network, Run } from "#runs/run.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, randomTransformer } from "../_networks.ts";

let run: Run;
let found: Awaited<ReturnType<typeof asked>>;
const asked = (of: Run) => analyze(of, lottery);
beforeAll(async () => {
  await startBackend();
  run = await openRun("fixtures/quadratic-mlp");
  found = await asked(run);
});

/** The rows of one network, against what is said to have become of the neurons. */
function against(model: Model, network: Network, became: readonly number[]) {
  const stored = [
    { train: null, test: null },
    { train: null, test: null },
  ] as const;
  const options = { settled: 0.8, keys: undefined, rule: "logit-map" } as const;
  const chosen = { keys: [], none: null, rule: null, epoch: null };
  const rows = lottery.measure(model, {
    network,
    epoch: 0,
    last: false,
    stored,
    options,
    prepared: { became, chosen },
  });
  const dated = rows.map((row) => ({ epoch: 0, ...row }));
  const context = { history: [], options, prepared: { became, chosen } };
  return lottery.conclude?.({ columns: {} as never, rows: dated }, context);
}

/** What the initial weights of the run foretell of these outcomes. */
const initially = (became: readonly number[]) =>
  against(modelAt(run, run.checkpoints[0]), run.network as Network, became);

describe("a quadratic MLP that groks", () => {
  test("the product rule foretells from the initial weights what became of far more neurons than chance", () => {
    const { conclusion } = found;
    expect(conclusion).toMatchObject({ first_epoch: 0, epoch: 1200, all_neurons: 96, neurons: 96, frequencies: 11 });
    const product = conclusion?.rules.find(({ rule }) => rule === "product");
    expect(product?.right_share).toBeGreaterThan(0.3);
    expect(product?.foretells).toBe(true);
    expect(product?.half_epoch).toBe(100);
    expect(conclusion?.chance_share).toBe(1 / 11);
  });

  test("at the last checkpoint the output's magnitude is what became of them, by definition", () => {
    const last = found.table.rows.filter(({ epoch }) => epoch === 1200);
    expect(last.find(({ rule }) => rule === "output")?.right_share).toBe(1);
  });

  test("of the neurons handed round nothing is foretold by any rule", async () => {
    const options = { settled: 0.8, keys: undefined, rule: "logit-map" } as const;
    const became = (await lottery.prepare?.(run, options))?.became ?? [];
    expect(became).toHaveLength(96);
    expect(initially(became)?.rules.filter(({ foretells }) => foretells).length).toBeGreaterThan(3);
    for (const by of [1, 17, 40]) {
      const round = became.map((_, i) => became[(i + by) % became.length]);
      const rules = initially(round)?.rules ?? [];
      expect(rules).toHaveLength(7);
      for (const { rule, foretells, right_share, shuffled_share } of rules) {
        expect(foretells, `${rule} by ${by}`).toBe(false);
        expect(Math.abs((right_share ?? 1) - (shuffled_share ?? 0)), rule).toBeLessThan(0.12);
      }
    }
  });

  test("where all frequencies are key ones there is nothing to foretell of the network, which is said", () => {
    expect(found.conclusion?.key_frequencies).toMatchObject({ final: [], chance: null, p: null });
    expect(found.findings.map(({ value }) => value).join()).toContain("not sparse");
  });
});

test("of a network that has not been trained no neuron counts, and that is all that is said of them", async () => {
  const untrained = { ...run, checkpoints: run.checkpoints.slice(0, 1) };
  const { conclusion, findings, table } = await asked(untrained);
  expect(conclusion).toMatchObject({ neurons: 0, majority_share: null, final_frequencies: [] });
  for (const { right_share, right_low, shuffled_share } of table.rows)
    expect([right_share, right_low, shuffled_share]).toEqual([null, null, null]);
  for (const { foretells } of conclusion?.rules ?? []) expect(foretells).toBe(false);
  expect(findings.map(({ label }) => label)).toEqual([
    "neurons that count",
    "key frequencies foretold at epoch 0 by product",
  ]);
});

test("of random weights no rule foretells a random outcome, over ten networks", () => {
  const of = task("addition", 17);
  let foretold = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const model = randomTransformer({ ...MAINLINE, p: 17, sequence: ["a", "b", 17] }, { seed, neurons: 64 });
    const network = { architecture: model.architecture, task: of, split: undefined };
    const became = Array.from({ length: 64 }, (_, i) => 1 + ((i * 5 + seed) % 8));
    foretold += against(model, network, became)?.rules.filter(({ foretells }) => foretells).length ?? 0;
  }
  // In one network of forty any of the rules would by chance.
  expect(foretold).toBeLessThanOrEqual(1);
});

test("of a transformer with key frequencies the network's are foretold too", async () => {
  const tiny = await openRun("fixtures/tiny");
  const ends = { ...tiny, checkpoints: [tiny.checkpoints[0], tiny.checkpoints[tiny.checkpoints.length - 1]] };
  const { conclusion, table } = await asked(ends);
  expect(conclusion?.key_frequencies.final).toEqual([3, 11, 13]);
  expect(conclusion?.key_frequencies.chance).toBeCloseTo(9 / 14, 12);
  const last = table.rows.filter(({ epoch }) => epoch === 6000);
  expect(last.find(({ rule }) => rule === "product")).toMatchObject({ keys: [3, 11, 13], key_share: 1 });
  expect(last[0].key_p).toBeCloseTo(1 / 364, 12);
});

test("it says in words where it does not apply", async () => {
  const reasons = async (path: string) => lottery.applies?.(await openRun(path));
  expect(await reasons("fixtures/tasks/quadratic")).toMatch(/no cyclic group/);
  expect(await reasons("fixtures/layouts/structural/nn-transformer")).toMatch(/earlier blocks/);
});
