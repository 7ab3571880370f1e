import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folder, grok, MAIN, PATIENCE, start, TINY } from "../cli/_cli.ts";

const SMALL = "--preset tiny --p 11 --d-model 8 --heads 2 --neurons 8 --epochs 1000000 --checkpoint-every 10".split(
  " ",
);

test.skipIf(!existsSync("/dev/full"))(
  "a stdout that takes no more ends a command with a line and 1, a stderr that takes none changes nothing",
  () => {
    const full = openSync("/dev/full", "w");
    for (const args of [["info", TINY, "--json"], ["--help"]]) {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^error: standard output: cannot be written: ENOSPC[^\n]*; free space[^\n]*\n$/);
    }
    expect(spawnSync(process.execPath, [MAIN, "inform"], { stdio: ["ignore", "pipe", full] }).status).toBe(2);
    closeSync(full);
  },
  PATIENCE,
);

test(
  "a run is trained by one process at a time; the end of its terminal stops it with a checkpoint and 129, and its lock ends with it",
  async () => {
    const path = join(folder(), "run");
    const { child, ended } = start(["train", path, ...SMALL, "--json"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((begun) => child.stdout.once("data", begun));
    const { code, out, err } = await grok(["train", path, ...SMALL, "--resume"]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^error: [^\n]*run: is being trained by process \d+ on [^\n]*, at epoch \d+; wait until[^\n]*\n$/,
    );
    expect(err).toContain(`process ${child.pid} on ${hostname()}`);
    child.kill("SIGHUP");
    expect(await ended).toMatchObject({ code: 129, signal: null, err: "" });
    expect(readdirSync(path).sort()).toEqual([".resume.safetensors", "checkpoints", "metrics.csv", "run.json"]);
  },
  PATIENCE,
);

test(
  "a run's name that leaves no room for an ending is cut, and told from others that are cut alike",
  async () => {
    const at = folder();
    const names = ["a", "b"].map((end) => `${"n".repeat(249)}${end}.csv`);
    const rows = Array.from({ length: 9 }, (_, i) => `${i},${9 - i},${9 - i}`).join("\n");
    for (const name of names) {
      writeFileSync(join(at, name), `epoch,train_loss,test_loss\n${rows}\n`);
      expect(await grok(["analyze", name, "--only", "phases"], { cwd: at })).toMatchObject({ code: 0, err: "" });
    }
    const made = readdirSync(at).filter((name) => name.endsWith("-analysis"));
    expect(made).toHaveLength(2);
    for (const name of made) {
      expect(name).toMatch(/^n{200,}-[0-9a-f]{8}-analysis$/);
      expect(readFileSync(join(at, name, "phases.json"), "utf8")).toContain("n".repeat(249));
    }
  },
  PATIENCE,
);
