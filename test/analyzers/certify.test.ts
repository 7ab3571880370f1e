import { expect, test } from "vitest";
import { compactCells, marginCells } from "#analyzers/_certify-cells.js";
import certify from "#analyzers/certify.js";
import { answerMargins } from "#quantities/certificates/answer-margins.js";
import { described } from "#quantities/certificates/described.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import { selected } from "#runs/select.js";
import { cyclicForm } from "#tasks/_cyclic.js";
import { task as taskOf } from "#tasks/_make.js";
import { stated } from "../_expected.ts";
import { changed, planted } from "../_networks.ts";

const last = async (name: string, options = {}) => selected(await openRun(`fixtures/${name}`, options), { last: true });

test("of a run that has generalised the mechanism proves what is right, and random frequencies decide nothing", async () => {
  const { table, conclusion, findings } = await analyze(await last("tiny"), certify);
  const [row] = table.rows;
  expect(row.test_accuracy).toBe(1);
  expect(row.test_mechanism).toBeGreaterThan(0.9);
  expect(row.control_decided).toBeLessThan(row.all_decided ?? 0);
  expect(conclusion?.mechanism?.share).toBe(row.test_mechanism);
  expect(conclusion?.compact?.cost).toBeGreaterThan(0);
  expect(findings.map(({ label }) => label).join()).toMatch(/whatever the error's signs/);
});

test("before any training nothing is decided, and no proof is more than the accuracy", async () => {
  const run = selected(await openRun("fixtures/tiny"), { every: 12 });
  const { table, conclusion } = await analyze(run, certify, { keys: [1, 2] });
  expect(table.rows[0].all_decided).toBe(0);
  expect(table.rows[0].all_compact).toBe(0);
  expect(conclusion?.key_frequencies.keys).toEqual([1, 2]);
  for (const row of table.rows)
    for (const share of [row.all_certified, row.all_mechanism, row.all_decided, row.all_compact])
      expect(share).toBeLessThanOrEqual(row.all_accuracy);
});

test("a group that is not cyclic has representations, and what is no group's operation a reason", async () => {
  const group = await analyze(await last("layouts/universality-table", stated("universality-table")), certify);
  expect(group.conclusion?.irreps).toMatch(/\S/);
  expect(group.table.rows[0].all_mechanism).not.toBeNull();
  const none = await analyze(await last("tasks/cubic"), certify);
  expect(none.conclusion?.mechanism).toBeNull();
  expect(none.conclusion?.no_mechanism).toMatch(/no group/);
  expect(none.table.rows[0].all_certified).toBeGreaterThanOrEqual(0);
});

test("a network with a NaN proves nothing, and has no least margin and no bound", () => {
  const task = taskOf("addition", 13);
  const of = described(task) ?? expect.unreachable();
  const exact = planted(13, cyclicForm(task) ?? expect.unreachable(), [1, 3, 4]);
  const model = changed(exact, "W_U", (old, i) => (i === 5 ? Number.NaN : old));
  const network = { task, architecture: model.architecture, split: undefined } as never;
  const asked = { of, waves: of.waves.slice(0, 2) };
  expect(compactCells(model, network, asked)).toMatchObject({ all_compact: 0, compact_bound: Number.NaN });
  expect(marginCells(answerMargins(model, task), network)).toEqual({ least_margin: Number.NaN, rounding_bound: null });
});
