import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backtest } from "#monitoring/backtest.js";
import { type KnownRun, knownRuns } from "#monitoring/backtest-runs.js";
import { FITTED } from "#monitoring/forecast.js";
import { halfOf, inHalf } from "#monitoring/halves.js";
import { fitted } from "./_fit.ts";
import { COURSES, drawn, growing } from "./_planted.ts";

const FILE = "../shared/backtest/curves.jsonl";

function known(run: string, course: Parameters<typeof drawn>[0], generalised: number | null): KnownRun {
  return { run, family: "planted", curves: drawn(course, 100, 12_000), memorised: 500, generalised };
}

describe("of planted runs", () => {
  const runs = [
    ...[600, 800, 1000].map((width) => known(`w${width}`, growing(10_000, width), 10_000)),
    known("never", COURSES.memorised, null),
    known("stays", COURSES.plateau, null),
  ];
  const found = backtest(runs);

  test("forecasts, intervals and the simple forecasts are compared with the truth", () => {
    expect(found).toMatchObject({ runs: 5, generalising: 3, half: "all" });
    expect(found.at.map(({ share }) => share)).toEqual([0.5, 0.7, 0.8, 0.9]);
    for (const { error_of_20, error_of_now, share, runs } of found.at) {
      expect(runs).toBe(3);
      // Twenty times 500 is the truth.
      expect(error_of_20 ?? 0).toBe(0);
      if (error_of_now !== null) expect(error_of_now).toBeCloseTo(1 - share, 6);
    }
    expect(found.at[3].forecasts).toBe(3);
    expect(found.at[3].error).toBeLessThan(0.1);
  });

  test("a run that never rises has no forecast, and one that stays below its alert", () => {
    expect(found.never).toMatchObject({ runs: 2, alerts: { rising: 1, grokked: 0, plateau: 1, collapsed: 0 } });
    expect(found.rising).toMatchObject({ told: 3 });
    expect(found.rising.lead).toBeGreaterThan(500);
    expect(found.rising.auc[2]).toBeGreaterThan(0.9);
  });

  test("of no runs there are no numbers", () => {
    expect(backtest([])).toMatchObject({ runs: 0, coverage: null, never: { time: null }, rising: { lead: null } });
  });
});

describe("a file of curves", () => {
  const line = (more: object) => JSON.stringify({ run: "a", epoch: [0, 1, 2], test_accuracy: [0, 0.5, 0.95], ...more });

  test("gives runs, with the epochs that it does not state", () => {
    const [one, two] = knownRuns(`${line({ train_accuracy: [0.1, 0.99, 1] })}\n\n${line({ test_90_at: null })}\n`, "f");
    expect(one).toMatchObject({ run: "a", family: "", memorised: 1, generalised: 2 });
    expect(two).toMatchObject({ memorised: null, generalised: null });
    expect(knownRuns(line({ train_loss: [1, null, 0] }).replace("[1,", "[NaN,"), "f")[0].curves.train_loss).toEqual([
      Number.NaN,
      null,
      0,
    ]);
  });

  test.each([
    ["", "f: holds no runs"],
    ["{", "f: line 1: is no JSON object"],
    ["[1]", "f: line 1: is no JSON object"],
    [line({ run: 3 }), "f: line 1: run is 3; it is the run's name"],
    [line({ family: 3 }), "f: line 1: family is 3"],
    [JSON.stringify({ run: "a" }), "f: line 1: epoch is missing"],
    [line({ test_accuracy: undefined }), "f: line 1: test_accuracy is missing; it is a list of numbers"],
    [line({ epoch: [] }), "f: line 1: epoch is empty"],
    [line({ epoch: [0, 2, 1] }), "f: line 1: epoch[2] is 1; epochs are numbers that ascend"],
    [line({ train_loss: [1] }), "f: line 1: train_loss has 1 values for 3 epochs"],
    [line({ train_loss: [1, "x", 2] }), 'f: line 1: train_loss[1] is "x"'],
    [line({ train_accuracy: [1, 97, 2] }), "f: line 1: train_accuracy[1] is 97; an accuracy is a share"],
    [line({ test_90_at: "late" }), 'f: line 1: test_90_at is "late"'],
    [`${line({})}\nnull`, "f: line 2: is no JSON object"],
  ])("%s is refused in one line", (text, message) => {
    expect(() => knownRuns(text, "f")).toThrow(message);
  });
});

test("runs that differ in their seed alone are in one half", () => {
  const half = (run: string) => halfOf({ run, family: "f" });
  for (const [one, other] of [
    ["wd_1_seed_0", "wd_1_seed_17"],
    ["k2_s1", "k2_s9"],
    ["p97_seed3_x", "p97_seed4_x"],
  ])
    expect(half(one)).toBe(half(other));
  const halves = Array.from({ length: 64 }, (_, i) => half(`lr${i}`));
  expect(new Set(halves)).toEqual(new Set(["fitted", "other"]));
});

describe.skipIf(!existsSync(FILE))(`public runs (${FILE}, skipped where it is absent)`, () => {
  const runs = existsSync(FILE) ? knownRuns(readFileSync(FILE, "utf8"), FILE) : [];

  test("the constants are those that the fitted half gives", () => {
    const again = fitted(inHalf(runs, "fitted"));
    for (const name of ["coefficient", "exponent", "low", "high"] as const)
      expect(again[name] / FITTED[name], name).toBeCloseTo(1, 1);
  });

  test.each(["other", "fitted"] as const)(
    "half %s: forecasts are better than 20 times memorisation and than none",
    (half) => {
      const found = backtest(runs, half);
      for (const { error, error_of_20, error_of_now } of found.at) {
        expect(error).toBeLessThan(error_of_20 as number);
        expect(error).toBeLessThan(error_of_now as number);
      }
      expect(found.coverage).toBeGreaterThan(0.7);
      expect(found.never.forecast).toBeLessThan(found.never.runs / 2);
      expect(found.never.time).toBeLessThan(0.05);
      expect(found.never.alerts).toMatchObject({ grokked: 0, collapsed: 0 });
      expect(found.rising.auc[2]).toBeGreaterThan(0.75);
    },
  );

  test.each([...new Set(runs.map(({ family }) => family))])("constants fitted without %s are near", (family) => {
    const without = fitted(runs.filter((run) => run.family !== family));
    expect(Math.abs(without.coefficient / FITTED.coefficient - 1)).toBeLessThan(0.2);
    expect(Math.abs(without.low / FITTED.low - 1)).toBeLessThan(0.3);
    expect(Math.abs(without.high / FITTED.high - 1)).toBeLessThan(0.4);
  });
});
