import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { DivergedError } from "#errors.js";
import { takeLock } from "#runs/_lock.js";
import { mergeSweeps } from "#sweeps/merge.js";
import { lockFile, outcomeOf } from "#sweeps/outcome.js";
import { readPlan, runFolderOf, sweepPlan } from "#sweeps/plan.js";
import { runCell } from "#sweeps/run-cell.js";
import { runCells } from "#sweeps/run-cells.js";
import { manifest, slurmScript } from "#sweeps/scripts.js";
import { missingCells, sweepStatus } from "#sweeps/status.js";
import { trainRun } from "#training/train-run.js";
import { contents, folder, metricsOf, small } from "../training/_small.ts";
import { planned } from "./_sweeps.ts";

describe("training for a sweep", () => {
  test("in one thread gives the bytes of two", async () => {
    const [one, two] = [join(folder(), "one"), join(folder(), "two")];
    // Enough pairs for two shards.
    await trainRun(one, small({ p: 17, epochs: 12 }), { threads: 1 });
    await trainRun(two, small({ p: 17, epochs: 12 }), { threads: 2 });
    expect(contents(one)).toEqual(contents(two));
  });

  test("keeps the last checkpoint alone, and goes on from it to the same bytes", async () => {
    const config = small({ epochs: 20 });
    const [whole, cut] = [join(folder(), "whole"), join(folder(), "cut")];
    await trainRun(whole, config, { threads: 1, checkpoints: "last" });
    expect(Object.keys(contents(whole)).filter((name) => name.startsWith("checkpoints"))).toEqual([
      "checkpoints/epoch-000020.safetensors",
    ]);
    const fault = new Error("cut");
    const stop = ({ epoch }: { readonly epoch: number }) => {
      if (epoch === 12) throw fault;
    };
    await expect(trainRun(cut, config, { threads: 1, checkpoints: "last", onEpoch: stop })).rejects.toBe(fault);
    await trainRun(cut, config, { threads: 1, checkpoints: "last", resume: true });
    expect(contents(cut)).toEqual(contents(whole));
  });

  test("until it has seen enough, however often it is begun again", async () => {
    const config = small({ epochs: 30, evaluate_every: 2, checkpoint_every: 7 });
    const until = () => {
      let evaluations = 0;
      return ({ test_loss }: { readonly test_loss: number | null }) => test_loss !== null && ++evaluations === 9;
    };
    const [whole, cut] = [join(folder(), "whole"), join(folder(), "cut")];
    // Evaluated at 0, 2, 4, 6, 7, 8, 10, 12, 14.
    expect(await trainRun(whole, config, { until: until() })).toMatchObject({
      enough: true,
      stopped: false,
      last: { epoch: 14 },
    });
    const fault = new Error("cut");
    const stop = ({ epoch }: { readonly epoch: number }) => {
      if (epoch === 13) throw fault;
    };
    await expect(trainRun(cut, config, { until: until(), onEpoch: stop })).rejects.toBe(fault);
    for (let again = 0; again < 2; again++)
      expect(await trainRun(cut, config, { until: until(), resume: true })).toMatchObject({
        enough: true,
        last: { epoch: 14 },
      });
    expect(contents(cut)).toEqual(contents(whole));
  });

  test("a loss that does not come back has an error of its own", async () => {
    const config = small({ optimiser: "sgd", learning_rate: 1e30, epochs: 50 });
    await expect(trainRun(join(folder(), "run"), config)).rejects.toBeInstanceOf(DivergedError);
  });
});

test("one that diverges is recorded and stops no other; a second time nothing is run", async () => {
  const list = [{ weight_decay: 0 }, { optimiser: "sgd", learning_rate: 1e30 }, { weight_decay: 1 }];
  const plan = planned(folder(), { list });
  const ends: string[] = [];
  await runCells(plan, { jobs: 2, onEnd: (_, outcome) => ends.push(outcome === "held" ? outcome : outcome.end) });
  expect(ends.toSorted()).toEqual(["diverged", "finished", "finished"]);
  expect(outcomeOf(plan, plan.cells[1])).toMatchObject({
    end: "diverged",
    epoch: null,
    reason: expect.stringMatching(/train loss/),
  });
  expect(missingCells(plan)).toEqual([]);
  expect(sweepStatus(plan).map(({ state, epoch }) => [state, epoch])).toEqual([
    ["finished", 60],
    ["diverged", null],
    ["finished", 60],
  ]);
  const before = contents(plan.folder);
  await runCells(plan, { jobs: 1, onEnd: () => expect.unreachable() });
  expect(contents(plan.folder)).toEqual(before);
});

test("what cannot be written is recorded as failed, and tried again", async () => {
  const plan = planned(folder(), {});
  const [cell] = plan.cells;
  writeFileSync(runFolderOf(plan, cell), "in the way");
  expect(await runCell(plan, cell)).toMatchObject({ end: "failed", reason: expect.stringMatching(/is a file/) });
  expect(missingCells(plan)).toEqual([cell]);
  expect(sweepStatus(plan)[0].state).toBe("failed");
});

test("a cell that a living process has in hand is left to it", async () => {
  const plan = planned(folder(), {});
  const [cell] = plan.cells;
  writeFileSync(
    lockFile(plan, cell),
    JSON.stringify({ host: hostname(), pid: process.pid, token: "theirs", epoch: 20 }),
  );
  expect(await runCell(plan, cell)).toBe("held");
  expect(existsSync(runFolderOf(plan, cell))).toBe(false);
  expect(sweepStatus(plan)[0]).toMatchObject({ state: "running", epoch: 20 });
});

test("a cell that another process took over is left to it, and says nothing of its own end", async () => {
  const plan = planned(folder(), { settings: { epochs: 10 ** 6 } });
  const [cell] = plan.cells;
  const running = runCell(plan, cell);
  while (!existsSync(lockFile(plan, cell))) await setTimeout(1);
  writeFileSync(lockFile(plan, cell), JSON.stringify({ host: "elsewhere", pid: 1, token: "theirs", epoch: 20 }));
  expect(await running).toBe("held");
  expect(outcomeOf(plan, cell)).toBeUndefined();
});

test("a record of an end that is damaged is said", () => {
  const plan = planned(folder(), {});
  const file = join(plan.folder, "cells", `${plan.cells[0]?.name}.json`);
  writeFileSync(file, "{");
  expect(() => missingCells(plan)).toThrow(`${file}: cannot be read`);
});

test("shards that are merged are the sweep of one folder, to the byte", async () => {
  const spec = { grid: { weight_decay: [0, 1], seed: [0, 1] } };
  const [whole, ...shards] = [folder(), folder(), folder()].map((at) => planned(at, spec));
  for (const cell of whole.cells) await runCell(whole, cell);
  for (const [i, shard] of shards.entries())
    for (const cell of shard.cells.filter(({ index }) => index % 2 === i)) await runCell(shard, cell);
  const into = join(folder(), "merged");
  expect(mergeSweeps(into, [shards[0].folder])).toEqual({ copied: 2, had: 0, missing: 2 });
  const [, begun] = whole.cells;
  await trainRun(runFolderOf({ ...whole, folder: into }, begun), { ...begun.config, epochs: 20 }, { threads: 1 });
  const lock = takeLock(lockFile({ ...whole, folder: into }, begun));
  expect(() => mergeSweeps(into, [shards[1].folder])).toThrow(/is in hand of .*, process \d+; merge when it has ended/);
  lock?.release();
  expect(
    mergeSweeps(
      into,
      shards.map((shard) => shard.folder),
    ),
  ).toEqual({ copied: 2, had: 2, missing: 0 });
  expect(contents(join(into, "runs"))).toEqual(contents(join(whole.folder, "runs")));
  expect(readFileSync(join(into, "sweep.json"))).toEqual(readFileSync(join(whole.folder, "sweep.json")));
  expect(missingCells(readPlan(into))).toEqual([]);
  const other = planned(folder(), { grid: { weight_decay: [2], seed: [0, 1] } });
  expect(() => mergeSweeps(into, [other.folder])).toThrow(/is of another plan than/);
});

test("until ends a run with its last evaluations, and says so", async () => {
  const until = { measure: "train_loss", value: 100, evaluations: 2 } as const;
  const plan = planned(folder(), { settings: { evaluate_every: 7 }, until });
  expect(await runCell(plan, plan.cells[0])).toMatchObject({ end: "enough", epoch: 10 });
  expect(metricsOf(runFolderOf(plan, plan.cells[0])).at(-1)).toMatchObject({ epoch: 10 });
});

test("scripts: one command a line for each run, and an array of what is missing", () => {
  const plan = sweepPlan("/a b/it's", { grid: { seed: [0, 1] } });
  expect(manifest(plan, "npx grok-analyze")).toBe(
    [0, 1].map((i) => `npx grok-analyze sweep run '/a b/it'\\''s' --index ${i}\n`).join(""),
  );
  const script = slurmScript(plan, [0, 2, 3], { command: "grok-analyze", sbatch: ["time=1:00:00"], atOnce: 4 });
  expect(script).toMatch(/^#!\/bin\/sh\n(#SBATCH --\S.*\n)+exec grok-analyze sweep run '\/a b\/it'\\''s'\n$/);
  expect(script).toContain("#SBATCH --array=0,2-3%4\n");
  expect(script).toContain("#SBATCH --time=1:00:00\n");
});
