import { UsageError } from "../errors.ts";
import { gridBatch } from "./batch.ts";
import { COMPONENTS, type Component } from "./block.ts";
import { networkGraph } from "./graph.ts";
import type { Model } from "./model.ts";
import { float32Weights } from "./weights.ts";

/**
 * The names of the weights that a part of a network has, by what its blocks are, in the network's order. Throws a UsageError
 * with the parts that have weights where this one has none: a tied unembedding has not.
 */
export function componentWeights(model: Model, component: Component): readonly string[] {
  const one = Int32Array.of(0);
  const { components } = networkGraph(model.architecture, float32Weights(model).of, gridBatch(one, one));
  const found = model.parameters.names.filter((name) => components.get(name) === component);
  if (found.length > 0) return found;
  const there = COMPONENTS.filter((name) => [...components.values()].includes(name));
  throw new UsageError(
    "component",
    `the network has no ${component} with weights of its own`,
    `it has ${there.join(", ")}`,
  );
}
