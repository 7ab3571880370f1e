import { beforeAll, describe, expect, test } from "vitest";
import ablations from "#analyzers/ablations.js";
import { UsageError } from "#errors.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { selected } from "#runs/select.js";

const asked = (run: Run, options = {}) => analyze(run, ablations, options);
type Result = Awaited<ReturnType<typeof asked>>;
type AblationRow = Result["table"]["rows"][number];

/** That fixtures/tiny has. */
const NEURONS = 96;

describe("the small run that groks", () => {
  let run: Run;
  let result: Result;
  let last: readonly AblationRow[];
  beforeAll(async () => {
    run = selected(await openRun("fixtures/tiny"), { every: 10 });
    result = await asked(run);
    const { rows } = result.table;
    last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
  });
  const row = (component: string, what: string, kind: string) =>
    last.find((one) => one.component === component && one.what === what && one.kind === kind) as AblationRow;

  test("has the same ablations at every checkpoint, each once, the network as it is first", () => {
    const names = (rows: readonly AblationRow[]) => rows.map((one) => [one.component, one.what, one.kind].join());
    expect(new Set(names(last)).size).toBe(last.length);
    for (const { epoch } of run.checkpoints) {
      const rows = result.table.rows.filter((one) => one.epoch === epoch);
      expect(names(rows)).toEqual(names(last));
      expect(rows[0]).toMatchObject({ component: "intact", train_delta: 0, all_delta: 0 });
    }
  });

  test("deltas are against the network as it is", () => {
    const intact = row("intact", "", "none");
    for (const one of last) {
      expect(one.all_delta).toBe(one.all_loss - intact.all_loss);
      expect(one.train_delta).toBe((one.train_loss ?? 0) - (intact.train_loss ?? 0));
    }
  });

  test("each set of neurons has as many at random beside it, and they are in order", () => {
    for (const one of last.filter(({ component }) => component === "neurons")) {
      const { neurons, control_least, control_loss, control_most } = one;
      if (neurons === 0) expect([control_least, control_loss, control_most]).toEqual([null, null, null]);
      else {
        expect(control_least).toBeLessThanOrEqual(control_loss as number);
        expect(control_loss).toBeLessThanOrEqual(control_most as number);
      }
    }
    const sizes = last.filter(({ component, kind }) => component === "neurons" && kind === "zero");
    expect(sizes.reduce((sum, { neurons }) => sum + (neurons ?? 0), 0)).toBe(NEURONS);
  });

  test("needs its keys, and not as many others", () => {
    const { all_loss, control_most } = row("frequencies", "all keys", "remove");
    expect(all_loss).toBeGreaterThan(1);
    expect(all_loss).toBeGreaterThan(10 * (control_most as number));
    expect(row("frequencies", "keys, 3x3 blocks", "keep").all_accuracy).toBeGreaterThan(0.9);
  });

  test("concludes which costs most, and says where a number is of", () => {
    const labels = result.findings.map(({ label }) => label);
    const { epoch } = last[0];
    expect(labels[0]).toMatch(/^key frequencies, rule logit-map at epoch/);
    expect(result.conclusion?.costliest.map(({ question }) => question)).toEqual(
      expect.arrayContaining(["training", "all"]),
    );
    for (const what of ["the training pairs most", "all pairs most"]) {
      expect(labels).toContain(`ablation that costs ${what}, at epoch ${epoch}`);
    }
    for (const k of row("intact", "", "none").keys) {
      expect(labels).toContain(`loss without k = ${k} at the neurons, all pairs, at epoch ${epoch}`);
    }
  });

  test("has a line for each ablation of a kind", () => {
    const figures = ablations.figures(result.table, result.options as never, { conclusion: undefined });
    const [parts, clusters, frequencies, rest, controls] = figures.map(({ data }) => data.map(({ name }) => name));
    expect(parts).toEqual(expect.arrayContaining(["intact", "head 0", "mlp"]));
    expect(frequencies).toEqual(expect.arrayContaining(["intact", "k = 3", "all keys", "all others"]));
    expect(clusters).toEqual(expect.arrayContaining(["intact", "k = 3", "unclustered"]));
    expect(rest).toContain("logits: cosines of the keys, replace");
    expect(controls).toEqual(["component", "random neurons"]);
    expect(figures[0].layout).toMatchObject({ yaxis: { type: "log" } });
    const heads = result.table.rows.filter(({ what, kind }) => what === "head 0" && kind === "mean");
    expect(figures[0].data.find(({ name }) => name === "head 0")?.y).toEqual(heads.map(({ all_loss }) => all_loss));
  });

  test("another seed permutes otherwise, and what is not random stays", async () => {
    const one = { ...run, checkpoints: run.checkpoints.slice(-1) };
    const { table } = await asked(one, { seed: 1, draws: 0 });
    for (const other of table.rows) {
      const own = row(other.component, other.what, other.kind);
      if (other.kind === "resample" && other.neurons !== 0) expect(other.all_loss).not.toBe(own.all_loss);
      else expect(other.all_loss).toBe(own.all_loss);
      expect(other.control_loss).toBeNull();
    }
    await expect(asked(one, { draws: -1 })).rejects.toThrow(UsageError);
  });
});

test.each([
  ["fixtures/layouts/two-layer-mlp", ["intact", "mlp", "neurons"], /an MLP has none/],
  ["fixtures/tasks/cubic", ["intact", "mlp"], /no cyclic group's operation/],
  [
    "fixtures/layouts/structural/nn-transformer-post",
    ["intact", "attention", "head", "mlp", "neurons", "skip"],
    undefined,
  ],
] as const)("%s: what the network has, and what is left out with the reason", async (path, components, reason) => {
  const run = await openRun(path);
  const { table, findings } = await asked({ ...run, checkpoints: run.checkpoints.slice(-1) });
  const found = new Set(table.rows.map(({ component }) => component));
  expect([...found]).toEqual(expect.arrayContaining([...components]));
  for (const left of ["attention", "skip", "neurons"]) {
    if (!(components as readonly string[]).includes(left)) expect(found.has(left)).toBe(false);
  }
  if (reason) expect(findings.map(({ value }) => value).join("\n")).toMatch(reason);
  for (const row of table.rows) expect(row.all_loss).toBeGreaterThanOrEqual(0);
});
