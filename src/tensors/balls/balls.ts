import { type Expression, sizeOf } from "../expression.ts";
import { max, maximum, reshape, scalar } from "../operations.ts";
import { ordered } from "../order.ts";
import { type Ball, RULES } from "./rules.ts";

/** The ball of an expression, and what tells whether it holds. */
export interface Bounded extends Ball {
  /**
   * The largest radius of all that the expression is made of [1]: below `MAX_RADIUS` no float32 on the way overflows, and the
   * ball holds.
   */
  readonly largest: Expression;
}

/**
 * Midpoint–radius arithmetic on a float32 graph (running error analysis: Wilkinson 1963; Higham 2002, section 3.3): a float64
 * graph that computes its value and a bound on what rounding can have changed it by, in whatever order the terms of each
 * product and sum are added, with fused multiply-adds or without, and with subnormal numbers flushed to 0 or not. Assumed: IEEE
 * float32 (no TF32, no bfloat16), and elementary functions within `ELEMENTARY` and `SATURATING`. Computed by whichever backend
 * runs. Throws a RangeError for an operation that jumps, and for a graph that is not float32.
 */
export function ballOf(x: Expression): Bounded {
  const balls = new Map<Expression, Ball>();
  let largest = scalar(0, "float64");
  for (const node of ordered([x])) {
    const ball = RULES[node.operation](
      node,
      node.inputs.map((input) => balls.get(input) as Ball),
    );
    balls.set(node, ball);
    const { radius } = ball;
    if (radius && ADDS.has(node.operation)) {
      const most = max(reshape(radius, [sizeOf(radius.shape)]));
      largest = maximum(largest, most);
    }
  }
  return { ...(balls.get(x) as Ball), largest };
}

/** The operations whose results may be larger than what they are made of. */
const ADDS: ReadonlySet<string> = new Set([
  "exp",
  "reciprocal",
  "add",
  "subtract",
  "multiply",
  "divide",
  "matmul",
  "sum",
]);
