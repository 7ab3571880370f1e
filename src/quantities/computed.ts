import { evaluate, type Feeds } from "../tensors/evaluate.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { flops } from "../tensors/flops.ts";
import { loops } from "../tensors/loops/backend.ts";
import { graphOf } from "../tensors/order.ts";

/** Fewer operations than this are done by plain loops: an engine takes a second to ready a graph of hundreds of nodes. */
const WORTH = 2 ** 25;

/**
 * The values of expressions that few checkpoints are asked for, computed together, as `evaluate` gives them: arrays of the
 * expressions' dtype.
 */
export function computed<K extends string, V extends Values = Float64Array>(
  outputs: Readonly<Record<K, Expression>>,
  feeds: Feeds,
): Record<K, V> {
  const names = Object.keys(outputs) as K[];
  const wanted = names.map((name) => outputs[name]);
  if (flops(wanted) >= WORTH) return evaluate(outputs, feeds) as Record<K, V>;
  const graph = graphOf(wanted);
  const leaves = graph.leaves.map((leaf) => leaf.values ?? (feeds(leaf.attributes.name as string) as Values));
  const found = loops.prepare(graph)(leaves, []);
  return Object.fromEntries(names.map((name, i) => [name, found[i]])) as Record<K, V>;
}
