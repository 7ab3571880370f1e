import { expect, test } from "vitest";
import { crossEntropy } from "#networks/loss.js";
import { evaluate } from "#tensors/evaluate.js";
import { gradients } from "#tensors/gradient.js";
import { constant, multiply, sum } from "#tensors/operations.js";
import * as optimisers from "#training/optimisers/index.js";
import type { Optimiser, OptimiserSettings } from "#training/optimisers/rule/optimiser.js";

/** The losses of rows of three logits, and `scale` times the gradient of their sum. */
function lossAndGradient(
  rows: readonly number[],
  answers: readonly number[],
  dtype: "float64" | "float32" = "float64",
  scale = 1,
) {
  const logits = constant(Float32Array.from(rows), [rows.length / 3, 3]);
  const losses = crossEntropy(logits, constant(Int32Array.from(answers)), dtype);
  const [d] = gradients(sum(multiply(losses, scale), [0, 1]), [logits]);
  const found = evaluate({ losses, d });
  return { loss: [...found.losses].reduce((total, one) => total + one, 0), gradient: [...found.d] };
}

test("a confident row keeps its gradient, which a float32 softmax rounds to 0", () => {
  // softmax is 1 − 2e-9 at the answer: in float32 that is 1.
  const row = [20, 0, -1];
  const others = row.map((z) => Math.exp(z - 20)).slice(1);
  const total = 1 + others[0] + others[1];
  const expected = [-(others[0] + others[1]) / total, others[0] / total, others[1] / total];
  const { loss, gradient } = lossAndGradient(row, [0]);
  for (const [i, value] of expected.entries()) expect(Math.abs(gradient[i] / value - 1)).toBeLessThan(1e-6);
  expect(Math.abs(loss / Math.log1p(others[0] + others[1]) - 1)).toBeLessThan(1e-12);
  const naive = lossAndGradient(row, [0], "float32");
  expect(naive.loss).toBe(0);
  expect(naive.gradient[0]).toBe(0);
  expect(naive.gradient[1]).toBeGreaterThan(0);
});

test("losses far below float64's 1e-16, and rows whose answer's share is no float64 any more", () => {
  expect(lossAndGradient([60, 0, -99], [0]).loss / Math.exp(-60)).toBeCloseTo(1, 9);
  const hopeless = lossAndGradient([1000, 0, -5], [1]);
  expect(hopeless.loss).toBe(1000);
  expect(hopeless.gradient.map((value) => Math.round(value))).toEqual([1, -1, 0]);
});

test("several rows: losses add up, the gradient is scaled", () => {
  const { loss, gradient } = lossAndGradient([1, 2, 3, 0, 0, 0], [2, 1], "float64", 0.5);
  expect(loss).toBeCloseTo(Math.log(Math.exp(-2) + Math.exp(-1) + 1) + Math.log(3), 6);
  expect(gradient.slice(3).map((value) => Number(value.toFixed(6)))).toEqual([0.166667, -0.333333, 0.166667]);
});

test("a loss that is no number stays none", () => {
  expect(lossAndGradient([Number.NaN, 0, 0], [1]).loss).toBeNaN();
});

/* Printed by this Python (torch 1.13); w and the gradients are float64 there, so a few float32 roundings lie between:
def run(name, **kw):
    w = torch.tensor([1., -2., .5, 3.], dtype=torch.float64).requires_grad_()
    o = getattr(torch.optim, name)([w], **kw)
    for s in range(5):
        for g in o.param_groups: g['lr'] = 0.1 * min(s / 2, 1)
        w.grad = torch.tensor([.3, -1e-3, 0., 2.], dtype=torch.float64) * (s + 1) * (-1) ** (s // 2)
        o.step()
    print([round(x, 9) for x in w.tolist()])
run('AdamW', betas=(.9, .98), eps=1e-8, weight_decay=.5); run('Adam', …the same); run('SGD', lr=.1, weight_decay=.5)
run('AdamW', betas=(.8, .999), eps=1e-3, weight_decay=0)
*/
const DECAY: OptimiserSettings = { learningRate: 0.1, weightDecay: 0.5, betas: [0.9, 0.98], epsilon: 1e-8 };
const { adamw, adam, sgd } = optimisers;
test.each<[string, Optimiser, OptimiserSettings, readonly number[]]>([
  ["AdamW", adamw, DECAY, [0.836288755, -1.672229478, 0.417970312, 2.508170004]],
  ["Adam", adam, DECAY, [0.835245438, -1.651161114, 0.157898358, 2.915943743]],
  ["SGD", sgd, DECAY, [0.855444375, -1.671946262, 0.417970312, 2.637846875]],
  [
    "AdamW without decay, with a large epsilon",
    adamw,
    { ...DECAY, weightDecay: 0, betas: [0.8, 0.999], epsilon: 1e-3 },
    [1.01045402, -2.012415029, 0.5, 3.010433774],
  ],
])("five updates are torch.optim's: %s, with a warm-up", (_, optimiser, settings, expected) => {
  const weights = Float32Array.of(1, -2, 0.5, 3);
  const moments = { first: new Float32Array(4), second: new Float32Array(4) };
  for (let s = 0; s < 5; s++) {
    const gradient = Float32Array.from([0.3, -1e-3, 0, 2], (g) => g * (s + 1) * (-1) ** Math.floor(s / 2));
    const rate = 0.1 * Math.min(s / 2, 1);
    optimiser.update({ weights, gradient, moments, step: s, slots: [] }, { ...settings, learningRate: rate });
    if (s === 0) expect([...weights]).toEqual([1, -2, 0.5, 3]);
  }
  for (const [i, value] of expected.entries()) expect(Math.abs(weights[i] - value)).toBeLessThan(1e-6);
});
