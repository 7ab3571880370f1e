import { beforeAll, describe, expect, test } from "vitest";
import edges from "#analyzers/edges.js";
import { startBackend } from "#engine/backend.js";
import type { Model } from "#networks/model.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { type CyclicForm, cyclicForm } from "#tasks/_cyclic.js";
import { task } from "#tasks/_make.js";
import { MAINLINE, randomTransformer } from "../_networks.ts";
import { phasedNetwork, plantedNeurons } from "./_planted-phases.ts";

beforeAll(async () => {
  await startBackend();
});

/** Of a share: weights, activations and logits are float32. */
const FLOAT32 = 1e-5;

const TASKS = [
  ["addition", 13],
  ["subtraction", 11],
  ["multiplication", 13],
] as const;

function rowsOf(model: Model, name: string, p: number, keys: readonly number[]) {
  const network = { architecture: model.architecture, task: task(name, p), split: undefined };
  const stored = [
    { train: null, test: null },
    { train: null, test: null },
  ] as const;
  const options = { keys, rule: "logit-map", keysAt: "last", exact: "auto", attributed: "last" } as const;
  const prepared = { keys, none: null, rule: null, epoch: null };
  return edges.measure(model, { network, epoch: 0, last: true, stored, options, prepared });
}

describe.each(TASKS)("planted clusters of frequencies 2 and 3: %s mod %i", (name, p) => {
  const form = cyclicForm(task(name, p)) as CyclicForm;

  test.each(["neurons", "concatenate"] as const)(
    "inputs that meet by %s: each edge carries its own cluster's, all of it",
    (meeting) => {
      const model = phasedNetwork(p, form, plantedNeurons(form, [2, 3], 6), 1, meeting);
      const rows = rowsOf(model, name, p, [2, 3]).filter(({ carries }) => carries === "frequency");
      const clusters = rows.filter((row) => [row.from, row.to].some((part) => part.startsWith("k = ")));
      expect(clusters.length).toBe(2 * 3 * 2);
      for (const { from, to, frequency, share, exact, attributed, whole } of clusters) {
        const own = [from, to].includes(`k = ${frequency}`);
        expect(Math.abs(Number(share) - (own ? 1 : 0)), `${from} → ${to}, ${frequency}`).toBeLessThan(FLOAT32);
        // (A + B)² less (mean A + B)² is the gradient's 2 (A + B)(A − mean A) but for (A − mean A)², which knows no a ± b.
        expect(Math.abs(Number(exact) - Number(attributed))).toBeLessThan(FLOAT32 * whole);
      }
      // The neurons of no cluster are none, and carry exactly nothing.
      for (const { from, to, exact } of rows) if ([from, to].includes("unclustered")) expect(exact).toBe(0);
    },
  );
});

test("an untrained network carries no key frequency", () => {
  const model = randomTransformer({ ...MAINLINE, p: 13, sequence: ["a", "b", 13] });
  const rows = rowsOf(model, "addition", 13, [2, 3]).map((row) => ({ epoch: 0, ...row }));
  expect(rows.every(({ share }) => share === null)).toBe(true);
  const context = {
    history: [],
    options: {} as never,
    prepared: { keys: [2, 3], none: null, rule: null, epoch: null },
  };
  const concluded = edges.conclude?.({ columns: edges.columns as never, rows: rows as never }, context);
  expect(concluded).toMatchObject({ carriers: [], not_carried: [2, 3] });
});

test("a run that grokked: what it memorised gives way, and each frequency comes through its own neurons", async () => {
  const run = selected(await openRun("fixtures/tiny"), { every: 11 });
  const { conclusion, table } = await analyze(run, edges, {}, { threads: 1 });
  const { over_epochs, carriers, agreement, handed_over_epoch } = conclusion as NonNullable<
    ReturnType<NonNullable<typeof edges.conclude>>
  >;
  expect(over_epochs.map(({ generalising, memorising }) => Number(generalising) > Number(memorising))).toEqual([
    false,
    true,
    true,
  ]);
  for (const { right, generalising, memorising } of over_epochs)
    expect(right).toBeCloseTo(Number(generalising) + Number(memorising), 6);
  expect(handed_over_epoch).toBe(over_epochs[1].epoch);
  expect(carriers.filter(({ to_kind }) => to_kind === "logits").map(({ from, share }) => [from, share > 0.9])).toEqual([
    ["k = 3", true],
    ["k = 11", true],
  ]);
  expect(agreement?.correlation).toBeGreaterThan(0.95);
  expect(new Set(table.rows.map(({ scale }) => scale)).size).toBe(1);
});

test("without key frequencies nothing is called memorising or generalising", async () => {
  const run = selected(await openRun("fixtures/quadratic-mlp"), { every: 6 });
  const { conclusion, findings, table } = await analyze(run, edges, {}, { threads: 1 });
  expect(new Set(table.rows.map(({ carries }) => carries))).toEqual(new Set(["all"]));
  for (const one of conclusion?.over_epochs ?? expect.unreachable())
    expect(one).toMatchObject({ right: expect.any(Number), generalising: null, memorising: null });
  expect(conclusion?.handed_over_epoch).toBeNull();
  expect(findings.map(({ label }) => label).join()).not.toContain("carry more");
  const [circuit] = edges.figures(table, {} as never, { conclusion });
  expect(circuit.data.map(({ name }) => name).filter(Boolean)).not.toContain("memorising");
  expect(circuit.caption).toContain("not told apart");
});
