import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { captionOf } from "#figures/_figure.js";
import { drawn } from "#figures/theme.js";
import { sweepCurves } from "#report/_sweep-curves.js";
import { namedFrom } from "#sweeps/beginning.js";
import { cellsOf } from "#sweeps/cells.js";
import { sweepCost } from "#sweeps/estimate.js";
import { generalisedMap } from "#sweeps/figures/generalised-map.js";
import { baselinePlan, type Intervention, interventionPlan, readIntervention } from "#sweeps/intervention.js";
import { outcomeOf } from "#sweeps/outcome.js";
import { readPlan, runFolderOf, type SweepPlan, sweepPlan, writePlan } from "#sweeps/plan.js";
import { resultsTable } from "#sweeps/results-table.js";
import { runCell } from "#sweeps/run-cell.js";
import { type RunResult, runResult, runResults } from "#sweeps/run-results.js";
import { sweepFigures } from "#sweeps/sweep-figures.js";
import { startingFrom } from "#training/starting-from.js";
import { trainRun } from "#training/train-run.js";
import { contents, folder, metricsOf, small } from "../training/_small.ts";
import { END, EVERY, metricsOf as logged } from "./_planted.ts";
import { SETTINGS } from "./_sweeps.ts";

const INTERVENTION: Intervention = {
  settings: { ...SETTINGS, evaluate_every: 5 },
  seeds: [0, 1],
  epochs: [20, 40],
  changes: { "no decay": { weight_decay: 0 }, "fewer pairs": { fraction: 0.3 } },
};

async function trained(plan: SweepPlan): Promise<SweepPlan> {
  writePlan(plan);
  for (const cell of plan.cells) await runCell(plan, cell);
  return plan;
}

/** The intervention in a folder, its baseline trained. */
async function begun(at: string, intervention = INTERVENTION): Promise<SweepPlan> {
  const baseline = baselinePlan(at, intervention, "spec");
  if (baseline) await trained(baseline);
  return interventionPlan(at, intervention, "spec");
}

/** Weights, moments and updates at the end, to the byte. */
const state = (run: string) => contents(run)[".resume.safetensors"];

test("is each change and a control from each epoch of each seed; a control is the baseline to the byte", async () => {
  const at = folder();
  const plan = await trained(await begun(at));
  expect(plan.cells.slice(0, 3).map(({ name }) => name)).toEqual(
    ["control", "no-decay", "fewer-pairs"].map((change) => `change-${change}_from_epoch-20_seed-0`),
  );
  expect(plan.cells).toHaveLength(12);
  expect(readPlan(at).cells).toEqual(plan.cells);
  const results = runResults(plan);
  for (const cell of plan.cells) {
    const { change, from_epoch, seed } = cell.varied;
    const [run, base] = [runFolderOf(plan, cell), join(at, "baseline", "runs", `seed-${seed}`)];
    expect(outcomeOf(plan, cell)).toMatchObject({ end: "finished", epoch: 60, anew: null });
    // Its curves are those of the baseline, then its own.
    const own = metricsOf(base).slice(0, Number(from_epoch));
    expect(results[cell.index].curves.train_loss).toEqual([...own, ...metricsOf(run)].map((one) => one.train_loss));
    if (change !== "control") {
      expect(state(run)).not.toBe(state(base));
      continue;
    }
    expect(metricsOf(run)).toEqual(metricsOf(base).slice(Number(from_epoch)));
    expect(state(run) === state(base)).toBe(true);
  }
  const { columns, rows } = resultsTable(results) as { columns: object; rows: readonly Record<string, any>[] };
  expect(Object.keys(columns).slice(2, 5)).toEqual(["change", "from_epoch", "seed"]);
  for (const [i, { sum_of_squares, name }] of rows.entries()) {
    const weights = await endWeights(runFolderOf(plan, plan.cells[i]));
    expect(sum_of_squares / weights.reduce((sum, w) => sum + w * w, 0), name).toBeCloseTo(1, 6);
  }
  expect((await sweepCost(plan, plan.cells)).epochs).toBe(6 * 40 + 6 * 20);
});

async function endWeights(run: string): Promise<Float32Array> {
  return (await startingFrom(run, { epochs: 99 })).state.weights;
}

test("cut off at any epoch it goes on to the same bytes", async () => {
  const [whole, cut] = [folder(), folder()];
  const plan = await trained(await begun(whole, { ...INTERVENTION, seeds: [0], epochs: [20] }));
  const other = await begun(cut, { ...INTERVENTION, seeds: [0], epochs: [20] });
  writePlan(other);
  for (const cell of other.cells) {
    const run = runFolderOf(other, cell);
    const { config, state: from } = await startingFrom(`${join(cut, "baseline/runs/run")}@20`, cell.config);
    const stop = ({ epoch }: { readonly epoch: number }) => {
      if (epoch === 47) throw new Error("cut");
    };
    await expect(trainRun(run, config, { from, checkpoints: "last", onEpoch: stop })).rejects.toThrow("cut");
    await runCell(other, cell);
    expect(contents(run)).toEqual(contents(runFolderOf(plan, plan.cells[cell.index])));
  }
});

test("of a run that is there already the optimiser begins anew, which is said; its last checkpoint has its moments", async () => {
  const at = folder();
  const run = join(at, "before");
  await trainRun(run, small(), { threads: 1 });
  const { changes } = INTERVENTION;
  const plan = await trained(await begun(join(at, "x"), { run, settings: { epochs: 14 }, epochs: [5, 10], changes }));
  const rows = resultsTable(runResults(plan)).rows as readonly Record<string, any>[];
  expect(rows.map(({ change, from_epoch, anew }) => [change, from_epoch, anew])).toEqual(
    [5, 10].flatMap((epoch) =>
      ["control", ...Object.keys(changes)].map((change) => [
        change,
        epoch,
        epoch === 5 ? "they are kept of epoch 10 alone" : null,
      ]),
    ),
  );
  rmSync(run, { recursive: true });
  expect(() => readPlan(plan.folder)).toThrow(/before: holds no run of train; name its folder/);
});

describe("a moment", () => {
  test("is the first checkpoint from when the baseline learns each set for good, or from the middle", async () => {
    const run = join(folder(), "run");
    await trainRun(run, small({ epochs: END, checkpoint_every: 100, evaluate_every: EVERY }), { threads: 1 });
    const lines = logged({ memorised: 210, generalised: 630 });
    const columns = ["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"] as const;
    const text = [columns, ...lines.map((one) => columns.map((name) => one[name]))].join("\n");
    writeFileSync(join(run, "metrics.csv"), `${text}\n`);
    const epochs = ["memorised", "halfway", "generalised", 900] as const;
    const spec = { run, epochs, changes: { "no decay": { weight_decay: 0 } } };
    const { cells } = interventionPlan(folder(), spec, "spec");
    expect(cells.map(({ varied, from }) => [varied.change, varied.from_epoch, from?.epoch])).toEqual(
      [
        ["memorised", 300],
        ["halfway", 500],
        ["generalised", 700],
        [900, 900],
      ].flatMap(([at, epoch]) => ["control", "no decay"].map((change) => [change, at, epoch])),
    );
    writeFileSync(join(run, "metrics.csv"), `${columns}\n`);
    expect(() => interventionPlan(folder(), spec, "spec")).toThrow(
      /run: has no moment "memorised" by epoch 1000; train it longer, or give epochs/,
    );
  });
});

describe("figures", () => {
  const SPEC = { changes: { control: {}, "no decay": { weight_decay: 0 } }, grid: { seed: [0, 1, 2] } };
  const results: readonly RunResult[] = [200, 400].flatMap((epoch) =>
    cellsOf("planted", SPEC).map((cell) => {
      const at = { ...cell, from: { run: "none", epoch }, varied: { ...cell.varied, from_epoch: epoch } };
      const lost = cell.varied.change === "no decay" && (epoch === 200 || cell.varied.seed === 0);
      const open = lost && cell.varied.seed === 1;
      const metrics = logged({ memorised: 50, generalised: lost ? null : 600 }, open ? 500 : END);
      const none = { seconds: 1, sum_of_squares: null, anew: null };
      return runResult(at, open ? "running" : "finished", metrics, none);
    }),
  );

  test("say after each change, from each epoch, how many still generalise, and what is not decided", () => {
    const figure = generalisedMap(results);
    const said = (figure.layout.annotations as readonly any[]).map(({ x, y, text }) => [x, y, text]);
    expect(figure.layout.yaxis).toMatchObject({ ticktext: ["no decay", "control"] });
    expect(figure.layout.xaxis).toMatchObject({ ticktext: ["200", "400"] });
    expect(said).toEqual([
      [0, 0, "0/3+"],
      [1, 0, "2/3"],
      [0, 1, "3/3"],
      [1, 1, "3/3"],
    ]);
    expect(captionOf(figure)).toMatch(/\+: 1 runs ended before/);
    expect(sweepFigures(results).figures.map(({ name }) => name)).toContain("generalised");
    for (const theme of ["screen", "dark", "paper"] as const)
      expect(drawn(figure, { theme }).layout.height).toBeGreaterThan(100);
  });

  test("mark in the curves of each change where it was made", () => {
    const figure = sweepCurves(results) as NonNullable<ReturnType<typeof sweepCurves>>;
    expect((figure.layout.shapes as readonly any[]).map(({ x0, x1 }) => [x0, x1])).toEqual(
      [200, 200, 400, 400].map((epoch) => [epoch, epoch]),
    );
    expect(captionOf(figure)).toMatch(/Dashed: where a run begins/);
  });
});

test("a sweep goes on from checkpoints too, over a grid; paths are from its folder", async () => {
  const at = folder();
  await trainRun(join(at, "a"), small(), { threads: 1, checkpoints: "states" });
  const from = namedFrom(join(at, "sweeps", "x"), [{ run: join(at, "a"), epoch: 5 }]);
  expect(from).toEqual([{ run: join("..", "..", "a"), epoch: 5 }]);
  const grid = { weight_decay: [0, 1], fraction: [0.3, 0.5] };
  const plan = await trained(sweepPlan(join(at, "sweeps", "x"), { from, grid }));
  expect(plan.cells.map(({ name }) => name)).toEqual(
    [0, 1].flatMap((decay) => [0.3, 0.5].map((share) => `fraction-${share}_weight_decay-${decay}`)),
  );
  expect(state(runFolderOf(plan, plan.cells[3])) === state(join(at, "a"))).toBe(true);
  expect(new Set(plan.cells.map(({ id }) => id)).size).toBe(4);
});

describe("refused, with what it can be", () => {
  const spec = (value: unknown) => {
    const file = join(folder(), "spec.json");
    writeFileSync(file, JSON.stringify(value));
    return readIntervention(file);
  };
  const good = { epochs: [20], changes: { x: { weight_decay: 0 } } };

  test.each([
    [[], /is no object of settings/],
    [{ ...good, epoch: [1] }, /"epoch" is not a key of an intervention; "epochs" is$/],
    [{ changes: good.changes }, /epochs are no list; write "epochs"/],
    [{ ...good, epochs: ["grokked"] }, /epochs have "grokked"; write .* memorised, halfway, generalised$/],
    [{ ...good, epochs: [2.5] }, /epochs have 2\.5/],
    [{ epochs: [20] }, /changes are no object of names/],
    [{ ...good, changes: { x: 3 } }, /change "x" is no object of settings/],
    [{ ...good, changes: { control: { weight_decay: 0 } } }, /change "control" changes something/],
    [{ ...good, run: "a", seeds: [1] }, /has run and seeds; leave one out/],
    [{ ...good, run: [] }, /run is no path/],
    [{ ...good, seeds: ["a"] }, /seeds are no list of numbers/],
  ])("%j", (value, message) => {
    expect(() => spec(value)).toThrow(message);
  });

  test.each([
    [{ changes: { x: { weight_dcay: 0 } } }, /"weight_dcay" is not a setting of train; "weight_decay" is$/],
    [
      { changes: { x: { weight_decay: -1 } } },
      /run 0 \(change x, weight_decay -1\): --weight-decay: must be 0 or more/,
    ],
    [{ epochs: [25, 40] }, /no checkpoint of epoch 25: it has one each 10, to 60; give "checkpoint_every": 5 /],
    [{ epochs: [70] }, /no checkpoint of epoch 70/],
  ])("%j", (changes, message) => {
    expect(() => baselinePlan("nowhere", { ...INTERVENTION, ...changes }, "spec")).toThrow(message);
  });

  test("a network of another size, an epoch without a checkpoint, a folder without a run", async () => {
    const at = folder();
    await trainRun(join(at, "a"), small(), { threads: 1 });
    const plan = (from: unknown, changes: object) => () =>
      sweepPlan(at, { from, changes: { x: changes } } as any, "spec");
    expect(plan(["a@5"], { neurons: 13 })).toThrow(/run 0 .*a: has a network of another size; change no size/);
    expect(plan(["a@7"], {})).toThrow(/has no checkpoint of epoch 7; it has one each 5/);
    expect(plan(["b@5"], {})).toThrow(/b: holds no run of train/);
    expect(plan(["a"], {})).toThrow(/from has "a", which names no checkpoint; write "RUN@EPOCH"/);
    expect(() => sweepPlan(at, { from: ["a@5"], preset: "tiny" }, "spec")).toThrow(/has from and preset/);
  });
});
