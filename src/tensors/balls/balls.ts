import type { Expression } from "../expression.ts";
import { ordered } from "../order.ts";
import { type Ball, RULES } from "./rules.ts";

/**
 * Midpoint–radius arithmetic on a float32 graph (running error analysis: Wilkinson 1963; Higham 2002, section 3.3): a float64
 * graph that computes its value and a bound on what rounding can have changed it by, in whatever order the terms of each
 * product, of each sum and of sums of sums are added, with fused multiply-adds or without, and with subnormal results flushed to
 * 0 or not; not for an engine that makes one product of matrices of several which the graph adds up. Where there is no bound, as
 * past a divisor that may be 0 or a float32 that may overflow, the radius is ∞ or NaN. Assumed: IEEE float32 (no TF32, no
 * bfloat16), and elementary functions within `ELEMENTARY` and `SATURATING`. Computed by whichever backend runs. Throws a
 * RangeError for an operation that jumps, and for a graph that is not float32.
 */
export function ballOf(x: Expression): Ball {
  const balls = new Map<Expression, Ball>();
  for (const node of ordered([x])) {
    const inputs = node.inputs.map((input) => balls.get(input) as Ball);
    balls.set(node, RULES[node.operation](node, inputs));
  }
  return balls.get(x) as Ball;
}
