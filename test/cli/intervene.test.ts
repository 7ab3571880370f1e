import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contents } from "../training/_small.ts";
import { file, folder, grok, PATIENCE, printed, start } from "./_cli.ts";

const SPEC = {
  preset: "tiny",
  settings: { p: 11, d_model: 8, heads: 2, neurons: 8, epochs: 120, checkpoint_every: 10 },
  epochs: [40, 80],
  changes: { "no decay": { weight_decay: 0 } },
};

test(
  "killed in the baseline and after it and begun again, all runs are in the end the same to the byte; then who generalises",
  async () => {
    const [whole, cut] = [join(folder(), "x"), join(folder(), "x")];
    const spec = file("spec.json", JSON.stringify(SPEC));
    const out = await printed(["intervene", spec, "-o", whole, "--jobs", "2"]);
    expect(out).toMatch(/^the baseline:\n1 runs, 120 epochs at most/);
    expect(out).toMatch(/^4 runs, 240 epochs at most/m);
    for (const words of [/^control +from 40 +0 of 1 generalise/m, /^no decay +from 80 +0 of 1 generalise/m])
      expect(out).toMatch(words);
    const rows = readFileSync(join(whole, "results", "table.csv"), "utf8")
      .trim()
      .split("\r\n");
    expect(rows).toHaveLength(5);
    for (const begun of ["baseline/runs/run/checkpoints", "runs/change-control_from_epoch-40"]) {
      const { child, ended } = start(["intervene", spec, "-o", cut, "--jobs", "1"]);
      const timer = setInterval(() => {
        if (existsSync(join(cut, begun))) child.kill("SIGKILL");
      }, 5);
      expect((await ended).signal).toBe("SIGKILL");
      clearInterval(timer);
    }
    await printed(["intervene", spec, "-o", cut, "--jobs", "2"]);
    for (const part of ["runs", "baseline/runs"])
      expect(contents(join(cut, part))).toEqual(contents(join(whole, part)));
  },
  PATIENCE,
);

test("what cannot be is one line that names it, before anything is trained", async () => {
  const at = join(folder(), "x");
  const spec = file("spec.json", JSON.stringify({ ...SPEC, changes: { x: { weight_dcay: 0 } } }));
  const { code, err } = await grok(["intervene", spec, "-o", at]);
  expect(code).not.toBe(0);
  expect(err).toMatch(/^error: .*spec\.json: "weight_dcay" is not a setting of train; "weight_decay" is\n$/);
  expect(existsSync(at)).toBe(false);
});
