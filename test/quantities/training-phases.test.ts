import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { delayInWords } from "#analyzers/_curve-shape-words.js";
import { changesInWords, whyInWords } from "#analyzers/_phase-words.js";
import { reasonInWords } from "#analyzers/_verdict-words.js";
import { type Curves, phaseAt, trainingPhases } from "#quantities/training-phases.js";
import { expected } from "../_expected.ts";
import {
  boundaries,
  changed,
  every,
  expectWithin,
  lossesOf,
  NAMES,
  PLAN,
  planted,
  RUN,
  STEP,
  seenAt,
  TRUTH,
  truth,
} from "./_planted-curves.ts";

describe("a planted run that groks", () => {
  const found = trainingPhases(RUN);

  test("has the four phases, one after the other over the whole run", () => {
    expect(found.verdict).toBe("grokked");
    expect(found.phases.map(({ name }) => name)).toEqual(NAMES);
    expect(found.phases.map(({ from }) => from)).toEqual([0, ...found.phases.slice(0, -1).map(({ to }) => to)]);
    expect(found.phases.at(-1)?.to).toBe(PLAN.N);
    for (const { from, to, from_within, to_within } of found.phases) {
      expect(from).toBeGreaterThanOrEqual(from_within[0]);
      expect(from).toBeLessThanOrEqual(from_within[1]);
      expect(to).toBeGreaterThanOrEqual(to_within[0]);
      expect(to).toBeLessThanOrEqual(to_within[1]);
    }
  });

  test("has them where they were planted, within a checkpoint", () => {
    for (const [name, phase] of Object.entries(boundaries(found))) {
      const place = TRUTH[name as keyof ReturnType<typeof boundaries>];
      expect(Math.abs((phase?.from ?? Number.NaN) - place), name).toBeLessThanOrEqual(STEP);
    }
    expectWithin(found, ["memorised", "cleanup", "stable"]);
  });

  test("has a delay from 99 % to 99 %", () => {
    const { train, test, epochs, ratio, epochs_within } = found.delay;
    expect([train?.earliest, train?.epoch]).toEqual([740, 750]);
    expect(Math.abs((test?.epoch ?? 0) - TRUTH.testAt99)).toBeLessThanOrEqual(STEP);
    expect(epochs).toBe((test?.epoch ?? 0) - 750);
    expect(ratio).toBe((test?.epoch ?? 0) / 750);
    const delay = TRUTH.testAt99 - TRUTH.trainAt99;
    expect(delay).toBeGreaterThanOrEqual(epochs_within?.[0] ?? Number.NaN);
    expect(delay).toBeLessThanOrEqual(epochs_within?.[1] ?? Number.NaN);
  });

  test("is clear in every phase, with a sentence on each curve", () => {
    for (const phase of found.phases) {
      expect(phase.certainty, `${phase.name}: ${whyInWords(phase, "epoch")}`).toBe("clear");
      expect(phase.changes).toHaveLength(7);
    }
    expect(changesInWords(found.phases[0], "epoch")).toMatch(
      /^train loss falls from 4\.73 to \S+e-7, test loss rises from 4\.73 to 2\S+, .*, excluded loss falls from 4\.73 to \S+, restricted loss falls from 4\.73 to \S+, sum of squares rises from 1800 to 3\d+$/,
    );
    expect(reasonInWords(found)).toMatch(
      /^train accuracy ≥ 95 % from epoch 720 on, test accuracy ≥ 95 % from epoch 11850 on/,
    );
  });

  test("names the phase of each epoch, none outside the run", () => {
    const { phases } = found;
    expect([0, 1000, 5000, 10000, PLAN.N].map((epoch) => phaseAt(phases, epoch)?.name)).toEqual([
      "memorisation",
      "memorisation",
      ...NAMES.slice(1),
    ]);
    for (const { name, from } of phases) expect(phaseAt(phases, from)?.name).toBe(name);
    expect([-1, PLAN.N + 1].map((epoch) => phaseAt(phases, epoch))).toEqual([undefined, undefined]);
    expect(phaseAt([], 0)).toBeUndefined();
  });

  test("has the same cleanup and the same end by its losses alone, and says what they cannot tell", () => {
    const alone = trainingPhases(lossesOf(RUN));
    expect(alone.verdict).toBe("grokked");
    expect(boundaries(alone).cleanup?.from).toBe(boundaries(found).cleanup?.from);
    expect(boundaries(alone).stable?.from).toBe(boundaries(found).stable?.from);
    expect(alone.phases.map(({ certainty }) => certainty)).toEqual(["weak", "weak", "clear", "clear"]);
    expect(alone.phases[0].doubts).toContainEqual({ kind: "no excluded loss" });
    expect(alone.delay.epochs).toBeNull();
    expect(delayInWords(alone.delay, "epoch")).toBe("train accuracy is not known, test accuracy is not known");
  });

  test.each([7, 23, 59, 113])("has them where they were planted with p = %i", (p) => {
    const plan = { ...PLAN, p };
    const of = trainingPhases(planted(plan, every(STEP, plan.N)));
    expect(of.verdict).toBe("grokked");
    expectWithin(of, ["memorised", "cleanup", "stable"], truth(plan));
  });

  test("wherever its phases end, however it is sampled", () => {
    const plans = fc.record({
      p: fc.constantFrom(7, 23, 113),
      M: fc.integer({ min: 100, max: 2000 }),
      formation: fc.double({ min: 3, max: 20, noNaN: true }),
      cleanup: fc.double({ min: 1.3, max: 2, noNaN: true }),
      rest: fc.double({ min: 1.3, max: 3, noNaN: true }),
      count: fc.integer({ min: 200, max: 2000 }),
    });
    fc.assert(
      fc.property(plans, ({ p, M, formation, cleanup, rest, count }) => {
        const C = M * formation;
        const plan = { p, M, C, S: C * cleanup, N: C * cleanup * rest };
        const of = trainingPhases(planted(plan, every(plan.N / count, plan.N)));
        expect(of.verdict).toBe("grokked");
        expectWithin(of, ["memorised", "cleanup", "stable"], truth(plan), plan.N / count);
      }),
      { numRuns: 60 },
    );
  });

  test("has its phases k times as late in a run k times as slow", () => {
    for (const k of [0.1, 7]) {
      const slow = trainingPhases({ ...RUN, epochs: RUN.epochs.map((epoch) => k * epoch) });
      for (const [i, { from, to }] of slow.phases.entries()) {
        expect(from).toBeCloseTo(k * found.phases[i].from, 6);
        expect(to).toBeCloseTo(k * found.phases[i].to, 6);
      }
    }
  });
});

test.each([
  ["sum_of_squares", "sum of squares", "cleanup", "fall"],
  ["excluded_loss", "excluded loss", "circuit formation", "rise by e"],
  ["restricted_loss", "restricted loss", "circuit formation", "fall by e"],
] as const)("%s that stays casts doubt on the phase that it spans", (name, curve, phase, expected) => {
  const { phases } = trainingPhases(changed(RUN, [name], () => 2000));
  const doubted = phases.filter(({ doubts }) => doubts.some(({ kind }) => kind === "unmoved"));
  expect(doubted.map((one) => one.name)).toEqual([phase]);
  expect(doubted[0].doubts).toContainEqual({ kind: "unmoved", curve, expected });
});

describe("the runs in fixtures", () => {
  const tiny = expected("tiny").checkpoints.filter(({ file }) => file !== "init.pth") as readonly any[];
  const column = (of: (checkpoint: any) => number) => tiny.map(of);
  const TINY: Curves = {
    epochs: column(({ epoch }) => epoch),
    train_loss: column(({ train }) => train.loss),
    test_loss: column(({ test }) => test.loss),
    train_accuracy: column(({ train }) => train.accuracy),
    test_accuracy: column(({ test }) => test.accuracy),
    restricted_loss: column((one) => one.restricted_excluded["sum-directions"].restricted_all),
    excluded_loss: column((one) => one.restricted_excluded["sum-directions"].excluded_train),
    sum_of_squares: column(({ weights }) => weights.total_sum_of_squares),
  };

  test("tiny: it memorises in 200 epochs, and cleans up from 1750", () => {
    const found = trainingPhases(TINY);
    expect(found.verdict).toBe("grokked");
    expect(found.phases.map(({ name, from, certainty }) => [name, from, certainty])).toEqual([
      ["memorisation", 0, "clear"],
      ["circuit formation", 200, "clear"],
      ["cleanup", 1750, "clear"],
      ["stable", 5000, "weak"],
    ]);
    // 99 % for the first time at epochs 133 and 2541, of those between the checkpoints.
    expect(found.delay).toMatchObject({
      train: { earliest: 100, latest: 150 },
      test: { earliest: 2500, latest: 2750 },
      epochs: 2600,
      epochs_within: [2350, 2650],
    });
    const alone = trainingPhases(lossesOf(TINY));
    expect(alone.phases.slice(2).map(({ from }) => from)).toEqual([1750, 5000]);
    expect(alone.phases[1].from_within).toEqual([100, 200]);
  });

  const [head, ...lines] = readFileSync("fixtures/mainline/metrics.csv", "utf8").trim().split(/\r?\n/);
  const fields = lines.map((line) => line.split(","));
  const MAINLINE = Object.fromEntries(
    head
      .split(",")
      .map((name, i) => [
        name.replace(/^epoch$/, "epochs"),
        fields.map((row) => (row[i] === "" ? null : Number(row[i]))),
      ]),
  ) as unknown as Curves;

  test("mainline: near the lines that the paper draws at 1.4k, 9.4k and 14k", () => {
    const found = trainingPhases(MAINLINE);
    expect(found.verdict).toBe("grokked");
    expect(found.phases.map(({ name, from, certainty }) => [name, from, certainty])).toEqual([
      ["memorisation", 0, "weak"],
      ["circuit formation", 1390, "weak"],
      ["cleanup", 9510, "clear"],
      ["stable", 12470, "clear"],
    ]);
    expect(found.delay).toMatchObject({
      epochs: 10783,
      train: { epoch: 137 },
      test: { epoch: 10920, earliest: 10910 },
    });
    const alone = trainingPhases(lossesOf(MAINLINE));
    expect(alone.phases.map(({ from }) => from)).toEqual(found.phases.map(({ from }) => from));
  });

  test("mainline at a tenth of its epochs, and at the epochs of a long run's checkpoints", () => {
    for (const kept of [
      seenAt(MAINLINE, (epoch) => epoch % 100 === 0),
      seenAt(MAINLINE, (epoch) => epoch % 500 === 0),
    ]) {
      expectWithin(trainingPhases(kept), ["memorised", "cleanup", "stable"], {
        ...TRUTH,
        memorised: 1390,
        cleanup: 9510,
        stable: 12470,
      });
    }
  });
});
