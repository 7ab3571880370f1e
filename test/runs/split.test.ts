import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import losses from "#analyzers/losses.js";
import { logitsOf } from "#networks/forward.js";
import { lossesOfPairs } from "#networks/pair-losses.js";
import { analyze } from "#results/analyze.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import type { Run } from "#runs/run.js";
import { counts } from "#tasks/_splits.js";
import { checkpoint, P, storages } from "../cli/_checkpoints.ts";
import { list, type Picklable, tensor, torchZip, u64 } from "../formats/_builders.ts";
import { bareWeights, folder } from "./_made.ts";

const splitOf = ({ network }: Run) => network?.split;

describe("stored, in any form", () => {
  const train: readonly (readonly [number, number])[] = [
    [0, 1],
    [3, 2],
    [6, 6],
    [4, 0],
  ];
  const test_: readonly (readonly [number, number])[] = [
    [1, 1],
    [2, 2],
  ];
  const indices = (pairs: typeof train) => pairs.map(([a, b]) => a * P + b);
  const rest = P * P - train.length;

  const mask = Array.from({ length: P * P }, (_, s) => indices(train).includes(s));
  const answers = tensor("9", train.length, [train.length], [1], 0, "LongStorage");
  const ZEROS = u64(...train.map(() => 0));

  const run = async (beside: Record<string, Picklable>, data: Record<string, Uint8Array> = {}) =>
    splitOf(await openRun(folder({ "5.pth": checkpoint(beside, { ...storages(), ...data }) })));
  const matrix = (columns: number) =>
    tensor("8", train.length * columns, [train.length, columns], [columns, 1], 0, "LongStorage");

  test.each<[string, Record<string, Picklable>, Record<string, Uint8Array>, number]>([
    ["pairs", { train_data: list(...train), test_data: list(...test_) }, {}, test_.length],
    ["pairs without the test pairs", { train_data: list(...train) }, {}, rest],
    ["triples with '='", { train_data: list(...train.map(([a, b]) => [a, b, P])) }, {}, rest],
    ["pairs with their answers", { train_pairs: list(...train.map((pair) => [pair, 0])) }, {}, rest],
    ["indices", { train_indices: list(...indices(train)), test_indices: list(...indices(test_)) }, {}, test_.length],
    ["a tensor of pairs", { train_data: matrix(2) }, { 8: u64(...train.flat()) }, rest],
    ["a tensor of triples", { train: matrix(3) }, { 8: u64(...train.flatMap(([a, b]) => [a, b, P])) }, rest],
    [
      "a tensor of indices",
      { train_idx: tensor("8", train.length, [train.length], [1], 0, "LongStorage") },
      { 8: u64(...indices(train)) },
      rest,
    ],
    ["a mask over all pairs", { train_mask: list(...mask) }, {}, rest],
    [
      "a tensor that is a mask",
      { is_train: tensor("8", P * P, [P, P], [P, 1], 0, "BoolStorage") },
      { 8: Uint8Array.from(mask, Number) },
      rest,
    ],
    ["inputs and answers apart", { train_data: list(matrix(2), answers) }, { 8: u64(...train.flat()), 9: ZEROS }, rest],
    ["rows [a, op, b, =]", { X_train: matrix(4) }, { 8: u64(...train.flatMap(([a, b]) => [a, P, b, P + 1])) }, rest],
    ["b with a vocabulary of its own", { train_data: list(...train.map(([a, b]) => [a, b + P])) }, {}, rest],
  ])("%s", async (_, beside, data, testPairs) => {
    const split = await run(beside, data);
    expect(split).toMatchObject({ kind: "stored", origin: "stored in 5.pth" });
    expect(split && counts(split)).toMatchObject({ train: train.length, test: testPairs });
    for (const at of indices(train)) expect(split?.member[at]).toBe(1);
  });

  test("the same pairs under train and test: none is held out", async () => {
    const split = await run({ train_data: list(...train), test_data: list(...train.toReversed()) });
    expect(split?.origin).toContain("none held out");
    expect(split && counts(split)).toMatchObject({ train: train.length, test: 0 });
  });

  test("a pair under both, where the lists differ, is still refused", async () => {
    await expect(run({ train_data: list(...train), test_data: list(train[0], [1, 1]) })).rejects.toThrow(
      "already listed",
    );
  });

  test("in files of their own, which are no checkpoints", async () => {
    const pairs = (some: typeof train) => torchZip(list(...some));
    const { network, skipped } = await openRun(
      folder({ "5.pth": checkpoint(), "train_data.pth": pairs(train), "test_data.pth": pairs(test_) }),
    );
    expect(network?.split?.origin).toBe("stored in train_data.pth, test_data.pth");
    expect(network?.split && counts(network.split)).toMatchObject({ train: 4, test: 2 });
    expect(skipped).toEqual([]);
  });
});

describe("of the tiny run, whose true split stands in init.pth", () => {
  let tiny: Run;
  beforeAll(async () => {
    tiny = await openRun("fixtures/tiny");
  });

  test("it is stored", () => {
    expect(splitOf(tiny)).toMatchObject({ kind: "stored", origin: "stored in init.pth" });
  });

  test("found by its seed from one checkpoint's losses", async () => {
    const split = splitOf(await openRun("fixtures/tiny/500.pth"));
    expect(split?.kind).toBe("found");
    expect(split?.origin).toMatch(/^CPython random\.shuffle, seed 7, /);
    expect(split?.member).toEqual(splitOf(tiny)?.member);
  });

  // Its network learns (b, a) from (a, b) while it memorises: no gap divides its pairs, and a wrong split would be worse.
  test("not inferred from bare weights, as the losses leave no gap", async () => {
    const names = readdirSync("fixtures/tiny").filter((name) => /^\d+\.pth$/.test(name));
    const bare = names.map((name) => [name.replace("pth", "safetensors"), bareWeights(join("fixtures/tiny", name))]);
    const run = await openRun(folder(Object.fromEntries(bare)));
    expect(run.checkpoints).toHaveLength(names.length);
    expect(splitOf(run)).toBeUndefined();
  });

  test.each([{ frac_train: 0.5 }, { train_frac: 50 }, { n_train: 420 }, { test_size: 0.5 }, { test_size: 421 }])(
    "drawn where a configuration states the seed and %j, and doubted where nothing confirms it",
    async (stated) => {
      const at = folder({
        "6000.safetensors": bareWeights("fixtures/tiny/final.pth"),
        "config.json": JSON.stringify({ seed: 7, ...stated }),
      });
      const run = await openRun(at);
      expect(splitOf(run)).toMatchObject({ kind: "drawn" });
      expect(splitOf(run)?.member).toEqual(splitOf(tiny)?.member);
      expect(run.doubts.join()).toContain("no stored loss confirms it");
    },
  );

  test.each([1, 2])("not found where only a train loss is stored, of a half that no seed draws (%i)", async (which) => {
    // Of thousands of halves some give any one loss nearly: the network has learnt all pairs, and each half is like another.
    const network = tiny.network ?? expect.unreachable();
    const losses = lossesOfPairs(logitsOf(modelAt(tiny, tiny.checkpoints[15])), network.architecture, network.task);
    const half = [...losses.keys()].filter((s) => ((s * 2654435761 * which) >>> 7) % 2 === 0);
    const train_loss = half.reduce((sum, s) => sum + losses[s], 0) / half.length;
    const at = folder({
      "3000.safetensors": bareWeights(join("fixtures/tiny", tiny.checkpoints[15].file)),
      "metrics.json": JSON.stringify({ train_loss }),
    });
    const run = await openRun(at);
    expect(splitOf(run)).toBeUndefined();
    expect(run.doubts.join()).toContain("no split was found under which this reading gives the stored losses");
  });

  test("unknown where there is nothing to tell it from: only measures over all pairs are given", async () => {
    const run = await openRun(folder({ "6000.safetensors": bareWeights("fixtures/tiny/final.pth") }));
    expect(splitOf(run)).toBeUndefined();
    const [row] = (await analyze(run, losses)).table.rows;
    expect(row).toMatchObject({ train_loss: null, test_loss: null, train_accuracy: null, test_accuracy: null });
    expect(row?.all_accuracy).toBe(1);
    expect(row?.all_loss).toBeLessThan(1e-5);
  });
});

test("a run of curves only has a history and no network", async () => {
  const curve = (values: readonly number[]) => list(...values);
  const file = torchZip(
    new Map([
      ["train_losses", curve([3, 2, 1])],
      ["test_losses", curve([3, 3, 2])],
    ]),
  );
  const run = await openRun(folder({ "log.pth": file }));
  expect(run.network).toBeUndefined();
  expect(run.checkpoints).toEqual([]);
  expect(run.doubts).toContain("the log does not say its epochs: its values are numbered by row, from 0");
  const { rows } = (await analyze(run, losses)).table;
  expect(rows.map(({ epoch, stored_train_loss }) => [epoch, stored_train_loss])).toEqual([
    [0, 3],
    [1, 2],
    [2, 1],
  ]);
});
