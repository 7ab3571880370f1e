import { expect, test } from "vitest";
import { AnalyzerError, analyze, column, defineAnalyzer, openRun, option, UsageError, weight } from "#index.js";

/** What a user of the package writes, with what the package exports. */
const largest = defineAnalyzer({
  name: "largest",
  title: "Largest weight",
  question: "How large is the largest value of the embedding?",
  source: "this test, 2026",
  options: { scale: option.integer("what to multiply it by", 1) },
  columns: { value: column.number("max |W_E|", "weight") },
  summary: { series: [], values: ["value"] },
  forward: false,
  applies: ({ network }) => network?.architecture.kind === "transformer" || "it is no transformer",
  prepare: ({ checkpoints }) => ({ count: checkpoints.length }),
  measure: (model, { options }) => [{ value: options.scale * Math.max(...weight(model, "W_E").data.map(Math.abs)) }],
  findings: ({ rows }, { scale }, { count }) => [
    { label: "checkpoints", value: count },
    { label: "last", value: (rows.at(-1)?.value ?? 0) / scale },
  ],
  figures: () => [],
});

test("an analyzer of the user's own runs as those of the package do", async () => {
  const run = await openRun("fixtures/layouts/full-run-data");
  const once = await analyze(run, largest);
  const twice = await analyze(run, largest, { scale: 2 }, { threads: 2 });
  expect(once.table.rows.map(({ epoch }) => epoch)).toEqual(run.checkpoints.map(({ epoch }) => epoch));
  expect(twice.table.rows.map(({ value }) => value)).toEqual(once.table.rows.map(({ value }) => 2 * value));
  expect([once.options, twice.options]).toEqual([{ scale: 1 }, { scale: 2 }]);
  expect(twice.findings).toEqual([{ label: "checkpoints", value: 3 }, once.findings[1]]);
});

test("it says where it does not apply, and what its options take", async () => {
  const mlp = await openRun("fixtures/tasks/addition");
  await expect(analyze(mlp, largest)).rejects.toThrow(AnalyzerError);
  await expect(analyze(mlp, largest)).rejects.toThrow("largest does not apply: it is no transformer");
  const run = await openRun("fixtures/layouts/full-run-data");
  await expect(analyze(run, largest, { scale: 0.5 })).rejects.toThrow(UsageError);
  await expect(analyze(run, largest, { scale: 0.5 })).rejects.toThrow("--scale: takes an integer, got 0.5");
});
