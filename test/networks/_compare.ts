import { expect } from "vitest";
import { forward } from "#networks/forward.js";
import type { Model } from "#networks/model.js";
import { naive } from "./_naive.ts";

/** Of the largest value: sums of tens of float32 terms, through a few layers. */
const FLOAT32 = 5e-6;

/** Every logit and neuron of every pair is that of the plain loops. */
export function expectNaive(model: Model): void {
  const { p } = model.architecture;
  const { logits, neurons } = forward(model);
  for (let s = 0; s < p * p; s++) {
    const reference = naive(model, Math.floor(s / p), s % p);
    for (const [ours, theirs] of [
      [logits, reference.logits],
      [neurons, reference.neurons],
    ] as const) {
      expect(theirs.length).toBe(ours.shape[1]);
      const scale = Math.max(...theirs.map(Math.abs));
      const worst = Math.max(...theirs.map((value, i) => Math.abs(ours.data[s * ours.shape[1] + i] - value)));
      expect(worst, `pair ${s}`).toBeLessThan(FLOAT32 * scale);
    }
  }
}
