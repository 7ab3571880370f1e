import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

  test("with one run in it is that run", async () => {
    const path = folderOf({ "experiment/seed0": ONE });
    expect((await openRun(path)).checkpoints.map(({ epoch }) => epoch)).toEqual(
      (await openRun(ONE)).checkpoints.map(({ epoch }) => epoch),
    );
  });

  test("has no run where results are, whose tables are no logs", async () => {
    const path = folderOf({ a: ONE, b: OTHER });
    mkdirSync(join(path, "a-analysis"));
    writeFileSync(join(path, "a-analysis", "losses.json"), '{"analyzer":"losses","options":{}}\n');
    writeFileSync(join(path, "a-analysis", "losses.csv"), "epoch,train_loss\n1,2\n2,1\n");
    expect(await severalIn(path)).toEqual(["a", "b"]);
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

  test("are runs where they count as seeds do", async () => {
    expect(await severalIn(numbered(0, 1, 2))).toEqual(["0", "1", "2"]);
    expect(await severalIn(numbered(1, 2))).toEqual(["1", "2"]);
  });
});
