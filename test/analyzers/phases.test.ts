import { describe, expect, test } from "vitest";
import phases from "#analyzers/phases.js";
import { UsageError } from "#errors.js";
import type { LoggedAxis } from "#logs/curves/curve.js";
import { analyze } from "#results/analyze.js";
import { openRun } from "#runs/open.js";
import type { LoggedCurve, Run } from "#runs/run.js";

/** A run of curves alone, as a reader gives it. */
function logged(history: readonly LoggedCurve[]): Run {
  return {
    path: "log.csv",
    name: "log.csv",
    formats: [],
    layout: undefined,
    network: undefined,
    checkpoints: [],
    history,
    settings: {},
    evidence: [],
    contradictions: [],
    doubts: [],
    finite: true,
  unread: [],
    skipped: [],
  };
}

const EPOCHS = Array.from({ length: 100 }, (_, i) => 10 * i);
const rising = (from: number, level = 1) => EPOCHS.map((epoch) => (epoch >= from ? level : 0.01));
const curve = (measure: LoggedCurve["measure"], values: readonly number[], set = "", axis: LoggedAxis = "step") =>
  ({ series: "", measure, set, axis, epochs: EPOCHS, values }) satisfies LoggedCurve;

const SETS = [
  curve("train_accuracy", rising(50)),
  curve("test_accuracy", rising(700), "near"),
  curve("test_accuracy", rising(2000), "far"),
];

describe("a log with two held-out sets", () => {
  test("has a conclusion and rows of each, the first the primary, with the train curve that they share", async () => {
    const { conclusion, table, findings } = await analyze(logged(SETS), phases);
    const { runs } = conclusion as NonNullable<ReturnType<NonNullable<typeof phases.conclude>>>;
    expect(runs.map(({ series, set, verdict }) => [series, set, verdict])).toEqual([
      ["", "near", "grokked"],
      ["", "far", "memorised, not generalised"],
    ]);
    expect(runs.map(({ train }) => train.at?.epoch)).toEqual([50, 50]);
    const sets = table.rows.map((row) => row.set);
    expect(sets).toEqual([...EPOCHS.map(() => "near"), ...EPOCHS.map(() => "far")]);
    expect(findings.map(({ label }) => label)).toEqual(expect.arrayContaining(["near: verdict", "far: verdict"]));
  });

  test("is drawn as a line a set and one for training", async () => {
    const { conclusion, table, options } = await analyze(logged(SETS), phases);
    const [, accuracies] = phases.figures(table as never, options as never, { conclusion: conclusion as never });
    expect(accuracies.data.map(({ name }) => name).sort()).toEqual(["test far", "test near", "train"]);
  });
});

test.each(["epoch", "step", "sample", "row"] as const)(
  "sentences count in what the log counts in: %s",
  async (axis) => {
    const history = [curve("train_accuracy", rising(50), "", axis), curve("test_accuracy", rising(700), "", axis)];
    const { findings } = await analyze(logged(history), phases);
    const said = Object.fromEntries(findings.map(({ label, value }) => [label, String(value)]));
    expect(said.verdict).toMatch(
      `grokked: train accuracy ≥ 95 % from ${axis} 50 on, test accuracy ≥ 95 % from ${axis} 700 on`,
    );
    expect(said.delay).toContain(`650 ${axis}s later`);
    if (axis !== "epoch") expect(Object.values(said).join()).not.toMatch(/epoch/);
  },
);

test("what counts as learnt is asked for, a share", async () => {
  const history = [curve("train_accuracy", rising(50)), curve("test_accuracy", rising(700, 0.9))];
  const at = async (learnt: number) => {
    const { conclusion } = await analyze(logged(history), phases, { learnt });
    return (conclusion as { runs: readonly { verdict: string; test: { threshold: number; at: unknown } }[] }).runs[0];
  };
  expect(await at(0.85)).toMatchObject({ verdict: "grokked", test: { threshold: 0.85, at: { epoch: 700 } } });
  expect((await at(0.95)).test).toMatchObject({ threshold: 0.95, at: null });
  await expect(analyze(logged(history), phases, { learnt: 95 })).rejects.toThrow(UsageError);
  await expect(analyze(logged(history), phases, { learnt: 95 })).rejects.toThrow(/--learnt.* from 0 to 1, got 95/);
});

test("a run with checkpoints has a conclusion of each set that its log has besides", async () => {
  const run = await openRun("fixtures/tiny");
  const own = run.history.filter(({ measure }) => measure.startsWith("train"));
  const other = { ...(own[0] as LoggedCurve), measure: "test_loss", set: "other" } as const;
  const { conclusion, table } = await analyze({ ...run, history: [...run.history, other] }, phases);
  const { runs } = conclusion as NonNullable<ReturnType<NonNullable<typeof phases.conclude>>>;
  expect(runs.map(({ set }) => set)).toEqual(["", "other"]);
  expect(runs[0].verdict).toBe("grokked");
  // The set is the training pairs: its curve is theirs.
  expect(runs[1].leakage.map(({ kind }) => kind)).toContain("equal");
  expect(table.rows).toHaveLength(run.checkpoints.length);
});

test("whether sets that are learnt together are suspect depends on the fraction, which a run with a split states", async () => {
  const { conclusion } = await analyze(await openRun("fixtures/tiny"), phases);
  expect((conclusion as { runs: readonly { leakage: unknown }[] }).runs[0].leakage).toEqual([]);
});

test("nothing that is said denies what a run may still do", async () => {
  const texts = await Promise.all(
    [rising(2000), rising(700), rising(60), rising(50, 0.5)].map(async (values) => {
      const { findings } = await analyze(
        logged([curve("train_accuracy", rising(50)), curve("test_accuracy", values)]),
        phases,
      );
      return findings.map(({ label, value }) => `${label}: ${value}`).join("\n");
    }),
  );
  for (const text of texts) expect(text).not.toMatch(/no grokking|not grok|without grokking|never grok/i);
});
