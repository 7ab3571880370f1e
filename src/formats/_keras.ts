import { isDictionary, type Value } from "./_values.ts";

/** Groups in which Keras keeps the optimiser's variables, of the shapes of the weights: now, and in its older files. */
const OPTIMIZERS = ["optimizer", "optimizer_weights"];

/** What Keras saved as training scripts do: `model` and `optimizer`; unchanged where there is no optimiser. */
export function withOptimizerApart(root: Value): Value {
  const name = isDictionary(root) ? OPTIMIZERS.find((key) => root.has(key)) : undefined;
  if (name === undefined || !isDictionary(root)) return root;
  const model = new Map([...root].filter(([key]) => key !== name));
  return new Map<string, Value>([
    ["model", model],
    ["optimizer", root.get(name) ?? null],
  ]);
}
