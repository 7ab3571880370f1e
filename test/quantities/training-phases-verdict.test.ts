import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concludedRun, PHASES_FIELDS } from "#analyzers/_phase-fields.js";
import { changesInWords, whyInWords } from "#analyzers/_phase-words.js";
import { confidenceInWords, reasonInWords, verdictInWords } from "#analyzers/_verdict-words.js";
import { type Curves, type TrainingPhases, trainingPhases } from "#quantities/training-phases.js";
import { VERDICTS } from "#quantities/verdicts/verdict.js";
import { misfits } from "../analyzers/_laws.ts";
import {
  changed,
  every,
  expectWithin,
  LOSSES,
  lossesOf,
  NAMES,
  normals,
  PLAN,
  planted,
  RUN,
  STEP,
  seenAt,
  TRUTH,
} from "./_planted-curves.ts";

describe("the verdict", () => {
  const until = (epoch: number, curves: Curves = RUN) => trainingPhases(seenAt(curves, (one) => one <= epoch));
  const stays = (value: (epoch: number) => number) => (before: number, epoch: number) =>
    epoch <= PLAN.M ? before : value(epoch);
  const { restricted_loss: _, excluded_loss: __, ...known } = RUN;
  const memoriser = changed(
    changed(
      known,
      ["test_loss"],
      stays((epoch) => 25 + Math.sin(epoch)),
    ),
    ["test_accuracy"],
    stays(() => 0.05),
  );

  test.each([
    ["all measures", memoriser],
    ["losses alone", lossesOf(memoriser)],
    [
      "noise",
      ((normal) => changed(memoriser, LOSSES, (loss) => loss * Math.exp(0.1 * normal())))(normals(3)) satisfies Curves,
    ],
    [
      "a slingshot",
      changed(memoriser, ["train_loss", "test_loss"], (loss, epoch) => (epoch > 5000 && epoch < 5300 ? 3 : loss)),
    ],
  ])("is that a run that memorises and stays has memorised so far: %s", (_, curves) => {
    const found = trainingPhases(curves);
    expect(found.verdict, reasonInWords(found)).toBe("memorised, not generalised");
    expect(verdictInWords(found)).toMatch(/^memorised, not generalised by epoch 16000: train /);
    expect(found.phases.map(({ name, from, to, certainty }) => [name, from, to, certainty])).toEqual([
      ["memorisation", 0, PLAN.N, "clear"],
    ]);
    expect(reasonInWords(found)).toMatch(/at no epoch for good; at epoch 16000 train loss \S+, test loss \S+$/);
    expect(found.delay.epochs).toBeNull();
  });

  test("is that a test loss that follows the train loss generalises with training", () => {
    const { epochs, train_loss, train_accuracy, sum_of_squares } = RUN;
    const test_loss = train_loss.map((loss) => 1.3 * (loss as number));
    const both = { epochs, train_loss, test_loss, sum_of_squares };
    for (const curves of [
      both,
      lossesOf(both),
      { ...both, train_accuracy, test_accuracy: train_accuracy },
      seenAt(both, (_, i) => i % 10 === 0),
    ]) {
      const found = trainingPhases(curves);
      expect(found.verdict, reasonInWords(found)).toBe("generalised with training");
      expect(found.phases).toEqual([]);
    }
  });

  test("is that a long start at chance is no memorisation", () => {
    const epochs = every(STEP, 2000);
    const falls = (start: number) =>
      epochs.map((epoch) => (epoch < start ? 4.7 : 4.7 * Math.exp((start - epoch) / 50)));
    expect(trainingPhases({ epochs, train_loss: falls(1000), test_loss: falls(1050) }).verdict).toBe(
      "generalised with training",
    );
  });

  test("is that grokking soon after a late memorisation is grokking still", () => {
    const { epochs, ...curves } = planted({ p: 113, M: 400, C: 2000, S: 2600, N: 4000 }, every(STEP, 4000));
    const later = { ...curves, epochs: epochs.map((epoch) => (epoch === 0 ? 0 : epoch + 20000)) };
    expect(trainingPhases(later).verdict).toBe("grokked");
  });

  test("is by the accuracies where the losses hardly fall, as in training on squared errors", () => {
    const made = (epoch: number) => Math.min(Math.max((epoch - PLAN.C) / (PLAN.S - PLAN.C), 0), 1);
    const test_loss = RUN.epochs.map((epoch) => (epoch < PLAN.M ? 4.7 : 5 * 0.74 ** made(epoch)));
    const found = trainingPhases({ ...RUN, test_loss });
    expect(found.verdict).toBe("grokked");
    expect(found.phases.map(({ name }) => name)).toEqual(NAMES);
    // Half of the fall, and nine tenths of it.
    expectWithin(found, ["cleanup", "stable"], { ...TRUTH, cleanup: 10500, stable: 11700 });
  });

  test("is that nothing is learnt where the train loss stays, and open while it may be", () => {
    const flat = RUN.epochs.map(() => 4.7);
    const found = trainingPhases({ ...RUN, train_loss: flat, train_accuracy: flat.map(() => 0.3) });
    // A test set that is learnt is so, whatever dropout makes of the train set.
    expect(found.verdict).toBe("generalised with training");
    expect(found.doubts).toContainEqual({ kind: "set not learnt", set: "train" });
    const stays = { ...RUN, train_loss: flat, test_loss: flat };
    const never = trainingPhases({
      ...stays,
      train_accuracy: flat.map(() => 0.01),
      test_accuracy: flat.map(() => 0.01),
    });
    expect(never.verdict).toBe("never learnt");
    expect(never.phases).toEqual([]);
    expect(trainingPhases(lossesOf(stays)).verdict).toBe("never learnt");
    expect(until(200).verdict).toBe("not enough evidence");
    expect(until(200).doubts).toContainEqual(
      expect.objectContaining({ kind: "still moving", curve: "train accuracy" }),
    );
  });

  test("is open while a run is under way, and says how far it is", () => {
    expect(until(1000).verdict).toBe("not enough evidence");
    expect(reasonInWords(until(1000))).toMatch(/too early/);
    expect(until(9900).verdict).toBe("grokking, not finished");
    expect(until(9900).phases.map(({ name, certainty }) => [name, certainty])).toEqual([
      ["memorisation", "clear"],
      ["circuit formation", "clear"],
      ["cleanup", "weak"],
    ]);
    expect(until(9900).phases.at(-1)?.doubts).toContainEqual({ kind: "cut short" });
    expect(reasonInWords(until(8000))).toMatch(/excluded loss has risen and the restricted loss fallen/);
    expect(until(8000).phases.map(({ name }) => name)).toEqual(NAMES.slice(0, 2));
    expect(until(11900).verdict).toBe("grokked");
    expect(until(11900).phases.map(({ name }) => name)).toEqual(NAMES.slice(0, 3));
    expect(until(11900).phases.at(-1)).toMatchObject({ certainty: "weak", to: 11900 });
  });

  test("by losses alone says that the test loss comes down, before it has come far", () => {
    expect(until(3000, lossesOf(RUN)).verdict).toBe("memorised, not generalised");
    const found = until(8500, lossesOf(RUN));
    expect(found.verdict).toBe("memorised, not generalised");
    expect(confidenceInWords(found)).toMatch(/^low: the test loss falls from \S+ to \S+ in the last half of the run/);
    expect(until(9500, lossesOf(RUN)).verdict).toBe("grokking, not finished");
  });

  test.each([
    ["no", []],
    ["one", [0]],
    ["three", [0, 1500, 16000]],
    ["four", [0, 1500, 9000, 16000]],
  ])("is open with %s checkpoints", (_, epochs) => {
    const found = trainingPhases(planted(PLAN, epochs));
    expect(found.verdict).toBe("not enough evidence");
    const lacks = epochs.length === 0 ? /no train curve is known.*no test curve/ : `at ${epochs.length} evaluation`;
    expect(reasonInWords(found)).toMatch(lacks);
    expect(found.phases).toEqual([]);
  });

  test("is open where no checkpoint lies between the two sets' being learnt", () => {
    const late = trainingPhases(planted(PLAN, [0, 13000, 14000, 15000, 16000]));
    expect(late.verdict).toBe("not enough evidence");
    expect(reasonInWords(late)).toMatch(/too far apart/);
    const over = trainingPhases(planted(PLAN, every(100, PLAN.N).slice(130)));
    expect(over.verdict).toBe("not enough evidence");
    expect(reasonInWords(over)).toMatch(/at the first evaluation/);
  });

  test("is given, and nothing throws, whatever the curves", () => {
    const value = fc.oneof(fc.constant(null), fc.double(), fc.double({ min: 0, max: 30 }), fc.constantFrom(0, 1e-9, 1));
    const column = (n: number) => fc.array(value, { minLength: n, maxLength: n });
    const curves = fc.integer({ min: 0, max: 30 }).chain((n) =>
      fc.record(
        {
          epochs: fc.array(fc.nat(1e5), { minLength: n, maxLength: n }).map((epochs) => epochs.sort((a, b) => a - b)),
          train_loss: column(n),
          test_loss: column(n),
          train_accuracy: column(n),
          test_accuracy: column(n),
          excluded_loss: column(n),
          restricted_loss: column(n),
          sum_of_squares: column(n),
        },
        { requiredKeys: ["epochs", "train_loss", "test_loss"] },
      ),
    );
    fc.assert(
      fc.property(curves, (of) => {
        const found = trainingPhases(of);
        const { phases } = found;
        expect(JSON.parse(JSON.stringify(found))).toStrictEqual(found);
        expect(VERDICTS).toContain(found.verdict);
        const said = (of: TrainingPhases) => `${verdictInWords(of)}${confidenceInWords(of)}`;
        expect(said(found)).not.toMatch(/NaN|undefined/);
        const concluded = { runs: [concludedRun({ series: "", set: "", ...found })] };
        expect(misfits(concluded, PHASES_FIELDS)).toEqual([]);
        expect(said(concluded.runs[0])).toBe(said(found));
        for (const [i, phase] of phases.entries()) {
          expect(phase.from).toBeLessThan(phase.to);
          if (i > 0) expect(phase.from).toBe(phases[i - 1].to);
          expect(`${changesInWords(phase, "row")}${whyInWords(phase, "row")}`).not.toMatch(/NaN|undefined/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
