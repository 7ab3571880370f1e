import { describe, expect, test } from "vitest";
import { changesInWords } from "#analyzers/_phase-words.js";
import { type Curves, phaseAt, trainingPhases } from "#quantities/training-phases.js";
import { changed, lossesOf, NAMES, PLAN, RUN, seenAt } from "./_planted-curves.ts";

const MEASURES = ["restricted_loss", "excluded_loss", "sum_of_squares"] as const;

/** The planted run, its losses logged often, with all else known at some checkpoints. */
const sparse = (checkpoints: readonly number[]): Curves =>
  changed(RUN, MEASURES, (value, epoch) => (checkpoints.includes(epoch) ? value : null));

/** Checkpoints, and in which phases, by their places, the sum of squares then is told. */
const KINDS: readonly (readonly [name: string, checkpoints: readonly number[], told: readonly number[]])[] = [
  ["one checkpoint, the last", [PLAN.N], [3]],
  ["one in the middle", [5000], [1]],
  ["two, the first and the last", [0, PLAN.N], [0, 3]],
  ["two in one phase", [4000, 6000], [1]],
  ["only at the start", [0, 100, 200, 300, 500], [0]],
  ["only at the end", [13000, 14000, 15000, PLAN.N], [3]],
];

describe.each(KINDS)("curves, and checkpoints: %s", (_, checkpoints, told) => {
  const found = trainingPhases(sparse(checkpoints));
  const alone = trainingPhases(lossesOf(RUN));

  test("has the phases of the curves, where the curves have them", () => {
    expect(found.verdict).toBe("grokked");
    expect(found.phases.map(({ name }) => name)).toEqual(NAMES);
    expect(found.phases.map(({ from, to }) => [from, to])).toEqual(alone.phases.map(({ from, to }) => [from, to]));
  });

  test("says of a measure only what was taken in the phase", () => {
    const said = found.phases.flatMap(({ changes }, i) =>
      changes.some(({ curve }) => curve === "sum of squares") ? [i] : [],
    );
    expect(said).toEqual(told);
    for (const phase of found.phases) expect(changesInWords(phase, "epoch")).toMatch(/train loss .* test loss /);
  });

  test("casts no doubt on a phase for it", () => {
    for (const { doubts } of found.phases) expect(doubts.map(({ kind }) => kind)).not.toContain("unmoved");
    // What is known is not less for a checkpoint than for none.
    const weak = (phases: typeof found.phases) =>
      phases.flatMap(({ name, certainty }) => (certainty === "weak" ? [name] : []));
    expect(weak(alone.phases)).toEqual(expect.arrayContaining(weak(found.phases)));
  });
});

test("a value is given with its epoch where a phase has one checkpoint, as a change where it has two", () => {
  const evidence = (checkpoints: readonly number[], phase: number) =>
    changesInWords(trainingPhases(sparse(checkpoints)).phases[phase], "epoch");
  expect(evidence([PLAN.N], 3)).toMatch(/sum of squares is 1000 at epoch 16000$/);
  expect(evidence([2000, 8900], 1)).toMatch(/sum of squares falls from \d+ to \d+$/);
});

test("a measure that stays over a phase which its checkpoints span casts doubt on it", () => {
  const curves = changed(sparse([9200, 10000, 11500]), ["sum_of_squares"], () => 2000);
  expect(trainingPhases(curves).phases[2].doubts).toContainEqual({
    kind: "unmoved",
    curve: "sum of squares",
    expected: "fall",
  });
});

test("the first and the last checkpoint have a phase though nothing was logged then", () => {
  const logged = seenAt(RUN, (epoch) => epoch >= 50 && epoch <= 15000);
  const none = (values: readonly (number | null)[] | undefined) => [null, ...(values ?? []), null];
  const found = trainingPhases({
    epochs: [0, ...logged.epochs, PLAN.N],
    train_loss: none(logged.train_loss),
    test_loss: none(logged.test_loss),
    sum_of_squares: [1800, ...logged.epochs.map(() => null), 1000],
  });
  expect([0, PLAN.N].map((epoch) => phaseAt(found.phases, epoch)?.name)).toEqual(["memorisation", "stable"]);
  expect(found.phases.at(-1)?.test_loss_to).toBe(15000);
});
