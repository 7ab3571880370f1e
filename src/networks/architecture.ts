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
  /** Whether the MLP is gated: post = act(x W_gate) · (x W_in) (Shazeer 2020). Not, unless given. */
  readonly gated?: boolean;
  /** Whether b_in is added after the gate, as TransformerLens has it: post = act(x W_gate) · (x W_in) + b_in. */
  readonly biasAfterGate?: boolean;
  readonly normalisation: Normalisation;
  /** What the norms are; LayerNorm unless given. */
  readonly norm?: NormName;
  /** The ε of every norm. */
  readonly layerNormEpsilon: number;
  /** Whether a norm without weights of its own stands after the last block, as where they are folded into W_U. */
  readonly foldedFinalNorm?: boolean;
  /** Whether attention and MLP of a block read the same stream (GPT-NeoX); the MLP reads what attention wrote, unless given. */
  readonly parallel?: boolean;
  /** How many heads the keys and values have, where fewer than the queries (grouped queries). */
  readonly keyHeads?: number;
  /** Which heads of queries share a key head: those in a row, unless given, or every `keyHeads`-th. */
  readonly sharing?: "adjacent" | "strided";
  /** What the scores q · k are multiplied with; 1/√d_head unless given. */
  readonly scale?: number;
  /** Positions that no table holds. */
  readonly positions?: FixedPositions;
  /** Whether a position sees only those before it. */
  readonly causal: boolean;
  /** α in `softmax · α + (1 − α)`; 1 is ordinary attention. */
  readonly attentionCoefficient: number;
}

/**
 * Where norms stand: nowhere; before each half of a block; after the sum that follows it; on the stream itself before it
 * parts, in both halves or before attention alone: x = ln(x), x += attn(x).
 */
export const NORMALISATIONS = ["none", "pre", "post", "stream", "stream-at-attention"] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];
export const NORM_NAMES = ["layer-norm", "rms-norm"] as const;
export type NormName = (typeof NORM_NAMES)[number];

/** Waves added to the stream, or queries and keys turned; see the blocks `sinusoidal-positions` and `attention`. */
export type FixedPositions =
  | { readonly scheme: "sinusoidal"; readonly base: number; readonly order: "neighbours" | "halves" }
  | {
      readonly scheme: "rotary";
      readonly base: number;
      readonly pairs: "neighbours" | "halves";
      /** How many values of a head turn; 0 for all. */
      readonly values: number;
    };

/** The key head that a head of queries reads. */
export function keyHeadOf({ heads, keyHeads = heads, sharing }: TransformerArchitecture, head: number): number {
  return sharing === "strided" ? head % keyHeads : Math.floor((head * keyHeads) / heads);
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
