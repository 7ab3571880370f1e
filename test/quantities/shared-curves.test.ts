import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Curves, trainingPhases } from "#quantities/training-phases.js";
import type { Verdict } from "#quantities/verdicts/verdict.js";

const FILE = "../shared/backtest/curves.jsonl";

interface Public {
  readonly run: string;
  readonly epoch: readonly number[];
  readonly train_loss: readonly number[];
  readonly test_loss: readonly number[];
  readonly train_accuracy: readonly number[];
  readonly test_accuracy: readonly number[];
  readonly test_90_at: number | null;
}

const KINDS: readonly (readonly [string, (run: Public) => Omit<Curves, "epochs">])[] = [
  ["all curves", (run) => run],
  ["losses alone", ({ train_loss, test_loss }) => ({ train_loss, test_loss })],
  ["accuracies alone", (run) => ({ ...run, train_loss: [], test_loss: [] })],
];

/** What must not be said of a run that is cut before the test set is learnt. */
const DENIALS: readonly Verdict[] = ["overfitted", "never learnt", "diverged", "collapsed after generalising"];
const CLAIMS: readonly Verdict[] = ["grokked", "generalised with training"];

describe.skipIf(!existsSync(FILE))(`public runs (${FILE}, skipped where it is absent)`, () => {
  const runs = existsSync(FILE)
    ? (readFileSync(FILE, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)) as readonly Public[])
    : [];
  const upTo = (run: Public, of: (run: Public) => Omit<Curves, "epochs">, end: number): Curves => {
    const kept = run.epoch.filter((epoch) => epoch <= end).length;
    const curves = of(run);
    const cut = (values?: readonly (number | null)[]) => values?.slice(0, kept);
    return {
      epochs: run.epoch.slice(0, kept),
      train_loss: cut(curves.train_loss) ?? [],
      test_loss: cut(curves.test_loss) ?? [],
      train_accuracy: cut(curves.train_accuracy),
      test_accuracy: cut(curves.test_accuracy),
    } as Curves;
  };

  test.each(KINDS)("%s: nothing is denied or claimed of a run before its end is known", (_, of) => {
    for (const run of runs) {
      const end = run.test_90_at ?? (run.epoch.at(-1) as number);
      for (const share of [0.3, 0.5, 0.7, 0.9]) {
        const { verdict } = trainingPhases(upTo(run, of, share * end));
        expect([...DENIALS, ...CLAIMS], `${run.run} up to ${share}`).not.toContain(verdict);
      }
    }
  });

  test.each(KINDS)("%s: a whole run generalised where its test accuracy reached 90 %", (_, of) => {
    const wrong = runs.filter((run) => {
      const { verdict } = trainingPhases(upTo(run, of, Number.POSITIVE_INFINITY));
      const generalised = [...CLAIMS, "collapsed after generalising"].includes(verdict);
      return generalised !== (run.test_90_at !== null);
    });
    // One run is unsteady to the end, and by its losses alone on the way.
    expect(wrong.length).toBeLessThanOrEqual(1);
  });
});
