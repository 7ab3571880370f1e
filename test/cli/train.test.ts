import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Metrics } from "#index.js";
import { PRESETS } from "#training/presets.js";
import { contents } from "../training/_small.ts";
import { folder, grok, MAIN, PATIENCE, printed, start } from "./_cli.ts";

/** What makes a terminal forget a line. */
const CLEAR = "\r\u001b[2K";
/** A run of a second or so: long enough to be killed in, short enough to be tested. */
const SMALL = "--preset tiny --p 13 --d-model 8 --heads 2 --neurons 12 --epochs 300 --checkpoint-every 10".split(" ");

const lines = (out: string) => out.trim().split("\n");
const objects = (out: string): readonly Metrics[] => lines(out).map((line) => JSON.parse(line));

test("the published losses of seed 1, to 1e-6", async () => {
  const args = ["train", join(folder(), "run"), "--preset", "mainline", "--seed", "1", "--epochs", "0", "--json"];
  const [metrics, ...more] = objects(await printed(args));
  expect(more).toEqual([]);
  expect(metrics.epoch).toBe(0);
  expect(Math.abs(metrics.train_loss - 4.776912)).toBeLessThan(1e-6);
  expect(Math.abs((metrics.test_loss ?? 0) - 4.767726)).toBeLessThan(1e-6);
});

test(
  "every preset begins",
  async () => {
    for (const preset of Object.keys(PRESETS)) {
      const path = join(folder(), preset);
      const out = await printed(["train", path, "--preset", preset, "--epochs", "1", "--checkpoint-every", "1"]);
      expect(out).toMatch(/^epoch 1: train \d\S* \(\d\S* %\), test \d\S* \(\d\S* %\)\nwrote /);
      expect(readdirSync(join(path, "checkpoints"))).toHaveLength(2);
    }
  },
  PATIENCE,
);

test("--help has every setting, its words, and what each preset is", async () => {
  const help = await printed(["train", "--help"]);
  for (const [name, { about }] of Object.entries(PRESETS)) {
    expect(help).toContain(`  ${name}`);
    expect(help).toContain(about);
  }
  for (const setting of Object.keys(PRESETS.mainline.config).filter((name) => name !== "from_epoch"))
    expect(help).toContain(`--${setting.replaceAll("_", "-")} `);
  for (const word of [
    "torch-randperm",
    "gelu_tanh",
    "concatenate",
    "sgd",
    "float32",
    "dihedral",
    "Ctrl-C",
    "Examples:",
  ])
    expect(help).toContain(word);
});

test.each([
  [["--preset", "main"], /'main' is invalid.*mainline.*no-weight-decay/],
  [["--family", "cnn"], /'cnn' is invalid.*transformer, mlp/],
  [["--task", "tetration"], /'tetration' is invalid.*addition/],
  [["--split", "sklearn"], /'sklearn' is invalid.*cpython-shuffle/],
  [["--activation", "cubic"], /'cubic' is invalid.*relu, gelu, gelu_tanh, silu, square, tanh/],
  [["--meeting", "product"], /'product' is invalid.*neurons, sum, concatenate/],
  [["--optimiser", "lion"], /'lion' is invalid.*adam, adamw, muon, sgd/],
  [["--loss-dtype", "float16"], /'float16' is invalid.*float64, float32/],
  [["--backend", "cuda"], /'cuda' is invalid.*wasm/],
  [["--biases", "maybe"], /'maybe' is invalid.*yes or no/],
  [["--p", "many"], /'many' is invalid.*a number/],
  [["--task", "division", "--p", "112"], /p must be prime/],
  [["--fraction", "1.5"], /--fraction: must lie between 0 and 1, got 1\.5/],
  [["--heads", "3"], /--heads: must divide d_model \(1, 2, 4, .*\), got 3/],
  [["--learning-rat", "3"], /unknown option '--learning-rat' \(Did you mean --learning-rate\?\)/],
])("%j is asked wrongly: one line, exit 2, nothing written", async (args, message) => {
  const path = join(folder(), "run");
  const { code, out, err } = await grok(["train", path, ...args]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: [^\n]*\n$/);
  expect(err).toMatch(message);
  expect(existsSync(path)).toBe(false);
});

test("no folder is asked wrongly too", async () => {
  expect(await grok(["train"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/missing required argument 'out'/),
  });
});

test("what cannot be done: one line, exit 1", async () => {
  const path = folder();
  writeFileSync(join(path, "mine"), "");
  for (const [args, message] of [
    [["--resume", join(path, "gone")], /holds no run to continue; begin one with --preset/],
    [[path], /is not empty and holds no run/],
    [[join(path, "mine")], /is a file/],
    [[join(path, "mine", "deeper")], /cannot be written/],
    [
      [join(path, "wild"), "--optimiser", "sgd", "--learning-rate", "1e30"],
      /train loss is \S+ at epoch \d+; lower --learn/,
    ],
  ] as const) {
    const { code, out, err } = await grok(["train", ...(args[0] === "--resume" ? [] : SMALL), ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^error: [^\n]*; [^\n]*\n$/);
    expect(err).toMatch(message);
  }
});

describe("killed and resumed", () => {
  test(
    "at any moment, the folder is in the end as if it had not been, to the byte",
    async () => {
      const whole = join(folder(), "run");
      const began = performance.now();
      await printed(["train", whole, ...SMALL]);
      const time = performance.now() - began;
      const path = join(folder(), "run");
      let killed = 0;
      for (let attempt = 0; attempt < 4; attempt++) {
        const { child, ended } = start(["train", path, ...SMALL, "--resume"]);
        const kill = () => child.kill("SIGKILL");
        // The first as soon as it has begun, so that there is one whatever else the machine does meanwhile.
        const timer =
          attempt === 0
            ? setInterval(() => existsSync(join(path, "run.json")) && kill(), 5)
            : setTimeout(kill, time * (0.3 + 0.6 * Math.random()));
        const { signal } = await ended;
        clearTimeout(timer);
        if (signal !== "SIGKILL") break;
        killed++;
      }
      expect(killed).toBeGreaterThan(0);
      await printed(["train", path, ...SMALL, "--resume"]);
      const [ours, theirs] = [contents(path), contents(whole)];
      expect(Object.keys(ours)).toEqual(Object.keys(theirs));
      expect(Object.keys(ours)).toHaveLength(34);
      expect(Object.keys(ours).filter((name) => ours[name] !== theirs[name])).toEqual([]);
    },
    PATIENCE,
  );

  test(
    "Ctrl-C saves a checkpoint and exits 130; --resume alone goes on with the same settings",
    async () => {
      const path = join(folder(), "run");
      const { child, ended } = start(["train", path, ...SMALL, "--epochs", "100000", "--json"]);
      child.stdout.once("data", () => child.kill("SIGINT"));
      const { code, signal, out, err } = await ended;
      expect({ code, signal, err }).toEqual({ code: 130, signal: null, err: "" });
      const last = objects(out).at(-1)?.epoch ?? Number.NaN;
      const name = `epoch-${String(last).padStart(6, "0")}.safetensors`;
      expect(readdirSync(join(path, "checkpoints")).sort().at(-1)).toBe(name);
      const more = objects(await printed(["train", path, "--resume", "--epochs", String(last + 5), "--json"]));
      expect(more.at(-1)?.epoch).toBe(last + 5);
      expect(JSON.parse(readFileSync(join(path, "run.json"), "utf8"))).toMatchObject({ p: 13, epochs: last + 5 });
      const other = await grok(["train", path, "--resume", "--learning-rate", "1"]);
      expect(other.code).toBe(1);
      expect(other.err).toMatch(/^error: .*was begun with learning_rate 0\.003, not 1; [^\n]*\n$/);
    },
    PATIENCE,
  );

  test("a second Ctrl-C ends it at once", async () => {
    // Hundreds of updates an epoch, which takes many seconds, in which the second one comes.
    const args = ["--p", "199", "--batch", "16", "--epochs", "1000"];
    const { child, ended } = start(["train", join(folder(), "run"), ...args, "--json"]);
    let again: ReturnType<typeof setInterval> | undefined;
    child.stdout.once("data", () => {
      child.kill("SIGINT");
      // More than one: two that come at one turn of its loop are heard as one.
      again = setInterval(() => child.kill("SIGINT"), 50);
    });
    const { code, signal, out } = await ended;
    clearInterval(again);
    expect({ code, signal }).toEqual({ code: null, signal: "SIGINT" });
    expect(lines(out).length).toBeLessThanOrEqual(1);
  });
});

const small = mountable();
test.skipIf(!small)(
  "a full disk: one line, exit 1, what was there is left (skipped where tmpfs cannot be mounted)",
  async () => {
    const disk = folder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=200k", "none", disk]);
    onTestFinished(() => void execFileSync("umount", [disk]));
    const path = join(disk, "run");
    const { code, out, err } = await grok(["train", path, ...SMALL]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^error: \S*run: cannot be written: ENOSPC[^\n]*; free space or choose another folder; --resume/,
    );
    const kept = contents(path);
    expect(Object.keys(kept).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    // With room again it goes on, to the end that it would have had.
    execFileSync("mount", ["-o", "remount,size=4m", disk]);
    await printed(["train", path, "--resume"]);
    const whole = join(folder(), "run");
    await printed(["train", whole, ...SMALL]);
    expect(contents(path)).toEqual(contents(whole));
  },
);

test.skipIf(!small)(
  "a disk that cannot be written: one line, exit 1 (skipped where tmpfs cannot be mounted)",
  async () => {
    const disk = folder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "none", disk]);
    onTestFinished(() => void execFileSync("umount", [disk]));
    const path = join(disk, "run");
    mkdirSync(path);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    const { code, out, err } = await grok(["train", path, ...SMALL]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^error: \S*run\/.training.lock: cannot be written: EROFS[^\n]*; choose another folder\n$/);
  },
);

/** util-linux's `script` runs a command on a pseudo-terminal; other systems have none, or another with other options. */
const hasScript = /util-linux/.test(spawnSync("script", ["--version"]).stdout?.toString() ?? "");
test.skipIf(!hasScript)(
  "on a terminal a line is redrawn, then removed (skipped without util-linux's script)",
  () => {
    const command = (more: string) => {
      const words = [process.execPath, MAIN, "train", join(folder(), "run"), ...SMALL].map((word) => `'${word}'`);
      return execFileSync("script", ["-qec", `${words.join(" ")} ${more}`, "/dev/null"]).toString();
    };
    const seen = command(">/dev/null");
    expect(seen.replaceAll(CLEAR, "CLEAR")).toMatch(/CLEARepoch \d+: train/);
    expect(seen.endsWith(CLEAR)).toBe(true);
    expect(command("2>/dev/null")).not.toContain("\u001b");
  },
  PATIENCE,
);

/** Whether this machine lets us mount a small disk. */
function mountable(): boolean {
  const at = execFileSync("mktemp", ["-d"]).toString().trim();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "none", at]).status === 0;
  if (mounted) spawnSync("umount", [at]);
  spawnSync("rmdir", [at]);
  return mounted;
}
