import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import phases from "#analyzers/phases.js";
import { analyze } from "#results/analyze.js";
import { type OpenOptions, openRun } from "#runs/open.js";
import { WHERE } from "../oracles/_shared.ts";

const CASES = "../shared/cases";
const LOGS = "../shared/logs";
const ABSENT = !existsSync(CASES) || !existsSync(LOGS);

async function concluded(path: string, options: OpenOptions = {}) {
  const { conclusion } = await analyze(await openRun(path, options), phases);
  return conclusion?.runs ?? [];
}

describe.skipIf(ABSENT)(`one log in many forms ${WHERE}`, () => {
  test.each(ABSENT ? [] : readdirSync(`${CASES}/csv`))("%s", async (name) => {
    const [found] = await concluded(`${CASES}/csv/${name}`);
    // In their own epochs; two have no accuracies.
    const [train, test] = {
      "negepoch.csv": [190, 2280],
      "fracepoch.csv": [290 / 7, 340],
      "dupcol.csv": [650, 2650],
      "stepepoch.csv": [650, 2650],
    }[name] ?? [290, 2380];
    expect(found?.verdict).toBe("grokked");
    expect(found?.train.at?.epoch).toBeCloseTo(train as number, 9);
    expect(found?.test.at?.epoch).toBeCloseTo(test as number, 9);
  });
});

describe.skipIf(ABSENT)(`logs of other people ${WHERE}`, () => {
  test.each([
    ["01-lightning-power.metrics.csv", "memorised, not generalised", "epoch"],
    ["03-nanda.json", "grokked", "epoch", 100, 5500],
    ["04-omnigrok-mnist.json", "grokked", "epoch", 2001, null],
    ["09-muon-adamw-wd0p1.csv", "memorised, not generalised", "step"],
    ["13-nanda1layer-history.json", "grokked", "step", 500, 3800],
    ["16-hf.trainer_state.json", "overfitted", "epoch"],
    ["17-clockwork.json", "grokked", "step", 200, 16600],
    ["20-nanogpt-speedrun.txt", "generalised with training", "step"],
    ["22-nanogpt-output.log", "overfitted", "step"],
    ["23-nanogpt-wandb_export.csv", "not enough evidence", "step"],
    ["24-porth-frac0.25-wd1.csv", "grokked", "step", 100, 3000],
    ["29-muon-mech.jsonl", "grokked", "step", 100, 575],
    ["31-keras-csvlogger.log", "overfitted", "epoch"],
    ["32-keras-history.pkl", "generalised with training", "row"],
    ["33-tb-imdb", "overfitted", "step"],
    ["37-grokked-then-collapsed.csv", "collapsed after generalising", "step"],
    ["39-never-learns.csv", "never learnt", "step"],
    ["40-mlruns", "not enough evidence", "step"],
  ] as const)("%s", async (name, verdict, axis, train?, test?) => {
    const runs = await concluded(`${LOGS}/${name}`);
    expect(new Set(runs.map((run) => run.verdict))).toEqual(new Set([verdict]));
    expect(runs[0]?.axis).toBe(axis);
    if (train !== undefined) expect(runs[0]?.train.at?.epoch).toBe(train);
    if (test !== undefined) expect(runs[0]?.test.at?.epoch ?? null).toBe(test);
  });

  test("11-modadd-adamw-fullbatch.txt, whose columns have no names", async () => {
    const path = `${LOGS}/11-modadd-adamw-fullbatch.txt`;
    await expect(openRun(path)).rejects.toThrow(/--columns epoch=1,train_accuracy=2,test_accuracy=3$/);
    const [found] = await concluded(path, { columns: "epoch=1,train_accuracy=2,test_accuracy=3" });
    expect(found?.verdict).toBe("grokking, not finished");
    // It is 95 % at 1193 first, and falls below once more.
    expect(found?.train.at?.earliest).toBeGreaterThanOrEqual(1193);
    expect(found?.train.at?.epoch).toBeLessThan(1210);
  });

  test("26-npy-dropout, whose accuracies are in two files", async () => {
    const { history } = await openRun(`${LOGS}/26-npy-dropout_train_acc.npy`);
    expect(history.map(({ measure, axis }) => [measure, axis])).toEqual([["train_accuracy", "row"]]);
  });
});
