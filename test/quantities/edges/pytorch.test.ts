import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import type { Carried } from "#quantities/edges/carried.js";
import type { Edge } from "#quantities/edges/composed.js";
import { cutEffects } from "#quantities/edges/exact-effects.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Checkpoint, Network } from "#runs/run.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";

beforeAll(async () => {
  await startBackend();
});

/** float32 here, float64 there: of logits of about 40, and of losses that follow from their differences. */
const FLOAT32 = 1e-5;

interface Expected {
  readonly keys: readonly number[];
  readonly rows: readonly {
    readonly cut: string | null;
    readonly frequencies: readonly number[];
    readonly train: number;
    readonly test: number;
  }[];
}

test("edges cut on fixtures/tiny leave what PyTorch's own cuts leave", async () => {
  const { keys, rows } = JSON.parse(readFileSync("fixtures/edges/tiny.json", "utf8")) as Expected;
  const run = await openRun("fixtures/tiny");
  const network = run.network as Network;
  const form = cyclicForm(network.task) as CyclicForm;
  const model = modelAt(run, run.checkpoints.at(-1) as Checkpoint);
  const named = (wanted: string | null) => (edges: readonly Edge[]) =>
    edges.filter(({ from, to }) => `${from.name} → ${to.name}` === wanted);
  const { cut } = cutEffects(model, network, form, keys, (edges) => rows.map((row) => named(row.cut)(edges)));
  expect(rows).toHaveLength(1 + 8 + 4);
  for (const [i, row] of rows.entries()) {
    const found = cut[i] as Carried;
    for (const [j, value] of row.frequencies.entries())
      expect(Math.abs(found.frequencies[j] / value - 1), `${row.cut}, ${keys[j]}`).toBeLessThan(FLOAT32);
    for (const part of ["train", "test"] as const)
      expect(Math.abs(Number(found[part]) / row[part] - 1), `${row.cut}, ${part}`).toBeLessThan(100 * FLOAT32);
  }
});
