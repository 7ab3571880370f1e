import { beforeAll, describe, expect, test } from "vitest";
import ablations from "#analyzers/ablations.js";
import attention from "#analyzers/attention.js";
import inputMaps from "#analyzers/input-maps.js";
import logitMap from "#analyzers/logit-map.js";
import neurons from "#analyzers/neurons.js";
import sparsity from "#analyzers/sparsity.js";
import { startBackend } from "#engine/backend.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { runOf, withIdleBlock } from "./_two-blocks.ts";

/** Losses are sums of exponentials of float32 logits, which the way through a second block rounds otherwise. */
const CLOSE = 1e-6;
const ANALYZERS = [neurons, attention, ablations, inputMaps, logitMap, sparsity];

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
