import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "#runs/_temporary-folder.js";
import { folder } from "../training/_small.ts";

test("a temporary folder ends with its process, and what a killed one left is removed by the next", () => {
  const at = folder();
  const before = process.env.TMPDIR;
  onTestFinished(() => {
    process.env.TMPDIR = before;
    if (before === undefined) delete process.env.TMPDIR;
  });
  process.env.TMPDIR = at;
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const [dead, living] = [pid, process.pid].map((one) => join(at, `grok-analyze-${hostname()}-${one}-abcdef`));
  for (const path of [dead, living]) mkdirSync(path);
  writeFileSync(join(dead, "run.json"), "{}");
  const { path, remove } = temporaryFolder();
  expect([dead, living, path].map((one) => existsSync(one))).toEqual([false, true, true]);
  remove();
  expect(readdirSync(at)).toHaveLength(1);
  const script = `import { temporaryFolder } from "#runs/_temporary-folder.js"; temporaryFolder();`;
  expect(spawnSync(process.execPath, ["--input-type=module", "-e", script]).status).toBe(0);
  expect(readdirSync(at)).toHaveLength(1);
});
