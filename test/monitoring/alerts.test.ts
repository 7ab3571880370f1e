import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adviceOn } from "#monitoring/advice.js";
import { ALERTS, type Alert } from "#monitoring/alerts.js";
import { followed } from "#monitoring/run-state.js";
import { STATES } from "#monitoring/state.js";
import { adviceInWords, alertInWords } from "#monitoring/words.js";
import { series } from "#quantities/change-points.js";
import { earlyStopping, PATIENCES } from "#quantities/dynamics/early-stopping.js";
import { normals } from "../quantities/_planted-curves.ts";
import { COURSES, drawn } from "./_planted.ts";

const names = (alerts: readonly Alert[]) => alerts.map(({ alert }) => alert);

describe("alerts of planted runs, in their order", () => {
  test.each([
    ["fitting", ["early stopping"]],
    ["memorised", ["memorised", "early stopping"]],
    ["rising", ["memorised", "early stopping", "rising"]],
    ["generalised", ["memorised", "early stopping", "rising", "grokked"]],
    ["plateau", ["memorised", "early stopping", "rising", "plateau"]],
    ["collapsing", ["memorised", "early stopping", "rising", "grokked", "collapsed"]],
  ] as const)("%s: %j", (name, expected) => {
    expect(names(followed(drawn(COURSES[name])).alerts)).toEqual(expected);
  });

  test("a test set that is learnt with the train set is not grokked", () => {
    const { train } = COURSES.memorised;
    expect(names(followed(drawn({ train, test: (epoch) => 0.97 * train(epoch) })).alerts)).toContain("generalised");
  });

  test("each is told when it is seen, of an epoch that is not later, with its value", () => {
    for (const course of Object.values(COURSES)) {
      for (const { at, epoch, value, alert } of followed(drawn(course)).alerts) {
        expect(epoch, alert).toBeLessThanOrEqual(at);
        expect(value).not.toBeNull();
      }
    }
    const grokked = followed(drawn(COURSES.generalised)).alerts.find(({ alert }) => alert === "grokked") as Alert;
    expect(grokked).toMatchObject({ epoch: 6900, at: 7000, curve: "test accuracy" });
    expect(alertInWords(grokked, "epoch")).toMatch(/^the test set is learnt from epoch 6900 on, late/);
  });
});

test("no alert is told twice, whatever the curves do", () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, size) => {
      const normal = normals(seed);
      const wild = (share: number) => Math.min(1, Math.max(0, share + size * normal()));
      const curves = drawn(COURSES.collapsing, 50);
      const told = names(
        followed({ ...curves, test_accuracy: curves.test_accuracy.map((one) => wild(one as number)) }).alerts,
      );
      expect(new Set(told).size).toBe(told.length);
      for (const name of told) expect(ALERTS).toContain(name);
    }),
    { numRuns: 50 },
  );
});

test("the first loss that is no number is told at once, and a diverged run after three", () => {
  const curves = drawn(COURSES.fitting);
  const train_loss = curves.train_loss.map((loss, i) => (i >= 40 ? Number.NaN : loss));
  const { alerts } = followed({ ...curves, train_loss });
  expect(alerts.filter(({ alert }) => alert !== "early stopping")).toMatchObject([
    { alert: "nan", at: 4000, curve: "train loss" },
    { alert: "diverged", at: 4200, epoch: 4000 },
  ]);
});

test("a held-out set that equals the train set is suspected of leakage, and one that is learnt later is not", () => {
  const curves = drawn(COURSES.memorised);
  const leaked = { ...curves, test_loss: curves.train_loss, test_accuracy: curves.train_accuracy };
  expect(followed(leaked).alerts.find(({ alert }) => alert === "leakage")?.leakage).toMatchObject({ kind: "equal" });
  expect(names(followed(drawn(COURSES.generalised, 1)).alerts)).not.toContain("leakage");
});

test("early stopping is at the first evaluation so many after the best so far, row by row as of the whole curve", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 6, maxLength: 60 }), (values) => {
      const epochs = values.map((_, i) => 10 * i);
      const curve = series(epochs, values);
      for (const { on, patience, stopped, kept } of earlyStopping(curve, curve)) {
        const best = on === "test loss" ? Math.min : Math.max;
        const end = values.findIndex((_, i) => i - values.indexOf(best(...values.slice(0, i + 1))) >= patience);
        expect(stopped).toBe(end < 0 ? null : 10 * end);
        const known = { epochs, train_loss: [], test_loss: [], [on.replace(" ", "_")]: values };
        const { stopping } = followed(known, { patience }).monitor.advice();
        expect(stopping).toEqual(end < 0 ? null : { on, patience, epoch: 10 * end, kept });
      }
    }),
  );
  expect(PATIENCES).toContain(10);
});

describe("advice", () => {
  const NONE = { kind: "none", at: 100, reason: "not rising" } as const;

  test("to stop is of runs alone that generalised or diverged", () => {
    const stops = STATES.filter((state) => {
      const advice = adviceOn({ state, since: 0, at: 100, axis: "epoch", evidence: [] }, NONE, null);
      return advice.course === "stop";
    });
    expect(stops).toEqual(["generalised", "diverged"]);
  });

  test("a test loss that rises changes none, and what a patience would have done is said", () => {
    const curves = drawn(COURSES.memorised);
    const rising = followed({ ...curves, test_loss: curves.epochs.map((epoch) => 5 + epoch / 100) }).monitor;
    expect(rising.advice()).toMatchObject({ course: "go on", reason: "may grok" });
    expect(adviceInWords(rising.advice())).toMatch(
      /^go on: .*; early stopping with patience 10 on the test loss would have stopped at epoch 1000$/,
    );
    expect(rising.advice().stopping).toMatchObject({ patience: 10, epoch: 1000, kept: { epoch: 0 } });
  });

  test.each(Object.values(COURSES))("is one sentence of one line", (course) => {
    const words = adviceInWords(followed(drawn(course)).monitor.advice());
    expect(words).toMatch(/^(go on|stop|look): [^\n]+[^.\n]$/);
  });
});
