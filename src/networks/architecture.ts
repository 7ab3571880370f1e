import type { Activation } from "./activations.ts";
import type { BlockDescription } from "./block.ts";

export type { Activation } from "./activations.ts";

/** Everything about a network that is not a weight. Plain data: it crosses threads. */
export type Architecture = TransformerArchitecture | MlpArchitecture | BlocksArchitecture;

/** What every network reads and answers. */
interface Sequence {
  /** Inputs a and b are in 0 … p−1; so is the answer. */
  readonly p: number;
  /** What stands at each position: an input, or the id of a fixed token, e.g. ["a", "b", 113]. */
  readonly sequence: readonly ("a" | "b" | number)[];
  /** Token id of the input 0, and of the answer 0; nonzero where the vocabulary begins with signs. */
  readonly firstToken: number;
}

/** A decoder transformer of n blocks that answers at its last position. */
export interface TransformerArchitecture extends Sequence {
  readonly kind: "transformer";
  readonly blocks: number;
  readonly heads: number;
  readonly activation: Activation;
  /** Where LayerNorm stands: nowhere, before each half of a block, or after the sum that follows it. */
  readonly normalisation: "none" | "pre" | "post";
  readonly layerNormEpsilon: number;
  /** Whether a position sees only those before it. */
  readonly causal: boolean;
  /** α in `softmax · α + (1 − α)`; 1 is ordinary attention. */
  readonly attentionCoefficient: number;
}

/** A network that sums or concatenates what it reads of a and b, then alternates affine maps and nonlinearities. */
export interface MlpArchitecture {
  readonly kind: "mlp";
  readonly p: number;
  readonly activation: Activation;
  /**
   * How the two inputs meet: `neurons`, the embeddings add up to the first layer's pre-activations (an affine map of
   * one-hot inputs); `sum`, they add up and pass through W_in; `concatenate`, they pass through W_in side by side.
   */
  readonly meeting: "neurons" | "sum" | "concatenate";
  /** Nonlinearities between input and logits; the weights between two of them are `layers.i.W` [in, out]. */
  readonly hiddenLayers: number;
}

/** Any list of blocks, from the tokens to the logits. */
export interface BlocksArchitecture extends Sequence {
  readonly kind: "blocks";
  readonly blocks: readonly BlockDescription[];
}

/** The token of the residue 0: its row of the embedding, and the logit column of the answer 0. */
export function firstToken(architecture: Architecture): number {
  return architecture.kind === "mlp" ? 0 : architecture.firstToken;
}

/** What stands at each position that is read. */
export function sequenceOf(architecture: Architecture): Sequence["sequence"] {
  return architecture.kind === "mlp" ? ["a", "b"] : architecture.sequence;
}
