import { spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { json, outOf, PATIENCE, start, TINY } from "../cli/_cli.ts";

const ASKED = ["losses", TINY, "--epochs", "0..1000"];
const childrenOf = (pid: number) =>
  spawnSync("ps", ["-o", "pid=", "--ppid", `${pid}`], { encoding: "utf8" })
    .stdout.split("\n")
    .map(Number)
    .filter(Boolean);

test.skipIf(spawnSync("ps").status !== 0)(
  "what a process had in hand that was killed is done by the one that started it",
  async () => {
    const { child, ended } = start([...ASKED, "--threads", "2", "--json"]);
    let others: readonly number[] = [];
    while (others.length === 0 && child.exitCode === null) {
      await pause(1);
      others = childrenOf(child.pid as number);
    }
    expect(others).toHaveLength(1);
    process.kill(others[0], "SIGKILL");
    const { provenance: _, ...found } = JSON.parse(outOf(await ended));
    const { provenance, ...whole } = await json([...ASKED, "--threads", "1"]);
    expect(provenance.checkpoints.length).toBeGreaterThan(8);
    expect(found).toEqual(whole);
  },
  PATIENCE,
);
