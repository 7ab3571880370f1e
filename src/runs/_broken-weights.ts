import type { Reading } from "../layouts/_layout.ts";
import type { Model } from "../networks/model.ts";
import { storedModel } from "./model-at.ts";

/** How many weights are NaN or infinite, and where the first of them are; undefined where none is. */
export function brokenWeights({ architecture, weights }: Reading): string | undefined {
  const { parameters } = storedModel(architecture, weights);
  let [total, broken] = [0, 0];
  const names: string[] = [];
  for (const name of parameters.names) {
    const data = parameters.get(name)?.data ?? [];
    total += data.length;
    let own = 0;
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) own++;
    if (own > 0) names.push(name);
    broken += own;
  }
  if (broken === 0) return undefined;
  return `${broken} of ${total} weights of the last checkpoint ${broken === 1 ? "is" : "are"} not finite: ${names.join(", ")}`;
}

/** The network with 0 for each weight that is no number: what the others have learnt still shows in its answers. */
export function withoutBrokenWeights({ architecture, parameters }: Model): Model {
  return {
    architecture,
    parameters: {
      names: parameters.names,
      get: (name) => {
        const found = parameters.get(name);
        return found && { ...found, data: found.data.map((value) => (Number.isFinite(value) ? value : 0)) };
      },
    },
  };
}
