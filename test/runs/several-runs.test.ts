import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { SeveralRunsError } from "#errors.js";
import { openRun } from "#runs/open.js";

const ONE = "fixtures/layouts/two-layer-mlp";
const OTHER = "fixtures/layouts/two-layer-mlp-square";
const CHECKPOINT = "fixtures/tiny/500.pth";

/** A folder with copies: where, and of what. */
function folderOf(copies: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), "several-runs-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [to, from] of Object.entries(copies)) cpSync(from, join(path, to), { recursive: true });
  return path;
}

async function severalIn(path: string): Promise<readonly string[]> {
  const error: unknown = await openRun(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SeveralRunsError);
  expect((error as Error).message).not.toContain("\n");
  return (error as SeveralRunsError).runs;
}

describe("a folder of runs", () => {
  test("is named run by run, at any depth, and one is taken by its name", async () => {
    const path = folderOf({ "p11/seed0": ONE, "p13/deep/seed0": OTHER });
    expect(await severalIn(path)).toEqual(["p11/seed0", "p13/deep/seed0"]);
    const run = await openRun(path, { run: "p13/deep/seed0" });
    expect(run.name).toBe("seed0");
    expect(run.network?.task.p).toBe(13);
  });

  test("with one run in it is that run, with its split, and a configuration above it", async () => {
    const path = folderOf({ "experiment/42": ONE });
    writeFileSync(join(path, "config.json"), JSON.stringify({ note: "above" }));
    const [found, own] = [await openRun(path), await openRun(ONE)];
    expect(found.name).toBe("42");
    expect(found.checkpoints.map(({ epoch, file }) => [epoch, file])).toEqual(
      own.checkpoints.map(({ epoch, file }) => [epoch, file]),
    );
    expect(found.network).toEqual(own.network);
    expect(found.evidence).toEqual(own.evidence);
    expect(found.settings).toEqual({ ...own.settings, note: "above" });
  });

  test("of which the files are several runs names them from where one looks", async () => {
    const path = folderOf({ "only/one.pth": CHECKPOINT, "only/other.pth": `${OTHER}/0.pth` });
    expect(await severalIn(path)).toEqual([join("only", "one.pth"), join("only", "other.pth")]);
    expect((await openRun(path, { run: join("only", "one.pth") })).checkpoints).toHaveLength(1);
  });

  test("takes a configuration beside the weights for theirs, before one above", async () => {
    const path = folderOf({ "only/500.pth": CHECKPOINT });
    writeFileSync(join(path, "config.json"), JSON.stringify({ note: "above", other: 1 }));
    writeFileSync(join(path, "only", "config.json"), JSON.stringify({ note: "beside" }));
    expect((await openRun(path)).settings).toMatchObject({ note: "beside", other: 1 });
  });

  test("is none where only an analysis was begun, whose history is no log", async () => {
    const path = folderOf({});
    const history = [{ series: "", measure: "train_loss", epochs: [0, 1, 2], values: [3, 2, 1] }];
    writeFileSync(join(path, "analysis.json"), JSON.stringify({ grokAnalyze: "0.1.0", skipped: [], history }));
    await expect(openRun(path)).rejects.toThrow(/holds an analysis without results, and no run; analyze the run again/);
  });

  test("is an error where a checkpoint at its top is damaged, whatever lies below", async () => {
    const path = folderOf({ "backup/500.pth": CHECKPOINT });
    writeFileSync(join(path, "final.pth"), readFileSync(CHECKPOINT).subarray(0, 300));
    await expect(openRun(path)).rejects.toThrow(/holds no readable checkpoint: final\.pth/);
  });

  test("counts what a link leads to once, and what is damaged or curves alone too", async () => {
    const path = folderOf({ a: ONE, b: OTHER });
    symlinkSync(join(path, "a"), join(path, "latest"));
    symlinkSync(path, join(path, "round"));
    mkdirSync(join(path, "broken"));
    writeFileSync(join(path, "broken", "100.pth"), readFileSync(`${ONE}/0.pth`).subarray(0, 300));
    mkdirSync(join(path, "logged"));
    writeFileSync(join(path, "logged", "log.csv"), "epoch,train_loss\n0,3\n1,2\n2,1\n");
    expect(await severalIn(path)).toEqual(["a", "b", "broken", "logged"]);
  });

  test("is none where a log at its top has only logs below it", async () => {
    const path = folderOf({});
    for (const name of ["", "eval", "plots"]) {
      mkdirSync(join(path, name), { recursive: true });
      writeFileSync(join(path, name, "log.csv"), "epoch,train_loss\n0,3\n1,2\n2,1\n");
    }
    expect((await openRun(path)).history.map(({ measure }) => measure)).toEqual(["train_loss"]);
  });

  test("has no run where results are, whose tables are no logs", async () => {
    const path = folderOf({ a: ONE, b: OTHER });
    mkdirSync(join(path, "a-analysis"));
    writeFileSync(join(path, "a-analysis", "losses.json"), '{"analyzer":"losses","options":{}}\n');
    writeFileSync(join(path, "a-analysis", "losses.csv"), "epoch,train_loss\n1,2\n2,1\n");
    expect(await severalIn(path)).toEqual(["a", "b"]);
  });

  test("of checkpoints of several networks that one name numbers is an error: a file is no run", async () => {
    const path = folderOf({ "seedA_0.pth": CHECKPOINT, "seedA_1.pth": CHECKPOINT, "seedB_0.pth": `${OTHER}/0.pth` });
    await expect(openRun(path)).rejects.toThrow(/mixes runs: .*; open one file/);
  });

  test("of files of several networks names the files", async () => {
    const path = folderOf({ "one.pth": CHECKPOINT, "other.pth": `${OTHER}/0.pth` });
    expect(await severalIn(path)).toEqual(["one.pth", "other.pth"]);
    expect((await openRun(path, { run: "other.pth" })).network?.task.p).toBe(13);
  });
});

describe("folders called by numbers alone", () => {
  const numbered = (...numbers: number[]) =>
    folderOf(Object.fromEntries(numbers.map((number) => [`${number}/model.pth`, "fixtures/formats/bare.safetensors"])));

  test("are steps of one run, which is said", async () => {
    const path = numbered(0, 500, 1000);
    const run = await openRun(path);
    expect(run.checkpoints.map(({ epoch }) => epoch)).toEqual([0, 500, 1000]);
    expect(run.doubts.join()).toMatch(/numbers of the folders, 0 and so on, are taken for epochs/);
  });

  test("are runs where each has a configuration of its own", async () => {
    const path = numbered(7, 42, 123);
    for (const seed of [7, 42, 123]) writeFileSync(join(path, String(seed), "config.json"), JSON.stringify({ seed }));
    expect(await severalIn(path)).toEqual(["7", "42", "123"]);
  });

  test("are runs where they count as seeds do", async () => {
    expect(await severalIn(numbered(0, 1, 2))).toEqual(["0", "1", "2"]);
    expect(await severalIn(numbered(1, 2))).toEqual(["1", "2"]);
  });
});
