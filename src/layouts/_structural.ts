import type { Facts } from "./_facts.ts";
import type { Reading, StateDict } from "./_layout.ts";
import { mlpReadings } from "./_structural-mlp.ts";
import { sortedTensors } from "./_structural-tensors.ts";
import { transformerReadings } from "./_structural-transformer.ts";

/** Every reading of tensors of any naming, and what they lack for each family that they do not make. */
export function structural(
  state: StateDict,
  facts: Facts,
): { readonly readings: readonly Reading[]; readonly missing: readonly string[] } {
  const tensors = sortedTensors(state);
  if (tensors.refused !== undefined) return { readings: [], missing: [tensors.refused] };
  const families = [
    { name: "a transformer", found: transformerReadings(tensors, facts) },
    { name: "an MLP", found: mlpReadings(tensors, facts) },
  ];
  return {
    readings: families.flatMap(({ found }) => ("readings" in found ? found.readings : [])),
    missing: families.flatMap(({ name, found }) => ("missing" in found ? [`for ${name}: ${found.missing}`] : [])),
  };
}
