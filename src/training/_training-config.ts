import type { Activation } from "../networks/activations.ts";
import type { BlockDescription } from "../networks/block.ts";
import type { SCHEMES } from "../tasks/_schemes.ts";
import type * as filters from "./filters/index.ts";
import type * as losses from "./losses/index.ts";
import type * as optimisers from "./optimisers/index.ts";

/** All that determines a training run: the same configuration gives the same weights, to the bit. Written to run.json. */
export interface TrainingConfig {
  readonly family: "transformer" | "mlp" | "blocks";
  /** Of family `blocks`: the network, from the tokens to the logits. */
  readonly blocks?: readonly BlockDescription[];
  /** An operation's name. */
  readonly task: string;
  readonly p: number;
  /** Of the weights, by PyTorch's CPU generator. */
  readonly seed: number;
  /** Of the split. */
  readonly data_seed: number;
  readonly split: keyof typeof SCHEMES;
  /** Share of all pairs that is trained on. */
  readonly fraction: number;
  /** By which epoch how large a share is trained on, as "0:0.1,2000:0.3"; all of `fraction` from the first where empty. */
  readonly curriculum: string;
  /** Share of the training pairs whose answer is another than the right one. */
  readonly corrupted: number;
  readonly d_model: number;
  readonly heads: number;
  readonly neurons: number;
  readonly activation: Activation;
  /** Transformers: whether '=' (token p) stands after a and b, and has a logit of its own. */
  readonly equals_sign: boolean;
  readonly equals_logit: boolean;
  /** Transformers: whether the MLP has biases. */
  readonly biases: boolean;
  /** MLPs: how the inputs meet, and whether they share an embedding. */
  readonly meeting: "neurons" | "sum" | "concatenate";
  readonly shared_embedding: boolean;
  /** Times the initial standard deviation, 1/√d_model (1/√d_vocab for W_U; in an MLP 1/√inputs). */
  readonly init_scale: number;
  /** One of `optimisers/`, by its name. */
  readonly optimiser: keyof typeof optimisers;
  readonly learning_rate: number;
  readonly weight_decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Updates over which the learning rate rises from 0. */
  readonly warm_up: number;
  /** Pairs an update; 0 for all training pairs. An epoch is one update of a full batch, else one pass over the pairs. */
  readonly batch: number;
  /** Of which probabilities the cross-entropy is: one of `losses/`, by its name. */
  readonly loss: keyof typeof losses;
  readonly loss_dtype: "float64" | "float32";
  /** One of `filters/`, by its name: what is done to the gradient before the optimiser has it. */
  readonly gradient_filter: keyof typeof filters;
  /** How slow the slow part is, and how often it is added. */
  readonly grokfast_alpha: number;
  readonly grokfast_lambda: number;
  /** Whether every update leaves ‖w‖₂ as it was where the run began. */
  readonly frozen_norm: boolean;
  /** The weights that it begins with, as `<their digest>@<epoch>`; those drawn from the seed where empty. */
  readonly from: string;
  /** The epoch that it begins at. */
  readonly from_epoch: number;
  readonly epochs: number;
  /** Epochs between checkpoints; 0 for 1, 2, 5, 10, 20, 50 … Epoch 0 and the last one always have one. */
  readonly checkpoint_every: number;
  /** Epochs between evaluations of the test pairs; they are evaluated at checkpoints too. */
  readonly evaluate_every: number;
}
