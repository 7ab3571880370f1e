import { describe, expect, test } from "vitest";
import { openRun } from "#runs/open.js";
import { checkpoint } from "../cli/_checkpoints.ts";
import { folder } from "./_made.ts";

describe("a configuration in YAML", () => {
  const settings = async (text: string, name = "config.yaml") =>
    (await openRun(folder({ "0.pth": checkpoint(), [name]: text }))).settings;

  test("is the run's, whatever it is called", async () => {
    const text = "model: {n_heads: 4}\nlr: 1e-3\nseed: 7 # of the split\nfast: true\n";
    const wanted = { "model.n_heads": 4, lr: 1e-3, seed: 7, fast: true };
    for (const name of ["config.yaml", "run.yml", "hparams.yaml"])
      expect(await settings(text, name)).toMatchObject(wanted);
  });

  test("has its aliases followed, its tags not", async () => {
    const text =
      "base: &b {lr: 1}\nrun:\n  <<: *b\n  p: 5\nargs: !!python/object:argparse.Namespace {q: 2}\nf: !!python/name:os.system x\n";
    expect(await settings(text)).toMatchObject({ "run.lr": 1, "run.p": 5, "args.q": 2 });
  });

  test("is W&B's", async () => {
    expect(await settings("wandb_version: 1\nseed:\n  desc: null\n  value: 7\n")).toMatchObject({ seed: 7 });
  });

  test.each([
    ["is none", "a: [1, 2\nb: }", /is not YAML/],
    ["nests for ever", "[".repeat(20_000), /YAML nested deeper than 100/],
    ["nests for ever in lists of lists", "- ".repeat(3e4), /too deeply/],
    [
      "stands for gigabytes",
      ["a0: &a0 [x]", ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`)].join(
        "\n",
      ),
      /is not YAML/,
    ],
  ])("that %s is skipped with the reason, on one line", async (_, text, reason) => {
    const { skipped, checkpoints } = await openRun(folder({ "0.pth": checkpoint(), "config.yaml": text }));
    expect(checkpoints).toHaveLength(1);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]?.reason).toMatch(reason);
    expect(skipped[0]?.reason).not.toContain("\n");
  });
});
