import { expect, test } from "vitest";
import { correct, crossEntropy } from "#numerics/losses.js";
import { answerScores } from "#quantities/answer-scores.js";
import type { Network } from "#runs/run.js";
import { task } from "#tasks/_make.js";
import { TEST, TRAIN } from "#tasks/_split.js";
import { normal } from "../_networks.ts";
import { split } from "./_split-networks.ts";

const P = 7;

test.each([
  ["addition", 1],
  ["addition", 30],
  ["addition", 2000],
  ["division", 5],
] as const)("of %s, with logits of size %i, as pair by pair", (name, size) => {
  const of = task(name, P);
  const network = { task: of, split: split(of) } as Network;
  const draw = normal(size);
  const logits = Float32Array.from({ length: P ** 3 }, () => draw(size));
  // Two that are equal: the first of them counts.
  logits[P] = logits[P + 1] = 100 * size;
  const scores = answerScores(logits, network);
  const right = correct(logits, P * P, P, P, of.answers);
  const places = (part?: number) =>
    [...of.answers.keys()].filter(
      (s) => of.answers[s] >= 0 && (part === undefined || network.split?.member[s] === part),
    );
  for (const [part, which] of Object.entries({ train: TRAIN, test: TEST, all: undefined })) {
    const pairs = places(which);
    const loss = pairs.reduce((sum, s) => sum + crossEntropy(logits, s, P, P, of.answers[s]), 0) / pairs.length;
    expect(scores.loss[part as "all"]).toBeCloseTo(loss, 10);
    expect(scores.accuracy[part as "all"]).toBe(pairs.reduce((sum, s) => sum + right[s], 0) / pairs.length);
  }
});

test("keeps the digits of a loss of 1e-30, and says NaN of a NaN, which is not right", () => {
  const of = task("addition", P);
  const network = { task: of, split: undefined } as Network;
  const logits = new Float32Array(P ** 3);
  for (let s = 0; s < P * P; s++) logits[s * P + of.answers[s]] = 70;
  expect(answerScores(logits, network).loss).toEqual({
    train: null,
    test: null,
    all: expect.closeTo(6 * Math.exp(-70), 42),
  });
  logits[of.answers[0] === 0 ? 1 : 0] = Number.NaN;
  const { loss, accuracy } = answerScores(logits, network);
  expect(loss.all).toBeNaN();
  expect(accuracy.all).toBeCloseTo(1 - 1 / P ** 2, 12);
});

test.each([690, 700, 705, 707, 712, 1000])("an answer that is %i below all others has the loss of that", (below) => {
  const p = 113;
  const of = task("addition", p);
  const network = { task: of, split: undefined } as Network;
  const logits = new Float32Array(p ** 3);
  logits[of.answers[0]] = -below;
  const expected = (Math.log(p - 1) + below + (p * p - 1) * Math.log(p)) / p ** 2;
  expect(answerScores(logits, network).loss.all).toBeCloseTo(expected, 9);
});
