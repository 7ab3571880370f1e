import type { Model } from "../../networks/model.ts";
import { type Tensor, tensor } from "../../numerics/tensor.ts";

/** The network with every weight times α, biases and norms too. */
export function scaledModel(model: Model, alpha: number): Model {
  return withWeights(model, (_, weight) => weight.data.map((w) => alpha * w));
}

/**
 * The network at t on the line from one to another of the same architecture: (1 − t) w₁ + t w₂, weight by weight, in the
 * dtype of the first. Throws a RangeError where one lacks a weight of the other, or has it in another shape.
 */
export function modelBetween(from: Model, to: Model, t: number): Model {
  const lacking = to.parameters.names.find((name) => !from.parameters.names.includes(name));
  if (lacking) throw new RangeError(`no line to a network with a weight ${lacking}, which the first has not`);
  return withWeights(from, (name, weight) => {
    const other = to.parameters.get(name);
    if (other?.shape.join() !== weight.shape.join())
      throw new RangeError(`${name} is [${weight.shape}] at one end of the line and [${other?.shape}] at the other`);
    return weight.data.map((w, i) => (1 - t) * w + t * other.data[i]);
  });
}

/** The network with other values of its weights, made when first asked for. */
function withWeights(
  { architecture, parameters }: Model,
  values: (name: string, weight: Tensor) => Tensor["data"],
): Model {
  const made = new Map<string, Tensor>();
  return {
    architecture,
    parameters: {
      names: parameters.names,
      get: (name) => {
        const weight = parameters.get(name);
        if (!weight) return undefined;
        const found = made.get(name) ?? tensor(weight.axes, weight.shape, values(name, weight));
        made.set(name, found);
        return found;
      },
    },
  };
}
