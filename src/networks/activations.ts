import type { Expression } from "../tensors/expression.ts";
import { add, erf, multiply, relu, sigmoid, square, tanh } from "../tensors/operations.ts";

const GELU_CUBIC = 0.044715;

/**
 * The nonlinearities, value by value: relu max(x, 0); gelu x Φ(x), exact (Hendrycks and Gimpel 2016), and `gelu_tanh`, its
 * usual approximation; silu x σ(x) (also "swish"); square x²; tanh; identity.
 */
export const ACTIVATIONS = {
  relu,
  gelu: (x) => multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1)),
  gelu_tanh: (x) => {
    const inner = multiply(add(x, multiply(multiply(square(x), x), GELU_CUBIC)), Math.sqrt(2 / Math.PI));
    return multiply(multiply(x, 0.5), add(tanh(inner), 1));
  },
  silu: (x) => multiply(x, sigmoid(x)),
  square,
  tanh,
  identity: (x) => x,
} as const satisfies Readonly<Record<string, (x: Expression) => Expression>>;

/** The name of a nonlinearity. */
export type Activation = keyof typeof ACTIVATIONS;
