import { pythonShuffle } from "#numerics/python-random.js";
import type { Expression, Values } from "#tensors/expression.js";
import { KERNELS } from "#tensors/loops/kernels.js";
import { ordered } from "#tensors/order.js";

/** A graph's values with every product and sum added up one by one in float32, in an order drawn from a seed. */
export function inSomeOrder(x: Expression, feeds: (name: string) => Values | undefined, seed: number): Values {
  const found = new Map<Expression, Values>();
  for (const node of ordered([x])) found.set(node, computed(node, found, feeds, seed));
  return found.get(x) as Values;
}

function computed(
  node: Expression,
  found: ReadonlyMap<Expression, Values>,
  feeds: (name: string) => Values | undefined,
  seed: number,
): Values {
  const { operation, inputs, values, attributes, shape } = node;
  if (operation === "parameter") return feeds(attributes.name as string) as Values;
  if (operation === "constant") return values as Values;
  const given = inputs.map((input) => found.get(input) as Values);
  const { left, right } = attributes as { left?: boolean; right?: boolean };
  if (operation !== "matmul" || left || right || inputs[1].shape.length !== 2) return KERNELS[operation](node, given);
  const [n, columns] = inputs[1].shape;
  const order = pythonShuffle(seed, n);
  const out = new Float32Array(shape.reduce((size, length) => size * length, 1));
  for (let i = 0; i < out.length; i++) {
    const [row, column] = [Math.floor(i / columns) * n, i % columns];
    let sum = 0;
    for (const k of order) sum = Math.fround(sum + Math.fround(given[0][row + k] * given[1][k * columns + column]));
    out[i] = sum;
  }
  return out;
}
