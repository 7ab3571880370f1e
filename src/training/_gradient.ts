import type { Parts } from "./_parameters.ts";

/** Sizes of a network that its architecture leaves open. */
export interface Sizes {
  readonly d_model: number;
  readonly neurons: number;
  /** Tokens that can be read, and answered. */
  readonly vocabulary: number;
  readonly logits: number;
  /** Whether the MLP has biases. */
  readonly biases: boolean;
}

/** What a network does on some pairs. */
export interface Outcome {
  /** Σ of the losses in nats. */
  readonly loss: number;
  /** How many it gets right. */
  readonly correct: number;
}

/** The outcome on some pairs; adds `scale` times the gradient of Σ loss to `dW`, where there is one to add to. */
export type GradientFunction = (
  W: Parts,
  pairs: Int32Array,
  answers: Int32Array,
  dW: Parts | undefined,
  scale: number,
  dtype: "float64" | "float32",
) => Outcome;
