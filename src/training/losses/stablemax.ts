import { add, cast, log, multiply, pick, reciprocal, step, subtract, sum } from "../../tensors/operations.ts";
import type { TrainingLoss } from "./rule/loss.ts";

/**
 * Cross-entropy of the StableMax of Prieto et al. 2025, arXiv:2501.04697, section 4.1: s grows linearly where the softmax
 * grows exponentially, so that no logit absorbs the others in a sum.
 */
const stablemax: TrainingLoss = {
  name: "stablemax",
  formula: "−log(s(z_c) / Σ s(z)), s(z) = z + 1 where z ≥ 0, else 1 / (1 − z)",
  ofRows: (logits, answers, dtype) => {
    const z = cast(logits, dtype);
    const positive = multiply(z, step(z));
    // z + 1 and 1 / (1 − z) in one: of the two parts of z one is 0. At 0 both have the slope 1, which two `relu` have not.
    const s = add(positive, reciprocal(subtract(1, subtract(z, positive))));
    return subtract(log(sum(s, [1])), log(pick(s, answers)));
  },
};

export default stablemax;
