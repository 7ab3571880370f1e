import type { TransformerArchitecture } from "../networks/architecture.ts";
import { type Activations, activationsOf, forward, KEPT_FLOATS } from "../networks/forward.ts";
import { type Model, weight } from "../networks/model.ts";
import { memo } from "../numerics/memo.ts";
import type { Tensor } from "../numerics/tensor.ts";
import { memoOfBlock, type OfBlock } from "./of-block.ts";

/** The activations of a transformer's block that are looked at and replaced, at the last position. */
const HOOKS = {
  pattern: "attn.hook_pattern",
  z: "attn.hook_z",
  attn_out: "hook_attn_out",
  resid_mid: "hook_resid_mid",
  mlp_out: "hook_mlp_out",
} as const;
export type BlockActivation = keyof typeof HOOKS;
const NAMES = Object.keys(HOOKS) as readonly BlockActivation[];

/** The full name of an activation of a block. */
export function inBlock(name: BlockActivation, block: number): string {
  return `blocks.${block}.${HOOKS[name]}`;
}

/**
 * Activations of a transformer's block at its last position, for every pair, float32 as computed; of the last block unless one
 * is named. Those of all blocks come from one pass where they are at most `KEPT_FLOATS`, else each block's from its own.
 */
export const blockActivations: OfBlock<Readonly<Record<BlockActivation, Tensor>>> = memoOfBlock((model, block) => {
  const { p, blocks } = model.architecture as TransformerArchitecture;
  const floats = p * p * blocks * NAMES.length * weight(model, "W_E").shape[1];
  const found = floats <= KEPT_FLOATS ? ofAllBlocks(model) : activationsOf(model, fullNames(block));
  return Object.fromEntries(NAMES.map((name) => [name, found[inBlock(name, block)]])) as Record<
    BlockActivation,
    Tensor
  >;
});

const ofAllBlocks = memo((model: Model) => {
  const { blocks } = model.architecture as TransformerArchitecture;
  return activationsOf(model, Array.from({ length: blocks }, (_, block) => fullNames(block)).flat());
});

function fullNames(block: number): readonly string[] {
  return NAMES.map((name) => inBlock(name, block));
}

/** The logits [pair, token] with one activation of a block replaced at the last position. */
export function withActivation(
  model: Model,
  block: number,
  name: BlockActivation,
  data: Float32Array,
): Activations["logits"] {
  const value = { ...blockActivations(model, block)[name], data };
  return forward(model, { hooks: { [inBlock(name, block)]: { position: -1, value } } }).logits;
}
