import type { Model } from "../networks/model.ts";

/** Σw² of a parameter, float64; 0 where the network has no such parameter. */
export function sumOfSquares(model: Model, name: string): number {
  const data = model.parameters.get(name)?.data ?? new Float64Array();
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += data[i] * data[i];
  return squares;
}

/** Σw² of all parameters, biases and the '=' column included. */
export function totalSumOfSquares(model: Model): number {
  return model.parameters.names.reduce((sum, name) => sum + sumOfSquares(model, name), 0);
}
