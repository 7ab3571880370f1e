import { expect, test } from "vitest";
import { crossEntropyGradient } from "#training/_cross-entropy.js";
import { type OptimiserSettings, updated } from "#training/_optimiser.js";

const EXACT = { dtype: "float64", columns: 3 } as const;
const NAIVE = { dtype: "float32", columns: 3 } as const;

test("a confident row keeps its gradient, which a float32 softmax rounds to 0", () => {
  // softmax is 1 − 2e-9 at the answer: in float32 that is 1.
  const row = [20, 0, -1];
  const others = row.map((z) => Math.exp(z - 20)).slice(1);
  const total = 1 + others[0] + others[1];
  const expected = [-(others[0] + others[1]) / total, others[0] / total, others[1] / total];
  const kept = Float32Array.from(row);
  const { loss, correct } = crossEntropyGradient(kept, [0], EXACT, 1);
  for (const [i, value] of expected.entries()) expect(Math.abs(kept[i] / value - 1)).toBeLessThan(1e-6);
  expect(Math.abs(loss / Math.log1p(others[0] + others[1]) - 1)).toBeLessThan(1e-12);
  expect(correct).toBe(1);
  const rounded = Float32Array.from(row);
  expect(crossEntropyGradient(rounded, [0], NAIVE, 1).loss).toBe(0);
  expect(rounded[0]).toBe(0);
  expect(rounded[1]).toBeGreaterThan(0);
});

test("losses far below float64's 1e-16, and rows whose answer's share is no float64 any more", () => {
  expect(crossEntropyGradient(Float32Array.of(60, 0, -99), [0], EXACT, 1).loss / Math.exp(-60)).toBeCloseTo(1, 9);
  const hopeless = Float32Array.of(1000, 0, -5);
  const { loss, correct } = crossEntropyGradient(hopeless, [1], EXACT, 1);
  expect({ loss, correct }).toEqual({ loss: 1000, correct: 0 });
  expect([...hopeless]).toEqual([1, -1, 0]);
});

test("several rows: losses and right answers add up, the gradient is scaled", () => {
  const rows = Float32Array.of(1, 2, 3, 0, 0, 0);
  const { loss, correct } = crossEntropyGradient(rows, [2, 1], EXACT, 0.5);
  expect(loss).toBeCloseTo(Math.log(Math.exp(-2) + Math.exp(-1) + 1) + Math.log(3), 6);
  expect(correct).toBe(2);
  expect([...rows.slice(3)].map((value) => Number(value.toFixed(6)))).toEqual([0.166667, -0.333333, 0.166667]);
});

test("a loss that is no number stays none", () => {
  expect(crossEntropyGradient(Float32Array.of(Number.NaN, 0, 0), [1], EXACT, 1).loss).toBeNaN();
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
const DECAY: OptimiserSettings = {
  name: "adamw",
  learningRate: 0.1,
  weightDecay: 0.5,
  betas: [0.9, 0.98],
  epsilon: 1e-8,
  warmUp: 2,
};
test.each<[string, OptimiserSettings, readonly number[]]>([
  ["AdamW", DECAY, [0.836288755, -1.672229478, 0.417970312, 2.508170004]],
  ["Adam", { ...DECAY, name: "adam" }, [0.835245438, -1.651161114, 0.157898358, 2.915943743]],
  ["SGD", { ...DECAY, name: "sgd" }, [0.855444375, -1.671946262, 0.417970312, 2.637846875]],
  [
    "AdamW without decay, with a large epsilon",
    { ...DECAY, weightDecay: 0, betas: [0.8, 0.999], epsilon: 1e-3 },
    [1.01045402, -2.012415029, 0.5, 3.010433774],
  ],
])("five updates are torch.optim's: %s, with a warm-up", (_, settings, expected) => {
  const weights = Float32Array.of(1, -2, 0.5, 3);
  const moments = { first: new Float32Array(4), second: new Float32Array(4) };
  for (let s = 0; s < 5; s++) {
    const gradient = Float32Array.from([0.3, -1e-3, 0, 2], (g) => g * (s + 1) * (-1) ** Math.floor(s / 2));
    updated(weights, gradient, moments, s, settings);
    if (s === 0) expect([...weights]).toEqual([1, -2, 0.5, 3]);
  }
  for (const [i, value] of expected.entries()) expect(Math.abs(weights[i] - value)).toBeLessThan(1e-6);
});
