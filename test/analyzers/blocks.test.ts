import { beforeAll, describe, expect, test } from "vitest";
import ablations from "#analyzers/ablations.js";
import attention from "#analyzers/attention.js";
import fourier from "#analyzers/fourier.js";
import inputMaps from "#analyzers/input-maps.js";
import logitMap from "#analyzers/logit-map.js";
import neurons from "#analyzers/neurons.js";
import sparsity from "#analyzers/sparsity.js";
import { startBackend } from "#engine/backend.js";
import { forward, neuronsOf } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import type { Tensor } from "#numerics/tensor.js";
import { attentionPatterns, patternMoments } from "#quantities/attention-pattern.js";
import { attentionMaps } from "#quantities/input-maps.js";
import { neuronFrequencies } from "#quantities/neuron-frequencies.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Network, Run } from "#runs/run.js";
import { selected } from "#runs/select.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, randomTransformer } from "../_networks.ts";
import { naiveShares } from "../quantities/_naive.ts";
import { randomMlp } from "../quantities/_split-networks.ts";
import { runOf, withIdleBlock } from "./_two-blocks.ts";

/** Losses are sums of exponentials of float32 logits, which the way through a second block rounds otherwise. */
const CLOSE = 1e-6;
const ANALYZERS = [neurons, attention, ablations, inputMaps, logitMap, sparsity, fourier];

let one: Run;
let run: Run;
beforeAll(async () => {
  await startBackend();
  run = await openRun("fixtures/tiny");
  one = runOf(run, modelAt(run, run.checkpoints.at(-1) ?? expect.unreachable()));
});

describe.each(ANALYZERS.map((analyzer) => [analyzer.name, analyzer as never] as const))("%s", (name, analyzer) => {
  test.each([
    [0, 1],
    [1, 0],
  ] as const)(
    "what block %i computes beside a block %i that does nothing is what it computes alone",
    async (busy, idle) => {
      const two = runOf(run, withIdleBlock(modelAt(one, one.checkpoints[0]), idle));
      const alone = await rowsOf(one, analyzer);
      const both = await rowsOf(two, analyzer);
      const own = [...ofBlock(both, null), ...ofBlock(both, busy)];
      const expected = [...ofBlock(alone, null), ...ofBlock(ofFirst(alone, name, busy), 0)];
      expectClose(own.map(blockless), expected.map(blockless));
      expect(both.some(({ block }) => block === idle)).toBe(true);
      // One block asked for is that part of all.
      const { table } = await analyze(two, analyzer, { block: busy } as never);
      expect([...ofBlock(table.rows, null), ...ofBlock(table.rows, busy)]).toEqual(own);
      expect(table.rows).toHaveLength(own.length);
    },
  );

  test("it looks at each block, the last or one, and says which there are", async () => {
    const two = runOf(run, withIdleBlock(modelAt(one, one.checkpoints[0])));
    await expect(analyze(two, analyzer, { block: 2 } as never)).rejects.toThrow(/--block: there is no block 2; .*0, 1/);
    const last = await analyze(two, analyzer, { block: "last" } as never);
    expect(new Set(last.table.rows.map(({ block }) => block ?? 1))).toEqual(new Set([1]));
    const each = await analyze(two, analyzer);
    const named = (findings: typeof each.findings) => findings.filter(({ label }) => /^block \d/.test(label));
    expect(named(each.findings).length).toBeGreaterThan(0);
    expect(named((await analyze(one, analyzer)).findings)).toEqual([]);
  });
});

describe("what a hook sees of a block is what is measured of it", () => {
  const P = 7;
  const form = cyclicForm(task("addition", P)) as CyclicForm;
  const sequence = ["a", "b", P] as const;
  const transformer = randomTransformer({ ...MAINLINE, p: P, sequence, blocks: 2 }, { biases: true });

  test.each([
    ["a transformer", transformer, ["blocks.0.mlp.hook_post", "blocks.1.mlp.hook_post"]],
    ["an MLP of two layers", randomMlp(P), ["layers.0.hook_post", "layers.1.hook_post"]],
  ] as const)("the neurons of %s, their frequencies and shares", (_, model, names) => {
    for (const [block, name] of names.entries()) {
      const seen = seenAt(model, name);
      expect(neuronsOf(model, block).data).toEqual(seen.data);
      const shares = naiveShares(model, form, seen as never);
      const { frequency, share } = neuronFrequencies(model, form, block);
      for (const [i, row] of shares.entries()) {
        const best = Math.max(...row);
        if (Number.isNaN(best)) expect(frequency[i]).toBe(0);
        else {
          expect(share[i]).toBeCloseTo(best, 6);
          // Of a neuron that is unusual at one pair alone all frequencies explain as much.
          expect(row[frequency[i] - 1]).toBeCloseTo(best, 6);
        }
      }
    }
  });

  test("the attention of both blocks, its means and maps", () => {
    for (const block of [0, 1]) {
      const { data, shape } = seenAt(transformer, `blocks.${block}.attn.hook_pattern`);
      const [pairs, heads, positions] = shape;
      const toA = (h: number) => Float32Array.from({ length: pairs }, (_, s) => data[(s * heads + h) * positions]);
      expect(attentionMaps(transformer, block)).toEqual(Array.from({ length: heads }, (_, h) => toA(h)));
      const { mean } = patternMoments(attentionPatterns(transformer)[block]);
      for (let h = 0; h < heads; h++)
        expect(mean[h * positions]).toBeCloseTo(toA(h).reduce((sum, x) => sum + x, 0) / pairs, 6);
    }
  });

  test("an MLP's earlier layer has clusters, and no W_L: phases of what it writes are null, and it is said", async () => {
    const mlp = randomMlp(29);
    const of = { ...one, network: { ...(one.network as Network), task: task("addition", 29) } };
    const { table } = await analyze(runOf(of, mlp), neurons, { rows: "every" });
    const written = table.rows.filter(({ group, phase_output }) => group === "neuron" && phase_output !== null);
    expect(new Set(written.map(({ block }) => block))).toEqual(new Set([1]));
    const { findings } = await analyze(runOf(of, mlp), logitMap);
    expect(findings.find(({ label }) => label === "block 0: W_L")?.value).toMatch(/later layers alone/);
  });
});

test("of two trained blocks the second has the waves of a + b, and the first is needed all the same", async () => {
  const trained = selected(await openRun("fixtures/two-blocks"), { last: true });
  const { conclusion, table } = await analyze(trained, ablations);
  const { frequencies = [], key_frequencies, block_count } = conclusion ?? {};
  expect([key_frequencies?.keys, block_count]).toEqual([[1, 6], 2]);
  const intact = table.rows[0].all_loss;
  const without = (block: number) =>
    frequencies.find((one) => one.block === block && one.what === "all keys")?.all_loss;
  expect((without(0) ?? 0) - intact).toBeLessThan(0.01);
  expect((without(1) ?? 0) - intact).toBeGreaterThan(5);
  const mlps = table.rows.filter(({ component, kind }) => component === "mlp" && kind === "zero");
  expect(mlps.map(({ block }) => block)).toEqual([0, 1]);
  for (const { all_loss } of mlps) expect(all_loss).toBeGreaterThan(10);
});

/** An activation at the last position, for all pairs. */
function seenAt(model: Model, name: string): Tensor {
  let found: Tensor | undefined;
  const hook = (value: Tensor) => {
    found = value;
    return undefined;
  };
  forward(model, { hooks: { [name]: { position: -1, hook } } });
  return found ?? expect.unreachable();
}

type AnyRow = Readonly<Record<string, unknown>>;

async function rowsOf(of: Run, analyzer: never): Promise<readonly AnyRow[]> {
  return (await analyze(of, analyzer)).table.rows;
}

/** C_j is of the first block alone: where that is idle, the head that decides has none. */
function ofFirst(rows: readonly AnyRow[], name: string, busy: number): readonly AnyRow[] {
  if (name !== "attention" || busy === 0) return rows;
  return rows.map((row) => ({ ...row, frequency: null, fve: null, scores: null }));
}

function ofBlock(rows: readonly AnyRow[], block: number | null): readonly AnyRow[] {
  return rows.filter((row) => row.block === block);
}

function blockless({ block: _, ...row }: AnyRow): AnyRow {
  return row;
}

function expectClose(found: readonly AnyRow[], expected: readonly AnyRow[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, row] of expected.entries()) {
    for (const [name, value] of Object.entries(row)) {
      const [x, y] = [found[i][name], value].map((one) => (Array.isArray(one) ? one : [one]));
      const close = x.length === y.length && x.every((one, j) => isClose(one, y[j]));
      if (!close)
        expect.fail(`${name} of row ${i}, ${JSON.stringify(row).slice(0, 200)}: ${x.slice(0, 5)} for ${y.slice(0, 5)}`);
    }
  }
}

function isClose(x: unknown, y: unknown): boolean {
  if (typeof x !== "number" || typeof y !== "number") return x === y;
  return Math.abs(x - y) <= CLOSE * Math.max(1, Math.abs(y));
}
