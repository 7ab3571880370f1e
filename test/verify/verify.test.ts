import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { python } from "../_missing-tools.ts";
import { folder, printed } from "../cli/_cli.ts";

const MLP = resolve("fixtures/layouts/two-layer-mlp");
const hasPython = spawnSync(python, ["--version"]).status === 0;
const hasTorch = spawnSync(python, ["-c", "import numpy, torch"]).status === 0;

const verify = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ["verify/verify.js", ...args], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1", ...env },
  });

describe.skipIf(!hasTorch)("PyTorch, in float64, by a program of its own", () => {
  test("gives the results of an MLP, misses one that is changed, and says which network it does not know", async () => {
    const at = folder();
    const file = join(at, "results.json");
    const analyzers = "losses,fourier,excluded-loss,weight-norms,neurons,sparsity,cosines";
    const found = JSON.parse(await printed(["analyze", MLP, "--json", "--only", analyzers, "--out", at]));
    writeFileSync(file, JSON.stringify(found));
    const same = verify([MLP, "--results", file]);
    expect(same.status, same.stderr).toBe(0);
    const [, cells, names, differ] = /(\d+) cells in \d+ columns of (\d+) analyzers compared, (\d+) differ/.exec(
      same.stdout,
    ) as RegExpExecArray;
    expect(Number(cells)).toBeGreaterThan(400);
    expect([names, differ]).toEqual([String(analyzers.split(",").length), "0"]);

    const excluded = found.results.find((one: { analyzer: string }) => one.analyzer === "excluded-loss");
    const row = excluded.table.rows.find((one: { train_loss: number | null }) => one.train_loss !== null);
    row.train_loss *= 1.001;
    writeFileSync(file, JSON.stringify(found));
    const changed = verify([MLP, "--results", file, "--only", "excluded-loss"]);
    expect(changed.status).toBe(1);
    expect(changed.stdout).toMatch(/^excluded-loss +train_loss .* 1 DIFFER$/m);

    const unknown = verify([resolve("fixtures/layouts/structural/nn-linear"), "--results", file]);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/^verify: a network with the weights .* is not known here: .*\n$/);
  });
});

test.skipIf(!hasPython)("a Python without PyTorch is told so in one line", () => {
  const without = folder();
  mkdirSync(join(without, "torch"));
  writeFileSync(join(without, "torch", "__init__.py"), "raise ImportError('none')\n");
  const { status, stderr } = verify([MLP], { PYTHONPATH: without });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      "verify needs PyTorch and numpy: pip install torch numpy, or name a Python that has them with TORCH_PYTHON\n",
  });
});
