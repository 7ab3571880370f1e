import { spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import * as analyzers from "#analyzers/index.js";
import { analyzeAll } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { json, outOf, PATIENCE, start, TINY } from "../cli/_cli.ts";

const ASKED = ["losses", TINY, "--epochs", "0..1000"];
const childrenOf = (pid: number) =>
  spawnSync("ps", ["-o", "pid=", "--ppid", `${pid}`], { encoding: "utf8" })
    .stdout.split("\n")
    .map(Number)
    .filter(Boolean);

// The children of a process are asked for as Linux's ps has it.
test.skipIf(process.platform !== "linux")(
  "what a process had in hand that was killed is done by the one that started it",
  async () => {
    const { child, ended } = start([...ASKED, "--threads", "2", "--json"]);
    let others: readonly number[] = [];
    while (others.length === 0 && child.exitCode === null) {
      await pause(20);
      others = childrenOf(child.pid as number);
    }
    expect(others.length).toBeGreaterThan(0);
    process.kill(others[0], "SIGKILL");
    const { provenance: _, ...found } = JSON.parse(outOf(await ended));
    const { provenance, ...whole } = await json([...ASKED, "--threads", "1"]);
    expect(provenance.checkpoints.length).toBeGreaterThan(8);
    expect(found).toEqual(whole);
  },
  PATIENCE,
);

test(
  "an answer that cannot be taken ends the pass, whoever gave it, and not only when all are there",
  async () => {
    const run = await openRun(TINY);
    let told = 0;
    let others: number | undefined;
    const { losses, restrictedLoss, excludedLoss, ablations } = analyzers;
    const analysis = analyzeAll(run, [losses, restrictedLoss, excludedLoss, ablations], {
      threads: 3,
      onProgress: () => {
        told++;
        if (told <= 4) return;
        others ??= childrenOf(process.pid).length;
        throw new RangeError("nobody listens");
      },
    });
    await expect(analysis).rejects.toThrow("nobody listens");
    expect(told).toBeLessThan(10);
    if (process.platform === "linux") expect(others).toBeGreaterThan(0);
  },
  PATIENCE,
);
