import { beforeAll, describe, expect, test } from "vitest";
import handOver from "#analyzers/hand-over.js";
import { analyze } from "#results/analyze.js";
import type { Result } from "#results/result.js";
import { openRun } from "#runs/open.js";
import { expected } from "../_expected.ts";

/** A logit that is off by 2e-5 changes a small loss by that share. */
const LOSS = 5e-5;

const { checkpoints } = expected("tiny") as unknown as {
  readonly checkpoints: readonly {
    readonly epoch: number;
    readonly restricted_excluded: Readonly<Record<string, Readonly<Record<string, number>>>>;
  }[];
};
const VARIANTS = { logits: "sum-directions", activations: "neuron-level" } as const;
const MEASURES = { generalising: "restricted", memorising: "excluded" } as const;

let result: Result<any, any, ReturnType<NonNullable<typeof handOver.conclude>>>;
beforeAll(async () => {
  result = await analyze(await openRun("fixtures/tiny"), handOver);
});

test("each circuit's losses on both parts are PyTorch's restricted and excluded losses", () => {
  let compared = 0;
  for (const row of result.table.rows) {
    if (row.circuit === "both") continue;
    const theirs = checkpoints.find(({ epoch }) => epoch === row.epoch)?.restricted_excluded;
    const variant = theirs?.[VARIANTS[row.space as keyof typeof VARIANTS]];
    for (const part of ["train", "test"] as const) {
      const known = variant?.[`${MEASURES[row.circuit as keyof typeof MEASURES]}_${part}`] ?? Number.NaN;
      expect(
        Math.abs(Number(row[`${part}_loss`]) / known - 1),
        `${row.epoch} ${row.space} ${row.circuit}`,
      ).toBeLessThan(LOSS);
      compared++;
    }
  }
  expect(compared).toBe(result.provenance.checkpoints.length * 8);
});

test("in the run that groks, the training pairs are handed over before the test pairs are carried", () => {
  for (const space of ["logits", "activations"]) {
    const epochOf = (turn: string) =>
      result.conclusion?.turns.find((one) => one.space === space && one.turn === turn)?.epoch;
    const train = epochOf("training pairs without memorising");
    const carried = epochOf("test pairs by generalising");
    expect(train).toBeGreaterThan(150);
    expect(carried).toBeGreaterThanOrEqual(train ?? Number.NaN);
    expect(carried).toBeLessThanOrEqual(5000);
  }
});

describe("the turns", () => {
  const row = (epoch: number, circuit: string, train: number | null, tested: number | null) => ({
    epoch,
    space: circuit === "both" ? "" : "logits",
    circuit,
    train_accuracy: train,
    test_accuracy: tested,
  });
  const at = (epoch: number, both: number, alone: number, without: number) => [
    row(epoch, "both", 1, both),
    row(epoch, "generalising", alone, alone),
    row(epoch, "memorising", without, 0.01),
  ];
  const said = (rows: readonly object[]) => {
    const prepared = { keys: [3], none: null, rule: null, epoch: null, leftOut: [] };
    const [table, context] = [{ columns: {}, rows } as never, { history: [], options: {}, prepared } as never];
    const conclusion = handOver.conclude?.(table, context) ?? expect.unreachable();
    const found = handOver.findings?.(table, { ...(context as object), conclusion } as never);
    return (found ?? []).slice(1).map(({ value }) => value);
  };

  test("are where they were planted, whatever one checkpoint says against them", () => {
    const rows = [at(0, 0.01, 0.01, 1), at(100, 0.01, 0.6, 1), at(200, 0.1, 1, 0.7), at(300, 0.2, 0.5, 0.4)];
    const later = [at(400, 0.6, 1, 0.3), at(500, 1, 1, 0.1), at(600, 1, 1, 0.05), at(700, 1, 1, 0.05)];
    expect(said([...rows, ...later].flat())).toEqual([
      "from epoch 200 on (after epoch 100)",
      "from epoch 300 on (after epoch 200)",
      "from epoch 500 on (after epoch 400)",
    ]);
  });

  test("do not come in a run that memorises and stays", () => {
    expect(said([at(0, 0.01, 0.01, 1), at(100, 0.05, 0.1, 1), at(200, 0.05, 0.1, 1)].flat())).toEqual([
      "not so far",
      "not so far",
      "not so far",
    ]);
  });

  test("are not spoken of where the split is not known", () => {
    expect(
      said([row(0, "both", null, null), row(0, "generalising", null, null), row(0, "memorising", null, null)]),
    ).toEqual([]);
  });
});
