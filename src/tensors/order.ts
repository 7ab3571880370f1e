import type { Graph } from "./backend.ts";
import type { Expression } from "./expression.ts";

/** Every expression that the outputs are made of, each after its inputs and once. */
export function ordered(outputs: readonly Expression[]): readonly Expression[] {
  const order: Expression[] = [];
  const done = new Set<Expression>();
  // A stack of its own: a deep network would overflow that of calls.
  const stack = outputs.map((node) => ({ node, entered: false })).reverse();
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, entered } = top;
    if (done.has(node)) continue;
    if (entered) {
      done.add(node);
      order.push(node);
      continue;
    }
    stack.push({ node, entered: true });
    for (let i = node.inputs.length - 1; i >= 0; i--) {
      if (!done.has(node.inputs[i])) stack.push({ node: node.inputs[i], entered: false });
    }
  }
  return order;
}

/** The graph that computes these expressions. */
export function graphOf(outputs: readonly Expression[]): Graph {
  const order = ordered(outputs);
  const leaves = order.filter(({ operation }) => operation === "parameter" || operation === "constant");
  return { outputs, order, leaves };
}
