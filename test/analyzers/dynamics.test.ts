import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import dynamics from "#analyzers/dynamics.js";
import type { Model } from "#networks/model.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { momentsAt } from "#runs/moments-at.js";
import { openRun } from "#runs/open.js";
import type { Checkpoint, Network, Run } from "#runs/run.js";
import { selected } from "#runs/select.js";

let run: Run;
beforeAll(async () => {
  run = await openRun("fixtures/tiny");
});

const OPTIONS = { curvature: "no", commutatorBatch: 512, batchDraws: 2, traceDraws: 2, drawSeed: 0 } as const;
const prepared = { trainingPairs: 420, statedLoss: null, withoutMoments: "none" };

function total(model: Model, checkpoint: Checkpoint, last = true) {
  const network = run.network as Network;
  const nothing = { train: null, test: null };
  const rows = dynamics.measure(model, {
    network,
    epoch: checkpoint.epoch,
    last,
    stored: [nothing, nothing],
    moments: () => momentsAt(checkpoint),
    options: OPTIONS,
    prepared,
  });
  return rows[rows.length - 1];
}

/** The network with its logits so many times as large. */
function scaled(model: Model, factor: number): Model {
  const get: Model["parameters"]["get"] = (name) => {
    const found = model.parameters.get(name);
    return found && name === "W_U" ? { ...found, data: found.data.map((x) => x * factor) } : found;
  };
  return { ...model, parameters: { names: model.parameters.names, get } };
}

test("a network with scaled-up weights is in softmax collapse; an initial one is not, and is pushed nowhere along its weights", () => {
  const last = run.checkpoints[run.checkpoints.length - 1];
  const collapsed = total(scaled(modelAt(run, last), 20), last);
  expect([collapsed.collapsed, collapsed.zero_loss, collapsed.zero_gradient]).toEqual([1, 1, 1]);
  const [initial] = run.checkpoints;
  const first = total(modelAt(run, initial), initial, false);
  expect([first.collapsed, first.zero_loss, first.zero_gradient]).toEqual([0, 0, 0]);
  expect(Math.abs(Number(first.weight_cosine))).toBeLessThan(0.1);
  expect(first.slow_gradient).toBeNull();
});

test("the moments that the last file stores give the slow share that PyTorch's do", () => {
  const { slowGradient } = JSON.parse(readFileSync("fixtures/dynamics.json", "utf8"));
  const last = run.checkpoints[run.checkpoints.length - 1];
  expect(total(modelAt(run, last), last).slow_gradient).toBeCloseTo(slowGradient, 9);
});

test("of a run: half of its pairs collapse by some epoch, and the moments of one checkpoint are enough to know of", async () => {
  const some = selected(run, { every: 8 });
  const { conclusion, table, findings } = await analyze(some, dynamics, { batchDraws: 1 });
  expect(conclusion).toMatchObject({ training_pairs: 420, collapse_epoch: expect.any(Number), stated_loss: null });
  expect(conclusion).toMatchObject({ without_moments: null, memorised_epoch: expect.any(Number) });
  expect(table.rows.filter(({ parameter }) => parameter === "total")).toHaveLength(some.checkpoints.length);
  expect(findings.length).toBeGreaterThan(5);
});

const COLUMNS = { epoch: {}, ...dynamics.columns } as never;

/** What is concluded of defects and accuracies alone. */
function concluded(defects: readonly number[], accuracies: readonly (number | null)[]) {
  const nothing = Object.fromEntries(Object.keys(dynamics.columns).map((name) => [name, null]));
  const rows = defects.map((commutator_defect, i) => ({
    ...nothing,
    epoch: 100 * i,
    parameter: "total",
    commutator_defect,
    train_accuracy: i > 0 ? 1 : 0,
    test_accuracy: accuracies[i],
  }));
  const context = { history: [], options: OPTIONS, prepared };
  const table = { columns: COLUMNS, rows } as never;
  const conclusion = dynamics.conclude?.(table, context) as NonNullable<
    ReturnType<NonNullable<typeof dynamics.conclude>>
  >;
  const findings = dynamics.findings?.(table, { ...context, conclusion }) ?? [];
  return { conclusion, alarm: findings.find(({ label }) => label.startsWith("commutator alarm")) };
}

test("an alarm is told with what became of the run: how long before, or that it is false", () => {
  const rise = [1, 1, 1, 30, 40, 50];
  const led = concluded(rise, [0, 0, 0, 0.1, 0.5, 0.99]);
  expect(led.conclusion).toMatchObject({ alarm_epoch: 300, generalised_epoch: 500, lead: 200, false_alarm: false });
  expect(led.alarm?.note).toContain("200 epochs before generalisation; runs that never grok raise it too");
  const never = concluded(rise, [0, 0, 0, 0.1, 0.1, 0.1]);
  expect(never.conclusion).toMatchObject({ alarm_epoch: 300, generalised_epoch: null, lead: null, false_alarm: true });
  expect(never.alarm?.note).toContain("a false alarm so far");
  const late = concluded(rise, [0, 0.99, 0.99, 0.99, 0.99, 0.99]);
  expect(late.conclusion).toMatchObject({ lead: -200, false_alarm: false });
  const quiet = concluded([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1]);
  expect(quiet.conclusion).toMatchObject({ alarm_epoch: null, lead: null, false_alarm: null });
  expect(concluded(rise, [null, null, null, null, null, null]).conclusion.false_alarm).toBeNull();
});

test("a run whose split is not known is not asked, and a loss that is none of ours is named", async () => {
  const network = { ...(run.network as Network), split: undefined };
  expect(dynamics.applies?.({ ...run, network })).toMatch(/not known/);
  const other = { ...run, settings: { ...run.settings, loss: "stablemax" } };
  expect(await dynamics.prepare?.(other, OPTIONS)).toMatchObject({ statedLoss: "stablemax" });
  const usual = { ...run, settings: { ...run.settings, loss: "CrossEntropyLoss" } };
  expect(await dynamics.prepare?.(usual, OPTIONS)).toMatchObject({ statedLoss: null });
  await expect(analyze(run, dynamics, { traceDraws: 1 })).rejects.toThrow(/--trace-draws: takes a number from 2/);
});
