import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { storedAnalysis } from "#results/analysis.js";
import { grok, start, TINY } from "../cli/_cli.ts";
import { folder, isProblem, type Printed, watching } from "./_watching.ts";

/** Checkpoints of a network that every analyzer is done with in a blink. */
const MLP = "fixtures/layouts/two-layer-mlp";
/** Such a network, trained in no time. */
const QUICK = ["--preset", "mlp-quadratic", "--p", "7", "--neurons", "24"];

const epochsOf = (events: readonly Printed[]) =>
  events.flatMap(({ kind, epoch }) => (kind === "checkpoint" ? [epoch] : []));
const isCheckpoint = (epoch: number) => (event: Printed) => event.kind === "checkpoint" && event.epoch === epoch;

test("training that is killed and resumed in another process is seen to its end", async () => {
  const at = folder();
  const run = join(at, "run");
  const watch = watching([run], [], at);
  const training = start(["train", run, ...QUICK, "--epochs", "600", "--checkpoint-every", "100"]);
  while (!existsSync(join(run, "checkpoints", "epoch-000100.safetensors"))) await setTimeout(1);
  training.child.kill("SIGKILL");
  await training.ended;
  await watch.seen(isCheckpoint(100));
  const before = watch.events.length;
  expect((await grok(["train", run, "--resume", "--epochs", "800"])).code).toBe(0);
  await watch.seen(isCheckpoint(800), before);
  expect(epochsOf(watch.events).toSorted((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
  const alerts = watch.events.filter(({ kind }) => kind === "alert").map(({ alert }) => alert.alert);
  expect(new Set(alerts).size).toBe(alerts.length);
  expect(alerts).toContain("memorised");
  watch.child.kill("SIGTERM");
  expect((await watch.ended).err).toBe("");
  // What it leaves is what analyze makes, and goes on from.
  const results = join(at, "run-analysis");
  expect(
    storedAnalysis(results)
      .provenance.checkpoints.map(({ epoch }) => epoch)
      .at(-1),
  ).toBe(800);
  const { out } = await grok(["analyze", run, "--only", "losses,weight-norms"], { cwd: at });
  expect(out).toContain("9 checkpoints, 9 from the cache");
});

test("a checkpoint that is written bit by bit waits, and is said to be unreadable only where it stays so", async () => {
  const at = folder();
  const run = join(at, "run");
  mkdirSync(run);
  for (const name of ["0.pth", "100.pth"]) copyFileSync(join(MLP, name), join(run, name));
  const watch = watching([run], [], at);
  await watch.seen(isCheckpoint(100));
  const bytes = readFileSync(join(MLP, "200.pth"));
  for (const part of [0.1, 0.4, 0.7, 1]) {
    writeFileSync(join(run, "200.pth"), bytes.subarray(0, Math.floor(part * bytes.length)));
    await setTimeout(300);
  }
  await watch.seen(isCheckpoint(200));
  expect(watch.events.some(isProblem("unreadable"))).toBe(false);
  writeFileSync(join(run, "300.pth"), bytes.subarray(0, bytes.length >> 1));
  const said = await watch.seen(isProblem("unreadable"));
  expect(said.file).toBe(join(run, "300.pth"));
  // It has been waited for, and is read when it changes.
  copyFileSync(join(MLP, "300.pth"), join(run, "300.pth"));
  await watch.seen(isCheckpoint(300));
});

test("restricted and excluded loss are of a checkpoint's own key frequencies, also of those that were there before", async () => {
  const at = folder();
  const run = join(at, "run");
  mkdirSync(run);
  for (const name of ["1000.pth", "final.pth"]) copyFileSync(join(TINY, name), join(run, name));
  const { out } = await grok(["watch", run, "--once", "--json"], { cwd: at });
  const events: Printed[] = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const values = Object.fromEntries(
    events.flatMap(({ kind, epoch, values }) => (kind === "checkpoint" ? [[epoch, values]] : [])),
  );
  expect(values[1000]).toMatchObject({ keys: [], restricted_loss: null, excluded_loss: null });
  expect(values[6000].keys).toEqual([3, 11, 13]);
  expect(values[6000].excluded_loss).toBeGreaterThan(1);
});

test("a run that is begun anew in its folder has results of its own, and those before are left", async () => {
  const at = folder();
  const run = join(at, "run");
  const train = (seed: string) =>
    grok(["train", run, ...QUICK, "--epochs", "100", "--checkpoint-every", "50", "--seed", seed]);
  await train("1");
  const watch = watching([run], [], at);
  await watch.seen(isCheckpoint(100));
  const before = readFileSync(join(at, "run-analysis", "losses.json"), "utf8");
  const told = watch.events.length;
  rmSync(run, { recursive: true });
  await train("2");
  expect(await watch.seen(isProblem("other results"), told)).toMatchObject({
    file: "run-analysis",
    detail: "run-analysis-2",
  });
  await watch.seen(isCheckpoint(100), told);
  expect(readFileSync(join(at, "run-analysis", "losses.json"), "utf8")).toBe(before);
  expect(readdirSync(join(at, "run-analysis-2"))).toContain("losses.json");
});

test("a report is kept, reloads itself while the run is watched, and no longer after", async () => {
  const at = folder();
  const run = join(at, "run");
  mkdirSync(run);
  copyFileSync(join(MLP, "0.pth"), join(run, "0.pth"));
  copyFileSync(join(MLP, "100.pth"), join(run, "100.pth"));
  const report = join(at, "live.html");
  const watch = watching([run], ["--report", report], at);
  await watch.seen(isCheckpoint(100));
  expect(readFileSync(report, "utf8")).toContain('<meta http-equiv="refresh"');
  copyFileSync(join(MLP, "200.pth"), join(run, ".200.pth"));
  renameSync(join(run, ".200.pth"), join(run, "200.pth"));
  await watch.seen(isCheckpoint(200));
  watch.child.kill("SIGINT");
  expect((await watch.ended).code).toBe(130);
  const page = readFileSync(report, "utf8");
  expect(page).not.toContain('<meta http-equiv="refresh"');
  expect(page).toContain('max="2"');
});

test("what speaks against how a run is read is said once, and with --strict it is not analysed", async () => {
  const at = folder();
  const run = join(at, "run");
  mkdirSync(run);
  copyFileSync(join(TINY, "500.pth"), join(run, "500.pth"));
  const watch = watching([run], ["--task", "subtraction"], at);
  await watch.seen(isCheckpoint(500));
  copyFileSync(join(TINY, "1000.pth"), join(run, "1000.pth"));
  await watch.seen(isCheckpoint(1000));
  expect(watch.events.filter(isProblem("doubt"))).toHaveLength(1);
  const { code, out } = await grok(["watch", run, "--task", "subtraction", "--strict", "--once", "--json"], {
    cwd: at,
  });
  expect({ code, said: out.includes('"problem":"results"') }).toEqual({ code: 1, said: true });
});
