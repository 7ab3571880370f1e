import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { file, folder, json, PATIENCE, printed, TINY } from "./_cli.ts";

const MAINLINE = "fixtures/mainline";
/** Analyzers that take long, and none of whose numbers is among the ten. */
const COSTLY =
  "ablations,attention,certify,depth,dynamics,edges,input-maps,landscape,lottery,neurons,representations,sparsity,spectra,trajectory";
const CURVES = join(MAINLINE, "metrics.csv");
const analyzed = (path: string, ...more: readonly string[]) =>
  printed(["analyze", path, "--out", join(folder(), "out"), ...more]);
/** Labels of the numbers: lines with a margin of one, and two spaces between label and value. */
const labels = (text: string) => Array.from(text.matchAll(/^ ([a-z][a-z ]*?) {2,}\S/gm), ([, label]) => label);

describe("analyze", () => {
  test(
    "says the verdict, the phases and ten numbers whose labels are terms, where the results are, and what next",
    async () => {
      const out = join(folder(), "it's here");
      const text = await printed(["analyze", TINY, "--last", "--skip", COSTLY, "--out", out]);
      const order = [/^analyze {2}tiny$/m, /^It grokked: /m, /^It computes with 3 frequencies, k = 3, 11, 13/m]
        .concat([/^At epoch 6000 the generalising circuit carries/m, /^ ░+▒+▓+█+$/m, /^ 0 +\d+ .* 6000$/m])
        .concat([/^ losses +train \d/m, /^ key frequencies +3, 11, 13$/m, /^1 checkpoint, 0 from the cache$/m])
        .concat([/^wrote \d+ files to .*it's here$/m, /^all on one page: grok-analyze report '.*it'\\''s here'$/m])
        .map((pattern) => text.search(pattern));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(order).not.toContain(-1);
      expect(labels(text)).toHaveLength(10);
      const terms: readonly { title: string; also?: readonly string[] }[] = JSON.parse(
        await printed(["explain", "--json"]),
      );
      const known = terms.flatMap(({ title, also = [] }) => [title, ...also]);
      for (const label of labels(text)) expect(known).toContain(label);
      expect(text).toContain("\nwhat a term means: grok-analyze explain excluded-loss\n");
      expect(text).not.toContain("Weight norms");
      // Besides the file of this run that is skipped.
      const brief = text.replace(/\nskipped: [^\n]*\n/, "");
      expect(brief.split("\n").length).toBeLessThan(32);
    },
    PATIENCE,
  );

  test("of curves alone says what they tell, and nothing of weights", async () => {
    const text = await analyzed(CURVES);
    expect(text).toMatch(/^analyze {2}metrics\.csv\ncurves only\n\nIt grokked: [^\n]*\n\n ░/);
    expect(labels(text)).toEqual(["losses", "accuracy", "delay", "plateau", "sharpness"]);
    expect(text).not.toContain("do not apply");
    expect(await analyzed(CURVES, "--verbose")).toMatch(/do not apply: there are no weights/);
  });

  test("without phases draws no bar", async () => {
    const level = Array.from({ length: 20 }, (_, epoch) => `${epoch},2,2,0.1,0.1`);
    const log = file("log.csv", ["epoch,train_loss,test_loss,train_accuracy,test_accuracy", ...level].join("\n"));
    const text = await analyzed(log);
    expect(text).toContain("It has not learnt its training set by epoch 19");
    expect(text).not.toMatch(/[░▒▓█]/);
  });

  test("of several runs in a log gives each its bar and its numbers, under its name", async () => {
    const text = await analyzed("fixtures/logs/trackio");
    expect(text).toContain("There are 2 runs in it: grokked (seed-0); diverged (diverged).");
    expect(text).toMatch(/^seed-0\n ░+▒+▓+█+$/m);
    expect(text).toMatch(/^ seed-0 +train loss 1\.03e-7, test loss/m);
    expect(text).toMatch(/^ diverged +train loss not finite$/m);
  });
});

describe("phases", () => {
  test("says the verdict first, then the bar and a line each, then the table; with --verbose all of it", async () => {
    const text = await printed(["phases", CURVES]);
    const at = ["verdict: grokked", "confidence: high", " ░", "delay: 10783 epochs", "plateau: 7209", "sharpness: 3190"]
      .concat(["early stopping: ", "over epochs  "])
      .map((part) => text.indexOf(part));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at).not.toContain(-1);
    expect(text).not.toContain("patience of 5");
    const full = await printed(["phases", CURVES, "--verbose"]);
    const { findings } = await json(["phases", CURVES]);
    expect(findings.length).toBeGreaterThan(8);
    for (const { label } of findings) expect(full).toContain(`\n${label}: `);
  });

  test("of further held-out sets says the verdict alone", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i, 2, 2, 3, 0.1, 0.1, 0.2].join(","));
    const head = "epoch,train_loss,val_loss,test_loss,train_accuracy,val_accuracy,test_accuracy";
    const text = await printed(["phases", file("log.csv", [head, ...rows].join("\n"))]);
    expect(text.match(/^verdict: /gm)).toHaveLength(1);
    expect(text).toMatch(/^\S+: never learnt, confidence \S+$/m);
  });
});

test("a table in full has every series", async () => {
  const brief = await printed(["fourier", MAINLINE, "--last"]);
  const full = await printed(["fourier", MAINLINE, "--last", "--verbose"]);
  expect(brief).toMatch(/… and 96 weaker/);
  expect(full).not.toContain("weaker");
  expect(full.split("\n").length - brief.split("\n").length).toBe(95);
});

test.skipIf(!existsSync("../shared/logs"))("real logs are short (skipped where they are absent)", async () => {
  for (const log of ["16-hf.trainer_state.json", "04-omnigrok-mnist.json", "20-nanogpt-speedrun.txt"])
    expect((await analyzed(join("../shared/logs", log))).split("\n").length).toBeLessThan(24);
});
