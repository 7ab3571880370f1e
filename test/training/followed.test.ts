import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { host, useHost } from "#host/host.js";
import { openRun } from "#runs/open.js";
import { trainRun } from "#training/train-run.js";
import { folder, small } from "./_small.ts";

test("of a run that is opened while it is trained, each checkpoint has what was logged of it", async () => {
  const run = join(folder(), "run");
  await trainRun(run, small({ epochs: 20, checkpoint_every: 10 }), { threads: 1 });
  const log = readFileSync(join(run, "metrics.csv"), "utf8");
  const [last, away] = ["checkpoints/epoch-000020.safetensors", ".epoch-000020"].map((name) => join(run, name));
  renameSync(last, away);
  writeFileSync(join(run, "metrics.csv"), log.slice(0, log.indexOf("\n11,") + 1));
  const own = host();
  onTestFinished(() => useHost(own));
  // Training comes to its end just before somebody looks for checkpoints.
  const list = (path: string) => {
    if (path.endsWith("checkpoints")) {
      writeFileSync(join(run, "metrics.csv"), log);
      renameSync(away, last);
      useHost(own);
    }
    return own.disk.list(path);
  };
  useHost({ ...own, disk: { ...own.disk, list } });
  const { checkpoints, history } = await openRun(run);
  expect(checkpoints.map(({ epoch }) => epoch)).toEqual([0, 10, 20]);
  expect(history.find(({ measure }) => measure === "test_loss")?.epochs.at(-1)).toBe(20);
});
