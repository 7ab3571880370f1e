import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { contents } from "../training/_small.ts";
import { apart, file, folder, grok, outOf, PATIENCE, printed, start } from "./_cli.ts";

/** Four runs of a tenth of a second each. */
const SPEC = {
  preset: "tiny",
  settings: { p: 11, d_model: 8, heads: 2, neurons: 8, epochs: 200, checkpoint_every: 10 },
  grid: { weight_decay: [0, 1], seed: [0, 1] },
};
const spec = (changes: object = {}) => file("spec.json", JSON.stringify({ ...SPEC, ...changes }));
const runs = (at: string) => contents(join(at, "runs"));

test(
  "killed at any moment and begun again, all runs are in the end as if it had not been, to the byte; then results",
  async () => {
    const whole = join(folder(), "sweep");
    const out = await printed(["sweep", spec(), "-o", whole, "--jobs", "2"]);
    expect(out).toMatch(
      /^4 runs, 800 epochs at most, \d+ KiB of disk\nabout \d+ s in 2 processes here, if none slows another\n/,
    );
    expect(out.match(/^\d of 4: run \d \(weight_decay \d, seed \d\): finished at epoch 200, /gm)).toHaveLength(4);
    expect(out).toMatch(/^4 of 4 runs have results: /m);
    const cut = join(folder(), "sweep");
    await printed(["sweep", "plan", spec(), "-o", cut]);
    let killed = 0;
    for (let attempt = 0; attempt < 3; attempt++) {
      const { child, ended } = start(["sweep", "run", cut, "--jobs", "2"]);
      // As soon as a run has got further than the last time.
      const before = existsSync(join(cut, "runs")) ? JSON.stringify(checkpoints(cut)) : "";
      const timer = setInterval(() => {
        if (existsSync(join(cut, "runs")) && JSON.stringify(checkpoints(cut)) !== before) child.kill("SIGKILL");
      }, 5);
      const { signal } = await ended;
      clearInterval(timer);
      if (signal !== "SIGKILL") break;
      killed++;
    }
    expect(killed).toBeGreaterThan(1);
    await printed(["sweep", spec(), "-o", cut, "--jobs", "2"]);
    expect(runs(cut)).toEqual(runs(whole));
    const figures = (at: string) =>
      Object.entries(contents(join(at, "results"))).filter(([name]) => !name.startsWith("table."));
    expect(figures(cut)).toEqual(figures(whole));
    expect(figures(whole).map(([name]) => name)).toEqual([
      "captions.md",
      "comparison.html",
      "critical.csv",
      "curves.svg",
      "delay-by-weight-decay.svg",
      "share-by-weight-decay.svg",
    ]);
    expect(readFileSync(join(whole, "results", "table.csv"), "utf8").split("\r\n")).toHaveLength(6);
    expect(await printed(["sweep", "missing", cut])).toBe("");
  },
  PATIENCE,
);

/** The checkpoints that runs have so far. */
function checkpoints(at: string): readonly string[] {
  return readdirSync(join(at, "runs"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".safetensors"),
  );
}

test(
  "plan, run one by --index or by a job array's variable, missing, status, merge: as the sweep of one folder",
  async () => {
    const at = join(folder(), "sweep");
    const args = ["--preset", "tiny", "--set", "epochs=20", "--set", "p=7", "--set", "d-model=4", "--set", "neurons=8"];
    const grid = ["--grid", "weight-decay=0,1", "--grid", "seed=0,1"];
    expect(await printed(["sweep", "plan", ...args, ...grid, "-o", at])).toMatch(/manifest\.txt, 4 runs\n$/);
    const lines = readFileSync(join(at, "manifest.txt"), "utf8").trim().split("\n");
    expect(lines).toEqual([0, 1, 2, 3].map((i) => `grok-analyze sweep run ${at} --index ${i}`));
    expect(await printed(["sweep", "missing", at])).toBe("0-3\n");
    expect(await printed(["sweep", "missing", at, "--from-one"])).toBe("1-4\n");
    const env = (variables: object) => ({ env: { ...process.env, ...variables } });
    const [shard] = [join(folder(), "shard")];
    await printed(["sweep", "plan", ...args, ...grid, "-o", shard]);
    expect(await printed(["sweep", "run", at, "--index", "2"])).toMatch(
      /^run 2 \(weight_decay 1, seed 0\): finished at epoch 20/,
    );
    await printed(["sweep", "run", at], env({ SLURM_ARRAY_TASK_ID: "0" }));
    await printed(["sweep", "run", shard], env({ SGE_TASK_ID: "2" }));
    expect(await printed(["sweep", "missing", at])).toBe("1,3\n");
    expect(await printed(["sweep", "status", at])).toMatch(/\n4 runs: 2 finished, 2 waiting\n$/);
    expect(await printed(["sweep", "merge", shard, "-o", at])).toMatch(
      /: 1 runs copied, 2 were there, 1 are missing\n$/,
    );
    expect(await printed(["sweep", "run", at, "--jobs", "1"])).toMatch(/^1 of 1: run 3 /);
    const whole = join(folder(), "whole");
    await printed(["sweep", "plan", ...args, ...grid, "-o", whole]);
    await printed(["sweep", "run", whole]);
    expect(runs(at)).toEqual(runs(whole));
  },
  PATIENCE,
);

test("Ctrl-C ends all at once, and exits 130; nothing that is begun is lost", async () => {
  const at = join(folder(), "sweep");
  const settings = { ...SPEC.settings, epochs: 100_000 };
  await printed(["sweep", "plan", spec({ settings }), "-o", at]);
  const { child, ended } = start(["sweep", "run", at, "--jobs", "2"]);
  const timer = setInterval(() => {
    if (checkpoints(at).length < 2) return;
    clearInterval(timer);
    child.kill("SIGINT");
  }, 20);
  const { code, signal, out } = await ended;
  expect({ code, signal, out }).toEqual({ code: 130, signal: null, out: "stopped: the same command goes on\n" });
  expect(await printed(["sweep", "status", at])).toMatch(/\n4 runs: 4 waiting\n$/);
  expect(checkpoints(at).length).toBeGreaterThan(1);
});

test("two processes that run one plan at once run each of it once", async () => {
  const [at, whole] = [join(folder(), "sweep"), join(folder(), "sweep")];
  for (const one of [at, whole]) await printed(["sweep", "plan", spec(), "-o", one]);
  const ended = (await Promise.all([1, 2].map(() => apart(["sweep", "run", at, "--jobs", "1"])))).map(outOf);
  await printed(["sweep", "run", whole]);
  expect(runs(at)).toEqual(runs(whole));
  expect(await printed(["sweep", "status", at])).toMatch(/\n4 runs: 4 finished\n$/);
  // What the other had in hand or had ended was not run again: its record is the other's.
  const seconds = ended.flatMap((out) =>
    Array.from(out.matchAll(/run (\d) .* ([\d.]+) s$/gm), ([, run, time]) => `${run} ${time}`),
  );
  expect(new Set(seconds.map((one) => one[0]))).toEqual(new Set(["0", "1", "2", "3"]));
  expect(new Set(seconds).size).toBe(4);
});

describe("slurm", () => {
  test("submits what is missing, and shows the script", async () => {
    const at = join(folder(), "sweep");
    const bin = folder();
    writeFileSync(join(bin, "sbatch"), '#!/bin/sh\ncp "$1" "$0.got"\necho Submitted batch job 7\n', { mode: 0o755 });
    await printed(["sweep", "plan", spec(), "-o", at]);
    await printed(["sweep", "run", at, "--index", "1"]);
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
    const out = await printed(["sweep", "submit", at, "--sbatch", "time=10:00", "--at-once", "2"], { env });
    expect(out).toContain("#SBATCH --array=0,2-3%2\n");
    expect(out).toContain("#SBATCH --time=10:00\n");
    expect(out).toMatch(/exec grok-analyze sweep run .*\nwrote .*submit\.sh\nSubmitted batch job 7\n$/);
    expect(out.startsWith(readFileSync(join(bin, "sbatch.got"), "utf8"))).toBe(true);
  });

  test("says where there is no sbatch", async () => {
    const at = join(folder(), "sweep");
    mkdirSync(at);
    const { code, err } = await grok(["sweep", spec(), "-o", at, "--executor", "slurm"], { env: { PATH: folder() } });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^error: sbatch: cannot be started: .*; hand .*submit\.sh to it.*\n$/),
    });
  });
});

test("--dry-run prints the runs and what they take, and writes nothing", async () => {
  const at = join(folder(), "sweep");
  const out = await printed(["sweep", spec(), "-o", at, "--dry-run", "--jobs", "1"]);
  expect(out).toMatch(/^0 weight_decay-0_seed-0\n(.*\n){3}4 runs, 800 epochs at most, .*\nabout .* in 1 process here/);
  expect(existsSync(at)).toBe(false);
});

test("what a file gives run by run is not changed from the command line: that is said", async () => {
  const listed = file(
    "list.json",
    JSON.stringify({ preset: "tiny", list: [{ weight_decay: 0 }, { weight_decay: 1 }] }),
  );
  for (const option of ["--set", "--grid"]) {
    const { code, err } = await grok(["sweep", listed, "-o", join(folder(), "sweep"), option, "weight_decay=3"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/list\.json: gives weight_decay run by run; /),
    });
  }
});

test.each([
  [["--grid", "weight_dcay=1"], /--grid: "weight_dcay=1" names no setting of train; write weight_decay=VALUE/],
  [["--grid", "p=7,x"], /p: must be a number, got "x"/],
  [["--set", "biases=maybe"], /biases: must be yes or no, got "maybe"/],
  [["--grid", "fraction=0.5,2"], /run 1 \(fraction 2\): --fraction: must lie between 0 and 1/],
  [["--set", "p=7", "--until", "loss=1"], /until: "loss=1" is no measure and value; write train_loss/],
  [["--jobs", "0"], /'0' is invalid.*from 1/],
])("%j is asked wrongly: one line, exit 2, nothing written", async (args, message) => {
  const path = join(folder(), "sweep");
  const { code, out, err } = await grok(["sweep", "-o", path, ...args]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: [^\n]*\n$/);
  expect(err).toMatch(message);
  expect(existsSync(path)).toBe(false);
});

test("what cannot be done: one line, exit 1", async () => {
  const at = folder();
  for (const verb of ["run", "show"]) {
    const { code, err } = await grok(["sweep", verb, at]);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^error: .*: holds no sweep; plan one: .*\n$/),
    });
  }
});
