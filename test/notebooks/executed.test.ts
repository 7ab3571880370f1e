import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { expectAlike } from "./_alike.ts";
import { codeCells, notebook, program } from "./_notebooks.ts";

/** That Jupyter finds the kernel, runs cells in it and takes what they show: of all notebooks the smallest shows it. */
const ONE = "04-your-own-analyzer.ipynb";
const TIMEOUT = 300_000;

const jupyter = spawnSync("jupyter", ["nbconvert", "--version"]).status === 0;

test.skipIf(!jupyter)(
  `${ONE} shows in Jupyter what it shows in the repository: \`node notebooks/execute.js\` renews it (skipped without jupyter nbconvert)`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "executed-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { status, stderr } = program("execute.js", ["--out", folder, ONE]);
    expect(status, stderr).toBe(0);
    expectAlike(codeCells(notebook(ONE, folder)), codeCells(notebook(ONE)));
  },
  TIMEOUT,
);
