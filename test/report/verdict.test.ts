import { describe, expect, test } from "vitest";
import excludedLoss from "#analyzers/excluded-loss.js";
import handOver from "#analyzers/hand-over.js";
import losses from "#analyzers/losses.js";
import phases from "#analyzers/phases.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import { type Curves, trainingPhases } from "#quantities/training-phases.js";
import { VERDICTS } from "#quantities/verdicts/verdict.js";
import { comparison } from "#report/_comparison.js";
import { verdict } from "#report/_verdict.js";
import type { Analysis } from "#results/analysis.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf, tinyAnalysis } from "./_analyses.ts";

const ASKED = [phases, restrictedLoss, excludedLoss, handOver];
const tiny = tinyAnalysis(ASKED);

/** The only row of a table that is as the condition says. */
function only<R>(rows: readonly R[] | undefined, is: (row: R) => boolean): R {
  const found = (rows ?? []).filter(is);
  expect(found).toHaveLength(1);
  return found[0];
}
const three = (value: number | null) => String(Number((value ?? Number.NaN).toPrecision(3)));
const percent = (share: number | null) => `${(100 * (share ?? Number.NaN)).toFixed(1)} %`;

describe("the verdict on a run that grokked", () => {
  test("begins with when it learnt either set", () => {
    const delay = tiny.results.find(({ analyzer }) => analyzer === "phases")?.findings.at(-1);
    expect(delay?.label).toBe("delay");
    expect(verdict(tiny)[0]).toBe(`It grokked: ${delay?.value}.`);
    expect(verdict(tiny)[0]).toMatch(/train accuracy is 99 % from epoch \d+ on .*: \d+ epochs later/);
  });

  test("names the key frequencies, with the losses of these alone and without them at the last epoch", () => {
    const last = ({ epoch, variant }: { epoch: number; variant: string }) =>
      epoch === 6000 && variant === "sum-directions";
    const restricted = only(tableOf(tiny, restrictedLoss)?.rows, last);
    const excluded = only(tableOf(tiny, excludedLoss)?.rows, (row) => last(row) && row.frequency === null);
    expect(restricted.keys).toEqual([3, 11, 13]);
    expect(verdict(tiny)[1]).toBe(
      `It computes with 3 frequencies, k = 3, 11, 13: with these alone its loss over all pairs is ${three(restricted.all_loss)} nats, without them its loss on the training pairs is ${three(excluded.train_loss)} nats.`,
    );
  });

  test("says what each circuit alone gets right of the test pairs", () => {
    const circuit = (name: string) =>
      only(
        tableOf(tiny, handOver)?.rows,
        (row) => row.epoch === 6000 && row.circuit === name && row.space !== "activations",
      ).test_accuracy;
    const [, , said] = verdict(tiny);
    expect(said).toContain(`alone it gets ${percent(circuit("generalising"))} of the test pairs right`);
    expect(said).toContain(`the memorising circuit alone ${percent(circuit("memorising"))}.`);
    expect(said).toMatch(/^At epoch 6000 the generalising circuit carries its answers/);
  });
});

test("the verdict on a run cut short before it generalised is another", async () => {
  const [first, , third] = verdict(await analysisOf("fixtures/tiny", ASKED, { epochs: { from: 0, to: 300 } }));
  expect(first).toMatch(/^It is grokking, and has not finished: train accuracy ≥ 95 % from epoch 150 on/);
  expect(third).not.toContain("the generalising circuit carries its answers");
});

test("what is not known is said to be so, in three sentences", () => {
  const [grokked, frequencies, circuit, ...more] = verdict(tinyAnalysis([losses]));
  expect(more).toEqual([]);
  expect(grokked).toMatch(/^Whether it grokked is not known: .*phases was not asked\.$/);
  expect(frequencies).toMatch(/frequencies .*\.$/);
  expect(frequencies).not.toMatch(/\d/);
  expect(circuit).toMatch(/^Which circuit carries its answers is not known: .*\.$/);
});

describe("the first sentence on other runs", () => {
  const steps = Array.from({ length: 100 }, (_, i) => 10 * i);
  const rising = (from: number, level: number) => steps.map((step) => (step >= from ? level : 0.01));
  const run = (train_accuracy: readonly number[], test_accuracy: readonly number[]): Curves => ({
    epochs: steps,
    axis: "step",
    train_loss: [],
    test_loss: [],
    train_accuracy,
    test_accuracy,
  });
  const of = (curves: Curves, verdict = trainingPhases(curves).verdict): Analysis => {
    const results = tiny.results.map((result) =>
      result.analyzer === "phases"
        ? { ...result, conclusion: { runs: [{ series: "", set: "", ...trainingPhases(curves), verdict }] } }
        : result,
    );
    return { ...tiny, results };
  };

  test("says by when, as a run may go on", () => {
    const [said] = verdict(of(run(rising(50, 1), rising(2000, 1))));
    expect(said).toMatch(/^It memorised, and has not generalised by step 990: train accuracy ≥ 95 % from step 50 on/);
    expect(verdict(of(run(rising(2000, 1), rising(2000, 1))))[0]).toMatch(
      /^It has not learnt its training set by step 990: /,
    );
  });

  test("gives the ceiling of a run that grokked to one", () => {
    const [said] = verdict(of(run(rising(50, 1), rising(400, 0.89))));
    expect(said).toMatch(
      /^It grokked, to a level of 89 %: .* levels off at 89 %, a plateau below the threshold of 95 %/,
    );
  });

  test("denies no run anything, alone or compared, whatever the verdict", () => {
    for (const name of VERDICTS) {
      const analysis = of(run(rising(50, 1), rising(2000, 1)), name);
      const said = [verdict(analysis)[0], ...comparison([analysis]).verdict].join(" ");
      expect(said).not.toMatch(/no grokking|not grok|without grokking|never grok/i);
    }
  });
});
