import { beforeAll, expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { firstToken } from "#networks/architecture.js";
import { logitsOf } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { float32Weights, float64Weights } from "#networks/weights.js";
import { argmax } from "#numerics/statistics.js";
import { answerLogits, answerMargins, eachBoundedLogits } from "#quantities/certificates/answer-margins.js";
import { modelAt } from "#runs/model-at.js";
import { openRun } from "#runs/open.js";
import { cyclicForm } from "#tasks/_cyclic.js";
import { task as taskOf } from "#tasks/_make.js";
import { valuesOf } from "#tensors/evaluate.js";
import { changed, planted } from "../../_networks.ts";
import { blockFixtures } from "../../networks/_block-fixtures.ts";
import { inSomeOrder } from "./_float32.ts";

beforeAll(async () => {
  await startBackend();
});

/** Two blocks with norms whose bounds grow past what a divisor keeps from 0: float32 is not near them, and they say nothing. */
const UNBOUNDED = ["gpt-neox", "post-norm", "pre-norm"];

/** Every (a, b) with b in order, for these a. */
const all = (p: number) => Int32Array.from({ length: p }, (_, i) => i);

/** The largest share of its bound that float32 takes, of the engine's and of another order; ∞ where one is over. */
function used(model: Model): number {
  const { p } = model.architecture;
  const exact = valuesOf(answerLogits(model.architecture, float64Weights(model), all(p)), float64Weights(model).feeds);
  const { data, shape } = logitsOf(model);
  const first = firstToken(model.architecture);
  const engine = exact.map((_, i) => data[Math.floor(i / p) * shape[1] + first + (i % p)]);
  const weights = float32Weights(model);
  const few = all(p).subarray(0, 1);
  const orders = [1].map((seed) => inSomeOrder(answerLogits(model.architecture, weights, few), weights.feeds, seed));
  let most = 0;
  eachBoundedLogits(model, ({ radius }, from) => {
    for (let i = 0, at = from * p; i < radius.length; i++, at++) {
      for (const found of [engine, ...orders]) {
        if (at >= found.length) continue;
        const off = Math.abs(found[at] - exact[at]);
        // Where there is no bound there is nothing to be within.
        if (!Number.isFinite(radius[i])) continue;
        most = Math.max(most, off <= radius[i] ? off / radius[i] : Number.POSITIVE_INFINITY);
      }
    }
  });
  return most;
}

test.each(blockFixtures.map(({ name, model }) => [name, model] as const))(
  "blocks %s: float32 in two orders is within the bound of float64, every pair and answer",
  (name, model) => {
    const most = used(model);
    expect(most).toBeLessThan(1);
    expect(most > 0).toBe(!UNBOUNDED.includes(name));
  },
);

/** Networks as libraries and codebases have them, one of each kind: what a file's layout is changes nothing. */
const RUNS = [
  ...["hf-gpt2", "hf-llama-grouped", "tl-parallel", "tl-bidirectional", "nn-encoder-post", "keras-norms"].map(
    (name) => [`architectures/${name}`, { task: "addition" }] as const,
  ),
  ...["full-run-data", "clock-and-pizza", "two-layer-mlp-square", "universality-mlp"].map(
    (name) => [`layouts/${name}`, {}] as const,
  ),
  ...["mlp-concat", "nn-linear"].map((name) => [`layouts/structural/${name}`, {}] as const),
];

test.each(RUNS)("%s: the same, and what is certified is right", async (name, options) => {
  const run = await openRun(`fixtures/${name}`, options);
  const model = modelAt(run, run.checkpoints[run.checkpoints.length - 1]);
  expect(used(model)).toBeLessThan(1);
  const { p, answers } = run.network?.task ?? expect.unreachable();
  const { certified, margin, rounding } = answerMargins(model, run.network?.task ?? expect.unreachable());
  const { data, shape } = logitsOf(model);
  const float32 = (s: number) => argmax(data.subarray(s * shape[1] + firstToken(model.architecture)).subarray(0, p));
  const wrong = [...margin.keys()].filter((s) => certified[s] === 1 && float32(s) !== answers[s]);
  const missed = [...margin.keys()].filter((s) => certified[s] === 0 && margin[s] > rounding[s]);
  expect([wrong, missed]).toEqual([[], []]);
});

const p = 13;
const task = taskOf("addition", p);
const form = cyclicForm(task) ?? expect.unreachable();
const exactMlp = planted(p, form, [1, 2, 3, 4, 5, 6]);

test("a network that computes a + b exactly is certified whole; with one wrong answer, or a tie, it is not", () => {
  expect(answerMargins(exactMlp, task).certified.every((one) => one === 1)).toBe(true);
  const wrong = { ...task, name: "table", answers: task.answers.map((c, s) => (s === 20 ? (c + 1) % p : c)) };
  const { certified, margin } = answerMargins(exactMlp, wrong);
  expect(certified.reduce((sum, one) => sum + one, 0)).toBe(p * p - 1);
  expect([certified[20], margin[20] < 0]).toEqual([0, true]);
  // Every logit 0: the margin is 0, and nothing is proven.
  expect(
    answerMargins(
      changed(exactMlp, "W_U", () => 0),
      task,
    ).certified.some((one) => one === 1),
  ).toBe(false);
});

test("a margin that rounding reaches is not certified, though float64 has it right", () => {
  // Answers 0 and 1 differ by 1e-9 of themselves: columns of W_U that float32 tells apart, and its sums do not.
  const near = changed(exactMlp, "W_U", (old, i) => (i % p === 1 ? 0 : old));
  const { data, shape } = near.parameters.get("W_U") ?? expect.unreachable();
  const twin = changed(near, "W_U", (old, i) => (i % p === 1 ? data[i - 1] * (1 - (i < p ? 1e-7 : 0)) : old));
  expect(shape[1]).toBe(p);
  const { margin, certified, rounding } = answerMargins(twin, task);
  const close = [...margin.keys()].filter((s) => Math.abs(margin[s]) < rounding[s]);
  expect(close.length).toBeGreaterThan(0);
  for (const s of close) expect(certified[s]).toBe(0);
});

test("a NaN, or an overflow, is above every answer: no pair is certified", () => {
  const nan = changed(exactMlp, "W_U", (old, i) => (i === 5 ? Number.NaN : old));
  expect(answerMargins(nan, task).certified.some((one) => one === 1)).toBe(false);
  const huge = changed(exactMlp, "W_U", (old) => 3e38 * old);
  expect(answerMargins(huge, task).certified.some((one) => one === 1)).toBe(false);
});
