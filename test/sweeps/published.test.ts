import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type TrainingConfig, trainingConfig, trainRun } from "#index.js";
import { readSpec } from "#sweeps/spec.js";
import { folder } from "../training/_small.ts";

const SPEC = "docs/sweep-decay-fraction.json";
const [header = "", ...lines] = readFileSync("docs/sweep-decay-fraction.csv", "utf8").trim().split("\n");
const rows = lines.map((line) => {
  const fields = line.match(/("[^"]*"|[^,]*)(,|$)/g)?.map((field) => field.replace(/,$/, "").replaceAll('"', "")) ?? [];
  return Object.fromEntries(header.split(",").map((name, i) => [name, fields[i]]));
});

test("the table of the sweep that docs/commands/sweep.md shows has every combination of its spec", () => {
  const { grid = {} } = readSpec(SPEC);
  const wanted = Object.values(grid).reduce((count, values) => count * values.length, 1);
  expect(new Set(rows.map(({ fraction, weight_decay, seed }) => `${fraction} ${weight_decay} ${seed}`)).size).toBe(
    wanted,
  );
  expect(rows.every(({ state }) => state === "finished")).toBe(true);
});

test("one of its runs, made anew, learns both sets when its row says", async () => {
  const row = rows.find((one) => one.fraction === "0.9" && one.weight_decay === "1" && one.seed === "0");
  const { settings } = readSpec(SPEC);
  const own = { fraction: 0.9, weight_decay: 1, seed: 0 } as Partial<TrainingConfig>;
  const reached = { train_accuracy: 0, test_accuracy: 0 };
  await trainRun(join(folder(), "run"), trainingConfig("mlp-quadratic", { ...settings, ...own }), {
    threads: 1,
    until: (metrics) => {
      for (const set of ["train_accuracy", "test_accuracy"] as const)
        if ((metrics[set] ?? 0) >= 0.95) reached[set] ||= metrics.epoch;
      return reached.test_accuracy > 0;
    },
  });
  // Sums of float32 in another order lead to another run of the same story.
  const near = (found: number, told: string | undefined) =>
    expect(Math.abs(found / Number(told) - 1)).toBeLessThan(0.25);
  near(reached.train_accuracy, row?.memorised_at);
  near(reached.test_accuracy, row?.generalised_at);
});
