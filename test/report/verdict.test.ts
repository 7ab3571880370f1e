import { beforeAll, describe, expect, test } from "vitest";
import excludedLoss from "#analyzers/excluded-loss.js";
import handOver from "#analyzers/hand-over.js";
import losses from "#analyzers/losses.js";
import phases from "#analyzers/phases.js";
import restrictedLoss from "#analyzers/restricted-loss.js";
import { verdict } from "#report/_verdict.js";
import type { Analysis } from "#results/analysis.js";
import { tableOf } from "#results/table-of.js";
import { analysisOf } from "./_analyses.ts";

const ASKED = [phases, restrictedLoss, excludedLoss, handOver];
let tiny: Analysis;

beforeAll(async () => {
  tiny = await analysisOf("fixtures/tiny", ASKED);
});

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

test("what is not known is said to be so, in three sentences", async () => {
  const [grokked, frequencies, circuit, ...more] = verdict(await analysisOf("fixtures/tiny", [losses], { last: true }));
  expect(more).toEqual([]);
  expect(grokked).toMatch(/^Whether it grokked is not known: .*phases was not asked\.$/);
  expect(frequencies).toMatch(/frequencies .*\.$/);
  expect(frequencies).not.toMatch(/\d/);
  expect(circuit).toMatch(/^Which circuit carries its answers is not known: .*\.$/);
});
