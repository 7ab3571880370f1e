import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Monitor } from "#monitoring/monitor.js";
import { rowsOf } from "#monitoring/row.js";
import { runState } from "#monitoring/run-state.js";
import { STATES } from "#monitoring/state.js";
import { Trail } from "#monitoring/trail.js";
import { stateInWords } from "#monitoring/words.js";
import type { Curves } from "#quantities/training-phases.js";
import { normals } from "../quantities/_planted-curves.ts";
import { COURSES, drawn, firstRows } from "./_planted.ts";

const CASES = Object.entries(COURSES);
const losses = (curves: Curves): Curves => ({ ...curves, train_accuracy: [], test_accuracy: [] });
const accuracies = (curves: Curves): Curves => ({ ...curves, train_loss: [], test_loss: [] });

describe("the state of a planted run", () => {
  test.each(CASES)("%s", (state, course) => {
    expect(runState(drawn(course)).state).toBe(state);
    expect(runState(accuracies(drawn(course))).state).toBe(state);
  });

  test.each(CASES.filter(([state]) => state !== "plateau"))("%s, by its losses alone", (state, course) => {
    // A loss tells of a rise where it is below its first, which is later than an accuracy tells.
    expect(runState(losses(drawn(course, 100, 13_000))).state).toBe(state);
  });

  test.each(CASES)("%s, with noise of 0.02 and every tenth accuracy missing", (state, course) => {
    const normal = normals(7);
    const noisy = (share: number) => Math.min(1, Math.max(0, share + 0.02 * normal()));
    const curves = drawn(course);
    const test_accuracy = curves.test_accuracy.map((share, i) => (i % 10 === 9 ? null : noisy(share as number)));
    expect(runState({ ...curves, test_accuracy }).state).toBe(state);
  });

  test("is since the epoch at which it began, within an evaluation's distance", () => {
    const since = (course: (typeof CASES)[number][1]) => runState(drawn(course)).since as number;
    // 95 % of the ramps.
    expect(Math.abs(since(COURSES.generalised) - 6850)).toBeLessThanOrEqual(100);
    expect(Math.abs(since(COURSES.memorised) - 475)).toBeLessThanOrEqual(100);
    expect(since(COURSES.collapsing)).toBe(8000);
    expect(since(COURSES.fitting)).toBe(0);
  });

  test("is diverged where the train loss is no number for three evaluations, or e times its first", () => {
    const curves = drawn(COURSES.fitting);
    const lost = (from: number, to: number) => ({
      ...curves,
      train_loss: curves.train_loss.map((loss, i) => (i >= from && i < to ? Number.NaN : loss)),
    });
    const { length } = curves.epochs;
    expect(runState(lost(length - 3, length))).toMatchObject({ state: "diverged", since: curves.epochs[length - 3] });
    expect(runState(lost(length - 2, length)).state).toBe("fitting");
    expect(runState(lost(10, 20)).state).toBe("fitting");
    const high = curves.train_loss.map((loss, i) => (i > 50 ? 20 : loss));
    expect(runState({ ...curves, train_loss: high }).state).toBe("diverged");
  });

  test("is not told of too little: no rows, two rows, one set", () => {
    const curves = drawn(COURSES.memorised);
    expect(runState(firstRows(curves, 0))).toMatchObject({ state: "not enough evidence", at: null });
    expect(runState(firstRows(curves, 2)).state).toBe("not enough evidence");
    const alone = { ...curves, test_loss: [], test_accuracy: [] };
    expect(runState(alone)).toMatchObject({ state: "not enough evidence" });
    expect(runState(alone).evidence).toContainEqual({ kind: "no curve", set: "test" });
    expect(runState({ ...curves, train_loss: [], train_accuracy: [] }).evidence).toContainEqual({
      kind: "no curve",
      set: "train",
    });
  });

  test("has its numbers in a sentence", () => {
    expect(stateInWords(runState(drawn(COURSES.generalised)))).toMatch(
      /^generalised since epoch 69\d\d: train accuracy ≥ 95 % from epoch 500 on; test accuracy ≥ 95 % from epoch 69\d\d on/,
    );
  });
});

test("a state is of the rows up to its epoch alone", () => {
  const courses = CASES.map(([, course]) => course);
  fc.assert(
    fc.property(
      fc.constantFrom(...courses),
      fc.integer(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (course, seed, share) => {
        const normal = normals(seed);
        const curves = drawn(course, 200);
        const noisy = { ...curves, test_accuracy: curves.test_accuracy.map((one) => (one as number) + 0.1 * normal()) };
        const count = Math.floor(share * curves.epochs.length);
        const monitor = new Monitor();
        let [then, forecast] = [monitor.state, monitor.forecast()];
        for (const [i, row] of [...rowsOf(noisy)].entries()) {
          monitor.push(row);
          if (i + 1 === count) [then, forecast] = [monitor.state, monitor.forecast()];
        }
        const cut = new Monitor();
        for (const row of rowsOf(firstRows(noisy, count))) cut.push(row);
        expect(cut.state).toEqual(then);
        expect(cut.forecast()).toEqual(forecast);
      },
    ),
    { numRuns: 60 },
  );
});

test("one evaluation that is off makes no run generalised, collapsing or diverged", () => {
  const monitored = (curves: Curves) => {
    const monitor = new Monitor();
    return Array.from(rowsOf(curves), (row) => {
      monitor.push(row);
      return monitor.state.state;
    });
  };
  for (const [name, value, forbidden] of [
    ["memorised", 1, "generalised"],
    ["generalised", 0, "collapsing"],
  ] as const) {
    const curves = drawn(COURSES[name], 500);
    for (let i = 0; i < curves.epochs.length; i++) {
      const test_accuracy = curves.test_accuracy.map((share, at) => (at === i ? value : share));
      expect(monitored({ ...curves, test_accuracy })).not.toContain(forbidden);
    }
  }
});

test("rows that go back are refused, with what to do", () => {
  const monitor = new Monitor();
  monitor.push({ epoch: 10, train_loss: 1 });
  monitor.push({ epoch: 10, test_loss: 1 });
  expect(() => monitor.push({ epoch: 5 })).toThrow(
    "rows: epoch 5 comes after 10; a run that begins anew has a monitor",
  );
});

test("a course is kept in bounded memory, spread over all of it", () => {
  const trail = new Trail<{ epoch: number }>();
  for (let epoch = 0; epoch < 100_000; epoch++) trail.push({ epoch });
  const { points } = trail;
  expect(points.length).toBeLessThanOrEqual(512);
  expect(points.length).toBeGreaterThanOrEqual(256);
  expect(points[0].epoch).toBe(0);
  const gaps = points.slice(1).map(({ epoch }, i) => epoch - points[i].epoch);
  expect(new Set(gaps)).toEqual(new Set([trail.stride]));
  expect(points[trail.from(50_000)].epoch - 50_000).toBeLessThan(trail.stride);
});

test("a long run that is logged at each epoch says what its thinned curves say", () => {
  const long = drawn(COURSES.generalised, 1, 10_000);
  const monitor = new Monitor();
  for (const row of rowsOf(long)) monitor.push(row);
  expect(monitor.state.state).toBe("generalised");
  expect(Math.abs((monitor.state.since as number) - 6850)).toBeLessThanOrEqual(2);
});

const DEFINITIONS = "docs/forecast.md";

test.skipIf(!existsSync(DEFINITIONS))(`each state is in ${DEFINITIONS} (skipped where that is absent)`, () => {
  const defined = Array.from(readFileSync(DEFINITIONS, "utf8").matchAll(/^\| `([^`]+)` \|/gm), ([, name]) => name);
  expect(defined.toSorted()).toEqual(STATES.toSorted());
});
