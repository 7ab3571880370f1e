import type { Architecture } from "../networks/architecture.ts";
import { neuronCounts } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memo } from "../numerics/memo.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";

/** A quantity of one block of a network, or of one hidden layer of an MLP, from 0; of the last where none is named. */
export type OfBlock<R> = (model: Model, block?: number) => R;
/** The same on the frequencies of a cyclic form. */
export type OfBlockAndForm<R> = (model: Model, form: CyclicForm, block?: number) => R;

/** Computes once for each block of each network. */
export function memoOfBlock<R>(compute: (model: Model, block: number) => R): OfBlock<R> {
  const known = memo((_: Model) => new Map<number, { readonly value: R }>());
  return (model, block = lastBlockOf(model)) => {
    const found = known(model).get(block) ?? { value: compute(model, block) };
    known(model).set(block, found);
    return found.value;
  };
}

/** Computes once for each block of each network and each cyclic form. */
export function memoOfBlockAndForm<R>(
  compute: (model: Model, form: CyclicForm, block: number) => R,
): OfBlockAndForm<R> {
  const ofForm = memo((form: CyclicForm) => memoOfBlock((model, block) => compute(model, form, block)));
  return (model, form, block) => ofForm(form)(model, block);
}

/** The last block that has neurons. */
export function lastBlockOf(model: Model): number {
  return neuronCounts(model).length - 1;
}

/** The blocks whose neurons have a W_L (`hasLogitMap`): a transformer's, or an MLP's last layer. */
export function blocksWithLogitMap(model: Model): readonly number[] {
  return [...neuronCounts(model).keys()].filter((block) => hasLogitMap(model.architecture, block) === true);
}

/** How many blocks a transformer has, or hidden layers an MLP. Of a list of other blocks there is no telling: 0. */
export function blockCount(architecture: Architecture): number {
  switch (architecture.kind) {
    case "transformer":
      return architecture.blocks;
    case "mlp":
      return architecture.hiddenLayers;
    case "blocks":
      return 0;
  }
}

/**
 * True where a block's neurons have a W_L, or why they have none. A transformer's write to the stream that W_U reads; past an
 * earlier block's later blocks write to it too, and W_L is the direct path alone. An MLP has no such stream: only its last
 * layer is read by W_U.
 */
export function hasLogitMap(architecture: Architecture, block: number): true | string {
  if (architecture.kind === "blocks")
    return "which neurons the unembedding of a list of other blocks reads is not known";
  if (architecture.kind === "transformer" || block === blockCount(architecture) - 1) return true;
  return "an earlier layer of an MLP reaches the logits through the later layers alone: there is no W_L";
}
