import { UsageError } from "../../../errors.ts";
import { power } from "../../../numerics/power.ts";
import type { Expression } from "../../../tensors/expression.ts";
import { add, concat, constant, matmul, multiply, slice } from "../../../tensors/operations.ts";
import { chosen } from "../../block.ts";

interface Rotation {
  /** Rate i of n is base^{−i/n}. */
  readonly rotary: number;
  readonly rotary_pairs: string;
  /** How many values of a head turn; 0 for all. */
  readonly rotary_values: number;
}

/** With what value i of n is turned, its sign there, and at which of the n/2 rates. */
const PAIRS = {
  halves: (i: number, n: number) => ({ other: (i + n / 2) % n, sign: i < n / 2 ? -1 : 1, rate: i % (n / 2) }),
  neighbours: (i: number, _: number) => ({ other: i ^ 1, sign: i % 2 === 0 ? -1 : 1, rate: i >> 1 }),
} as const;

/** Pairs of values [row, head, d_head] turned by position · base^{−i/(n/2)} (Su et al. 2021, RoFormer). */
export function rotated(
  x: Expression,
  position: number,
  { rotary, rotary_pairs, rotary_values }: Rotation,
): Expression {
  const last = x.shape.length - 1;
  const n = rotary_values || x.shape[last];
  if (n % 2 !== 0 || n > x.shape[last])
    throw new UsageError(
      "rotary of attention",
      `${n} of ${x.shape[last]} values cannot turn in pairs`,
      "give an even number",
    );
  const pair = chosen("rotary_pairs of attention", rotary_pairs, PAIRS);
  const all = Array.from({ length: n }, (_, i) => pair(i, n));
  const angles = all.map(({ rate }) => position * power(rotary, (-2 * rate) / n));
  const numbers = (values: readonly number[]) =>
    constant(x.dtype === "float64" ? Float64Array.from(values) : Float32Array.from(values));
  // Exchanged with its partner and signed: a product with a matrix of 0 and ±1.
  const exchange = new Float64Array(n * n);
  for (const [i, { other, sign }] of all.entries()) exchange[other * n + i] = sign;
  const turning = slice(x, last, 0, n);
  const swapped = matmul(turning, reshaped(exchange, n, x));
  const turned = add(
    multiply(turning, numbers(angles.map(Math.cos))),
    multiply(swapped, numbers(angles.map(Math.sin))),
  );
  return n === x.shape[last] ? turned : concat([turned, slice(x, last, n, x.shape[last])], last);
}

function reshaped(matrix: Float64Array, n: number, { dtype }: Expression): Expression {
  return constant(dtype === "float64" ? matrix : Float32Array.from(matrix), [n, n]);
}
