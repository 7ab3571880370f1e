import { type Expression, type OperationName, sizeOf } from "./expression.ts";
import {
  add,
  broadcast,
  cast,
  concat,
  divide,
  exp,
  gather,
  matmul,
  multiply,
  negate,
  pad,
  pick,
  place,
  reshape,
  scalar,
  scatter,
  slice,
  step,
  subtract,
  sum,
  transpose,
} from "./operations.ts";
import { ordered } from "./order.ts";

/**
 * ∂(Σ y)/∂x for each x of `wrt`, or Σ y·`seed` in place of Σ y; expressions of the shapes of `wrt`, by reverse accumulation.
 * What they are made of can be differentiated again: a Hessian-vector product is the gradient of Σ g·v. An x that y does not
 * depend on has a gradient of zeros.
 */
export function gradients(y: Expression, wrt: readonly Expression[], seed?: Expression): readonly Expression[] {
  const order = ordered([y]);
  const needed = dependents(order, new Set(wrt));
  const known = new Map<Expression, Expression>([[y, seed ?? filled(1, y)]]);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    const d = known.get(node);
    if (!d || !needed.has(node)) continue;
    const parts = RULES[node.operation](node, d);
    for (const [j, input] of node.inputs.entries()) {
      const part = parts[j]?.();
      if (!part || !needed.has(input)) continue;
      const before = known.get(input);
      known.set(input, before ? total(before, part) : part);
    }
  }
  return wrt.map((x) => known.get(x) ?? filled(0, x));
}

/** x + y; slices of one array, each padded to its length, are put side by side where they meet. */
function total(x: Expression, y: Expression): Expression {
  const [first, second] = [x, y].sort((one, other) => beforeOf(one) - beforeOf(other));
  const { axis } = first.attributes as { axis: number };
  const pads = first.operation === "pad" && second.operation === "pad" && second.attributes.axis === axis;
  if (!pads || beforeOf(first) + first.inputs[0].shape[axis] !== beforeOf(second)) return add(x, y);
  const both = concat([first.inputs[0], second.inputs[0]], axis);
  return pad(both, axis, beforeOf(first), second.attributes.after as number);
}

/** How many zeros a pad puts before its input; 0 of what is none. */
function beforeOf({ attributes }: Expression): number {
  return (attributes.before as number | undefined) ?? 0;
}

/** Those nodes that depend on one of `on`, itself included. */
function dependents(order: readonly Expression[], on: ReadonlySet<Expression>): ReadonlySet<Expression> {
  const found = new Set<Expression>();
  for (const node of order) if (on.has(node) || node.inputs.some((input) => found.has(input))) found.add(node);
  return found;
}

/** As many of one value as x has. */
function filled(value: number, { shape, dtype }: Expression): Expression {
  return broadcast(scalar(value, dtype), shape);
}

/** Sums over the axes along which x was repeated to the shape of d. */
function unbroadcast(d: Expression, x: Expression): Expression {
  const more = d.shape.length - x.shape.length;
  const axes = d.shape.flatMap((n, i) => (i < more || (x.shape[i - more] === 1 && n !== 1) ? [i] : []));
  return reshape(axes.length > 0 ? sum(d, axes) : d, x.shape);
}

/** d before it was repeated, as that of a sum is, where x alone already has its whole shape. */
function unrepeated(d: Expression, x: Expression): Expression {
  return d.operation === "broadcast" && x.shape.join() === d.shape.join() ? d.inputs[0] : d;
}

/** ∂/∂input of Σ node·d for each input, made when it is asked for; undefined where there is none. */
type Rule = (node: Expression, d: Expression) => readonly ((() => Expression) | undefined)[];

const none: Rule = () => [];
const INVERSE_ROOT_PI = 2 / Math.sqrt(Math.PI);

const RULES: Readonly<Record<OperationName, Rule>> = {
  parameter: none,
  constant: none,
  scalar: none,
  negate: (_, d) => [() => negate(d)],
  exp: (node, d) => [() => multiply(d, node)],
  log: ({ inputs: [x] }, d) => [() => divide(d, x)],
  log1p: ({ inputs: [x] }, d) => [() => divide(d, add(x, 1))],
  sqrt: (node, d) => [() => divide(multiply(d, 0.5), node)],
  reciprocal: (node, d) => [() => negate(multiply(d, multiply(node, node)))],
  tanh: (node, d) => [() => multiply(d, subtract(1, multiply(node, node)))],
  erf: ({ inputs: [x] }, d) => [() => multiply(d, multiply(exp(negate(multiply(x, x))), INVERSE_ROOT_PI))],
  sigmoid: (node, d) => [() => multiply(d, multiply(node, subtract(1, node)))],
  relu: ({ inputs: [x] }, d) => [() => multiply(d, step(x))],
  step: none,
  cast: ({ inputs: [x] }, d) => [() => cast(d, x.dtype)],
  add: ({ inputs: [x, y] }, d) => [() => unbroadcast(d, x), () => unbroadcast(d, y)],
  subtract: ({ inputs: [x, y] }, d) => [() => unbroadcast(d, x), () => negate(unbroadcast(d, y))],
  multiply: ({ inputs: [x, y] }, d) => [
    () => unbroadcast(multiply(unrepeated(d, y), y), x),
    () => unbroadcast(multiply(unrepeated(d, x), x), y),
  ],
  divide: (node, d) => {
    const [x, y] = node.inputs;
    return [
      () => unbroadcast(divide(unrepeated(d, y), y), x),
      () => negate(unbroadcast(multiply(d, divide(node, y)), y)),
    ];
  },
  maximum: none,
  matmul: ({ inputs: [x, y], attributes: { left, right } }, d) => [
    () => (left ? matmul(y, d, { left: right as boolean, right: true }) : matmul(d, y, { right: !(right as boolean) })),
    () => {
      const [one, other] = y.shape.length < x.shape.length ? [flat(x), flat(d)] : [x, d];
      return right
        ? matmul(other, one, { left: true, right: left as boolean })
        : matmul(one, other, { left: !(left as boolean) });
    },
  ],
  sum: ({ inputs: [x] }, d) => [() => broadcast(d, x.shape)],
  max: none,
  argmax: none,
  reshape: ({ inputs: [x] }, d) => [() => reshape(d, x.shape)],
  transpose: ({ attributes: { order } }, d) => {
    const axes = order as readonly number[];
    return [
      () =>
        transpose(
          d,
          axes.map((_, i) => axes.indexOf(i)),
        ),
    ];
  },
  broadcast: ({ inputs: [x] }, d) => [() => unbroadcast(d, x)],
  concat: ({ inputs, attributes }, d) => {
    const axis = attributes.axis as number;
    let at = 0;
    return inputs.map(({ shape }) => {
      const from = at;
      at += shape[axis];
      return () => slice(d, axis, from, from + shape[axis]);
    });
  },
  slice: ({ inputs: [x], attributes }, d) => {
    const { axis, from, to } = attributes as { axis: number; from: number; to: number };
    return [() => pad(d, axis, from, x.shape[axis] - to)];
  },
  pad: ({ inputs: [x], attributes }, d) => {
    const { axis, before } = attributes as { axis: number; before: number };
    return [() => slice(d, axis, before, before + x.shape[axis])];
  },
  gather: ({ inputs: [x, index] }, d) => [() => scatter(d, index, x.shape[0])],
  scatter: ({ inputs: [, index] }, d) => [() => gather(d, index)],
  pick: ({ inputs: [x, index] }, d) => [() => place(filled(0, x), index, d)],
  place: ({ inputs: [, index, values] }, d) => [
    () => place(d, index, filled(0, values)),
    undefined,
    () => pick(d, index),
  ],
};

/** Its rows under one axis. */
function flat(x: Expression): Expression {
  const columns = x.shape[x.shape.length - 1];
  return reshape(x, [sizeOf(x.shape) / columns, columns]);
}
