import { describe, expect, test } from "vitest";
import { verdictInWords } from "#analyzers/_verdict-words.js";
import { type Curves, trainingPhases } from "#quantities/training-phases.js";
import { decay, drawn, OVERFITS, ramp } from "./_drawn-curves.ts";
import { changed, every, lossesOf, normals, RUN, seenAt } from "./_planted-curves.ts";

const verdict = (curves: Curves) => trainingPhases(curves).verdict;

describe("overfitted", () => {
  test("is a test loss that rises for good after it fell with training", () => {
    for (const curves of [OVERFITS, lossesOf(OVERFITS)]) expect(verdict(curves)).toBe("overfitted");
    const facts = trainingPhases(OVERFITS).evidence.filter(({ kind }) => kind === "change");
    expect(facts.map((fact) => fact.kind === "change" && fact.curve)).toEqual([
      "test loss",
      "test loss",
      "train loss",
      "test accuracy",
    ]);
  });

  test("is not one that rises while the train set is learnt by heart, nor one whose accuracy rises on", () => {
    expect(verdict(lossesOf(seenAt(RUN, (epoch) => epoch < 3000)))).toBe("memorised, not generalised");
    const better = { ...OVERFITS, test_accuracy: OVERFITS.epochs.map((epoch) => ramp(0.1, 0.94, 0, 59)(epoch)) };
    expect(verdict(better)).not.toBe("overfitted");
  });

  test("is not a memoriser of two answers, whose guesses are right half of the time", () => {
    const parity = drawn(200, {
      train_loss: decay(0.7, 1e-4, 60),
      test_loss: (share) => (share < 0.02 ? 0.68 : 0.7 + 3 * share),
      train_accuracy: ramp(0.5, 1, 0, 0.05),
      test_accuracy: (share) => 0.5 + 0.02 * Math.sin(100 * share),
    });
    expect(verdict(parity)).toBe("memorised, not generalised");
  });
});

describe("grokked", () => {
  test("by a late rise from the level of a guess between two answers", () => {
    const parity = drawn(200, {
      train_accuracy: ramp(0.5, 1, 0, 0.05),
      test_accuracy: ramp(0.5, 1, 0.5, 0.6),
    });
    expect(verdict(parity)).toBe("grokked");
  });

  test("to a level below the threshold, which is its ceiling and said", () => {
    const late = drawn(200, { train_accuracy: ramp(0, 1, 0, 0.05), test_accuracy: ramp(0.1, 0.89, 0.2, 0.4) });
    const found = trainingPhases(late);
    expect(found.verdict).toBe("grokked");
    expect(found.ceiling).toMatchObject({ value: expect.closeTo(0.89, 2), threshold: 0.95 });
    expect(verdictInWords(found)).toContain("levels off at 89 %, a plateau below the threshold of 95 %");
  });

  test("not while the level may be passed: until it has lasted as long as it took", () => {
    const soon = drawn(200, { train_accuracy: ramp(0, 1, 0, 0.05), test_accuracy: ramp(0.1, 0.8, 0.2, 0.6) });
    expect(verdict(soon)).not.toBe("grokked");
  });

  test("is by the accuracy that is asked for", () => {
    const at90 = drawn(200, { train_accuracy: ramp(0, 0.97, 0, 0.05), test_accuracy: ramp(0, 0.92, 0.5, 0.6) });
    expect(trainingPhases(at90, { learnt: 0.9 })).toMatchObject({ verdict: "grokked", ceiling: null });
    expect(trainingPhases(at90, { learnt: 0.99 })).toMatchObject({ train: { at: null }, test: { at: null } });
  });
});

describe("a plateau, and generalising with training", () => {
  test("are told apart by the threshold", () => {
    const to = (level: number) =>
      verdict(drawn(100, { train_accuracy: ramp(0, 1, 0, 0.4), test_accuracy: ramp(0, level, 0, 0.4) }));
    expect([to(0.97), to(0.8)]).toEqual(["generalised with training", "plateau below its threshold"]);
  });

  test("deny no later rise in words", () => {
    const found = trainingPhases(
      drawn(100, { train_accuracy: ramp(0, 1, 0, 0.4), test_accuracy: ramp(0, 0.8, 0, 0.4) }),
    );
    expect(verdictInWords(found)).toMatch(/^plateau below its threshold by epoch 99: /);
  });

  test("is generalising with training though the log begins with a test set that is learnt", () => {
    const mnist = drawn(10, { train_accuracy: ramp(0.94, 0.998, 0, 1), test_accuracy: ramp(0.976, 0.988, 0, 1) });
    expect(verdict(mnist)).toBe("generalised with training");
  });
});

describe("collapsed, diverged, never learnt", () => {
  const grown = ramp(0, 1, 0.1, 0.2);
  test("collapse is to the end: one that is regained is a slingshot", () => {
    const falls = (back: number) => (share: number) => (share > 0.6 && share < back ? 0.2 : grown(share));
    const of = (back: number) =>
      drawn(300, { train_accuracy: falls(back), test_accuracy: (share) => falls(back)(share - 0.1) });
    expect(verdict(of(2))).toBe("collapsed after generalising");
    expect(verdict(of(0.7))).not.toBe("collapsed after generalising");
    expect(trainingPhases(of(2)).test.until).not.toBeNull();
  });

  test("divergence is a loss that is no number to the end, or far above its start for good", () => {
    const loss = decay(4.7, 0.1, 9);
    const after = (at: number, value: number) => (share: number) => (share > at ? value : loss(share));
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 60]) {
      const found = trainingPhases(drawn(100, { train_loss: after(0.7, value), test_loss: loss }));
      expect(found.verdict).toBe("diverged");
    }
    const last = trainingPhases(drawn(100, { train_loss: after(0.995, Number.NaN), test_loss: loss }));
    expect(last).toMatchObject({ verdict: "diverged", confidence: "low" });
    const passing = (share: number) => (share > 0.5 && share < 0.6 ? Number.NaN : loss(share));
    expect(verdict(drawn(100, { train_loss: passing, test_loss: loss }))).not.toBe("diverged");
    // A log with a value at every other row only.
    const holes = drawn(100, {
      train_loss: (share) => (Math.round(99 * share) % 2 ? Number.NaN : loss(share)),
      test_loss: loss,
    });
    expect(verdict(holes)).not.toBe("diverged");
  });

  test("a test loss that is not finite beside a train set that stays learnt is none", () => {
    const found = verdict(
      changed(RUN, ["test_loss"], (loss, epoch) => (epoch > 3000 ? Number.POSITIVE_INFINITY : loss)),
    );
    expect(found).not.toBe("diverged");
  });

  test("never learnt is a train set that has stopped: one that stirs is open", () => {
    const normal = normals(5);
    const chance = () => 4.7 * (1 + 0.001 * normal());
    const flat = drawn(100, { train_loss: chance, test_loss: chance });
    expect(verdict(flat)).toBe("never learnt");
    const stirring = drawn(100, { train_loss: ramp(4.7, 4.4, 0.5, 1), test_loss: chance });
    expect(verdict(stirring)).toBe("not enough evidence");
  });
});

describe("with one set alone", () => {
  test("says which is missing, and what the other tells", () => {
    const falling = trainingPhases(drawn(30, { test_loss: decay(4.5, 3.2, 5) }));
    expect(falling).toMatchObject({ verdict: "generalised with training", confidence: "low" });
    expect(falling.doubts).toContainEqual({ kind: "no curve", set: "train" });
    const train = trainingPhases(drawn(30, { train_loss: decay(4.5, 0.01, 5) }));
    expect(train.verdict).toBe("not enough evidence");
    expect(verdictInWords(train)).toContain("values of a held-out set are missing");
    expect(verdict(drawn(30, { train_accuracy: () => 0.01 }))).toBe("never learnt");
  });

  test("does not take a late rise of the test set for one with training", () => {
    const late = drawn(100, { test_accuracy: ramp(0.01, 1, 0.6, 0.7) });
    expect(trainingPhases(late)).toMatchObject({ verdict: "not enough evidence" });
    expect(trainingPhases(late).doubts.map(({ kind }) => kind)).toContain("waits");
  });
});

test("accuracies alone and losses alone give a grokking run's verdict, and less confidence", () => {
  const { epochs, train_accuracy, test_accuracy } = RUN;
  const accuracies = trainingPhases({ epochs, train_loss: [], test_loss: [], train_accuracy, test_accuracy });
  expect(accuracies).toMatchObject({ verdict: "grokked", confidence: "high", phases: [] });
  expect(trainingPhases(lossesOf(RUN))).toMatchObject({ verdict: "grokked", confidence: "moderate" });
});

test("losses in other units are measured by where they begin", () => {
  const { epochs, train_loss, test_loss } = RUN;
  const tiny = (values: readonly (number | null)[]) => values.map((value) => 0.002 * (value as number));
  const found = trainingPhases({ epochs, train_loss: tiny(train_loss), test_loss: tiny(test_loss) });
  expect(found.verdict).toBe("grokked");
  expect(found.train.threshold).toBeCloseTo(0.2 * 0.002 * Math.log(113), 6);
});

test("a million evaluations overflow nothing", () => {
  const many = every(1, 1e6 - 1);
  const at = (values: (share: number) => number) => many.map((epoch) => values(epoch / 1e6));
  const found = trainingPhases({
    epochs: many,
    train_loss: at(decay(4.7, 1e-6, 100)),
    test_loss: at((share) => (share < 0.6 ? 4.7 + 20 * share : 4.7 * Math.exp(-60 * (share - 0.6)))),
    train_accuracy: at(ramp(0, 1, 0, 0.05)),
    test_accuracy: at(ramp(0, 1, 0.6, 0.65)),
  });
  expect(found.verdict).toBe("grokked");
  expect(found.phases.at(0)?.name).toBe("memorisation");
});
