import type { Kernels } from "./backend.ts";
import { type Expression, sizeOf } from "./expression.ts";
import { ordered } from "./order.ts";

type Count = (node: Expression) => number;
const none: Count = () => 0;
const one: Count = ({ shape }) => sizeOf(shape);
const ofInput: Count = ({ inputs }) => sizeOf(inputs[0].shape);

/** Floating-point operations of each operation: one a value, two a term of a product of matrices; moving values is free. */
const FLOPS: Kernels<Count> = {
  parameter: none,
  constant: none,
  scalar: none,
  negate: one,
  exp: one,
  log: one,
  log1p: one,
  sqrt: one,
  reciprocal: one,
  tanh: one,
  erf: one,
  sigmoid: one,
  relu: one,
  step: one,
  cast: none,
  add: one,
  subtract: one,
  multiply: one,
  divide: one,
  maximum: one,
  matmul: ({ shape, inputs, attributes }) =>
    2 * sizeOf(shape) * inputs[0].shape[inputs[0].shape.length - (attributes.left ? 2 : 1)],
  sum: ofInput,
  max: ofInput,
  argmax: ofInput,
  reshape: none,
  transpose: none,
  broadcast: none,
  concat: none,
  slice: none,
  pad: none,
  gather: none,
  scatter: ofInput,
  pick: none,
  place: none,
};

/**
 * Floating-point operations that computing these expressions together takes, what they share counted once: 2 n a value of a
 * product over n terms, 1 a value of everything else (an exponential is one), none to move values.
 */
export function flops(outputs: readonly Expression[]): number {
  return ordered(outputs).reduce((sum, node) => sum + FLOPS[node.operation](node), 0);
}
