import { memo } from "../numerics/memo.ts";
import type { Expression, Values } from "../tensors/expression.ts";
import { parameter } from "../tensors/operations.ts";
import type { WeightOf } from "./graph.ts";
import type { Model } from "./model.ts";

/** A model's weights as expressions, and their values. */
export interface ModelWeights {
  readonly of: WeightOf;
  readonly feeds: (name: string) => Values | undefined;
}

/** The weights in the dtype that networks are trained and sent forward in. */
export const float32Weights: (model: Model) => ModelWeights = memo((model) => weightsAs(model, "float32"));

/** The weights in float64, for gradients. */
export const float64Weights: (model: Model) => ModelWeights = memo((model) => weightsAs(model, "float64"));

function weightsAs({ parameters }: Model, dtype: "float32" | "float64"): ModelWeights {
  const expressions = new Map<string, Expression>();
  const values = new Map<string, Values>();
  return {
    of: (name) => {
      const known = expressions.get(name);
      if (known) return known;
      const found = parameters.get(name);
      if (!found) return undefined;
      const made = parameter(name, found.shape, dtype);
      expressions.set(name, made);
      return made;
    },
    feeds: (name) => {
      const known = values.get(name);
      const found = known ?? parameters.get(name)?.data;
      if (!found || known) return known;
      const Wanted = dtype === "float32" ? Float32Array : Float64Array;
      const made = found instanceof Wanted ? found : Wanted.from(found);
      values.set(name, made);
      return made;
    },
  };
}
