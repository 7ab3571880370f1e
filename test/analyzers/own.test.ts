import { expect, test } from "vitest";
import {
  AnalyzerError,
  analyze,
  analyzeAll,
  analyzers,
  column,
  defineAnalyzer,
  field,
  findingInWords,
  openRun,
  option,
  UsageError,
  weight,
} from "#index.js";

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
  findings: ({ rows }, { options: { scale }, prepared: { count } }) => [
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

/** One that uses the rest of the contract: what the run says of a checkpoint, and what only the whole run tells. */
const told = defineAnalyzer({
  name: "told",
  title: "What is told",
  question: "What is an analyzer told?",
  source: "this test, 2026",
  options: {
    keys: option.integers("some frequencies"),
    from: option.integers("others", [1, 2]),
    layer: option.integerOr("which layer", ["last"], "last"),
  },
  columns: {
    last: column.optionalBoolean("whether it is the last checkpoint"),
    loss: column.optionalNumber("train loss on file", "nats"),
    place: column.optionalInteger("place of the epoch by loss; null until the run is finished"),
    options: column.text("the options"),
  },
  summary: { series: [], values: ["loss"] },
  forward: false,
  prepare: () => ({ word: "ready" }),
  measure: (_, { last, stored: [{ train }], options: { keys, from, layer }, prepared: { word } }) => [
    { last, loss: train, place: null, options: JSON.stringify([word, keys ?? null, from, layer]) },
  ],
  finish: (rows, { history, options, prepared }) => {
    expect([history.length > 0, options.layer, prepared.word]).toEqual([true, options.layer, "ready"]);
    const order = rows.map(({ loss }) => loss ?? 0).toSorted((a, b) => a - b);
    return rows.map((row) => ({ ...row, place: order.indexOf(row.loss ?? 0) }));
  },
  findings: ({ rows }) => [{ label: "places", value: rows.map(({ place }) => place ?? -1) }],
  figures: () => [],
});

test("it is told which checkpoint is the last and what is on file, and finishes the rows of the whole run", async () => {
  const run = await openRun("fixtures/layouts/full-run-data");
  const { table, findings } = await analyze(run, told);
  expect(table.rows.map(({ last }) => last)).toEqual([false, false, true]);
  for (const { loss } of table.rows) expect(loss).toBeGreaterThan(0);
  expect(findings).toEqual([{ label: "places", value: [2, 1, 0] }]);
  expect(Object.values(table.columns).map(({ nullable }) => nullable ?? false)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});

test("options of several integers, and of an integer or a word", async () => {
  const run = await openRun("fixtures/layouts/full-run-data");
  const words = async (options: Parameters<typeof analyze<typeof told.options, any, any, any>>[2]) => {
    const { table, options: settled } = await analyze(run, told, options);
    return [table.rows[0].options, settled];
  };
  expect(await words({})).toEqual(['["ready",null,[1,2],"last"]', { from: [1, 2], layer: "last" }]);
  const given = { keys: [3, 5], from: [], layer: 0 };
  expect(await words(given)).toEqual(['["ready",[3,5],[],0]', given]);
  for (const [wrong, message] of [
    [{ keys: [0.5] }, "--keys: takes integers, e.g. 3,5,14, got [0.5]"],
    [{ keys: 3 }, "--keys: takes integers, e.g. 3,5,14, got 3"],
    [{ layer: "first" }, '--layer: takes last or an integer, got "first"'],
    [{ layer: 1.5 }, "--layer: takes last or an integer, got 1.5"],
  ] as const) {
    const asked = analyze(run, told, wrong as never);
    await expect(asked).rejects.toThrow(UsageError);
    await expect(asked).rejects.toThrow(message);
  }
});

test("it goes along with those of the package, on one thread, with options by name", async () => {
  const run = await openRun("fixtures/layouts/full-run-data");
  const options = { told: { layer: 2 }, fourier: { rules: "every" } };
  const { results, skipped, stopped } = await analyzeAll(run, [told, analyzers.fourier], { options, threads: 2 });
  expect({ skipped, stopped }).toEqual({ skipped: [], stopped: false });
  expect(results[0]).toEqual(await analyze(run, told, { layer: 2 }));
  expect(results[1]).toEqual(await analyze(run, analyzers.fourier, { rules: "every" }));
});

/** One that says what it concludes, which types what it is asked for. */
const concluding = defineAnalyzer({
  name: "concluding",
  title: "Where the largest weight is largest",
  question: "When is the largest value of the embedding largest?",
  source: "this test, 2026",
  options: {},
  columns: { value: column.number("max |W_E|", "weight") },
  summary: { series: [], values: ["value"] },
  forward: false,
  measure: (model) => [{ value: Math.max(...weight(model, "W_E").data.map(Math.abs)) }],
  conclusion: {
    largest: field.record("where it is largest", {
      epoch: column.integer("the checkpoint"),
      value: column.number("max |W_E|", "weight"),
    }),
  },
  conclude: ({ rows }) => {
    const { epoch, value } = rows.reduce((a, b) => (b.value > a.value ? b : a));
    return { largest: { epoch, value } };
  },
  findings: (_, { conclusion: { largest } }) => [
    { label: `largest, at epoch ${largest.epoch}`, value: largest.value, unit: "weight" },
  ],
  figures: () => [],
});

test("it concludes an object of the fields that it declares, and says it in words", async () => {
  const { table, conclusion, findings } = await analyze(await openRun("fixtures/layouts/full-run-data"), concluding);
  const largest: number | undefined = conclusion?.largest.value;
  expect(largest).toBe(Math.max(...table.rows.map(({ value }) => value)));
  expect(conclusion?.largest.epoch).toBe(table.rows.find(({ value }) => value === largest)?.epoch);
  expect(findings.map(findingInWords)).toEqual([`${Number(largest?.toPrecision(5))} weight`]);
  // @ts-expect-error: it declares no such field.
  expect(conclusion?.smallest).toBeUndefined();
});
