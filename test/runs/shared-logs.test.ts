import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import phases from "#analyzers/phases.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { WHERE } from "../oracles/_shared.ts";

const CASES = "../shared/cases";
const LOGS = "../shared/logs";
const ABSENT = !existsSync(CASES) || !existsSync(LOGS);

async function verdict(path: string): Promise<string> {
  const { findings } = await analyze(await openRun(path), phases);
  return findings.map(({ label, value }) => `${label}: ${value}`).join("\n");
}

describe.skipIf(ABSENT)(`one log in many forms ${WHERE}`, () => {
  test.each([
    ...["base", "bom", "cr", "crlf", "infs", "nanloss", "noepoch_nan", "pct", "quotedcomma", "quotedcomma2"],
    ...["quotednum", "resumed", "reversed", "semi", "strnone", "tab", "utf16"],
  ])("%s", async (name) => {
    const found = await verdict(`${CASES}/csv/${name}.csv`);
    expect(found).toMatch(/train accuracy ≥ 95 % from epoch 290 on, test accuracy ≥ 95 % from epoch 2380 on/);
  });
  // In their own epochs; the last two have no accuracies.
  test.each([
    ["negepoch", /train accuracy ≥ 95 % from epoch 190 on, test accuracy ≥ 95 % from epoch 2280 on/],
    ["fracepoch", /train accuracy ≥ 95 % from epoch 41\.4\d* on, test accuracy ≥ 95 % from epoch 340 on/],
    ["dupcol", /train loss ≤ 0\.2 from epoch 650 on, test loss ≤ 0\.2 from epoch 2650 on/],
    ["stepepoch", /train loss ≤ 0\.2 from epoch 650 on, test loss ≤ 0\.2 from epoch 2650 on/],
  ])("%s", async (name, wanted) => {
    expect(await verdict(`${CASES}/csv/${name}.csv`)).toMatch(wanted);
  });
});

describe.skipIf(ABSENT)(`logs of other people ${WHERE}`, () => {
  test.each([
    ["01-lightning-power.metrics.csv", /memorised, not generalised by/],
    ["03-nanda.json", /from epoch 100 on, test accuracy ≥ 95 % from epoch 5500 on/],
    ["04-omnigrok-mnist.json", /train accuracy ≥ 95 % from epoch 2001 on/],
    ["06-slingshot.json", /from epoch 200 on, test accuracy ≥ 95 % from epoch 800 on/],
    ["09-muon-adamw-wd0p1.csv", /memorised, not generalised by/],
    ["13-nanda1layer-history.json", /from epoch 500 on, test accuracy ≥ 95 % from epoch 3800 on/],
    ["17-clockwork.json", /from epoch 200 on, test accuracy ≥ 95 % from epoch 16600 on/],
    ["24-porth-frac0.25-wd1.csv", /from epoch 100 on, test accuracy ≥ 95 % from epoch 3000 on/],
    ["29-muon-mech.jsonl", /from epoch 100 on, test accuracy ≥ 95 % from epoch 575 on/],
    ["39-never-learns.csv", /never learnt by/],
  ])("%s", async (name, wanted) => {
    expect(await verdict(`${LOGS}/${name}`)).toMatch(wanted);
  });
});

describe.skipIf(ABSENT)(`side-cars ${WHERE}`, () => {
  test("one that nests for ever is skipped, and the checkpoint read", async () => {
    const { skipped, checkpoints } = await openRun(`${CASES}/deep-json`);
    expect(checkpoints).toHaveLength(1);
    expect(skipped).toEqual([{ file: "cfg.json", reason: expect.stringMatching(/nested deeper/) }]);
  });
  test("a configuration in YAML and a list of rows", async () => {
    const { checkpoints, network, history } = await openRun(`${CASES}/config-yaml-heads`);
    expect(network?.architecture).toMatchObject({ heads: 4 });
    expect(checkpoints[0]?.epoch).toBe(20000);
    expect(history.find(({ measure }) => measure === "test_loss")?.values.at(-1)).toBeCloseTo(9.26733e-4, 8);
  });
});
