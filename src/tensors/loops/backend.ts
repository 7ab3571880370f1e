import type { Backend } from "../backend.ts";
import type { Expression, Values } from "../expression.ts";
import { KERNELS } from "./kernels.ts";

/** Plain loops over typed arrays, slowly, and compiled products: every operation in every dtype; the reference for the other backends. */
export const loops: Backend = {
  name: "loops",
  has: () => true,
  prepare:
    ({ order, outputs, leaves }) =>
    (values, into) => {
      const found = new Map<Expression, Values>(leaves.map((leaf, i) => [leaf, values[i]]));
      for (const node of order) {
        if (found.has(node)) continue;
        const inputs = node.inputs.map((input) => found.get(input) as Values);
        found.set(node, KERNELS[node.operation](node, inputs));
      }
      return outputs.map((node, i) => written(found.get(node) as Values, into[i]));
    },
};

/** The values, in the array that is wanted. */
export function written(values: Values, into: Values | undefined): Values {
  into?.set(values);
  return into ?? values;
}
