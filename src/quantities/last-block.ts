import type { TransformerArchitecture } from "../networks/architecture.ts";
import { type Activations, activationsOf, forward } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { memo } from "../numerics/memo.ts";
import type { Tensor } from "../numerics/tensor.ts";

/** The activations of a transformer's last block that are looked at and replaced, at its last position. */
const HOOKS = {
  pattern: "attn.hook_pattern",
  z: "attn.hook_z",
  attn_out: "hook_attn_out",
  resid_mid: "hook_resid_mid",
  mlp_out: "hook_mlp_out",
} as const;
export type BlockActivation = keyof typeof HOOKS;

/** The full name of an activation of the last block. */
export function inLastBlock(name: BlockActivation, { blocks }: TransformerArchitecture): string {
  return `blocks.${blocks - 1}.${HOOKS[name]}`;
}

/** Activations of a transformer's last block at its last position, for every pair, float32 as computed. */
export const lastBlock: (model: Model) => Readonly<Record<BlockActivation, Tensor>> = memo((model) => {
  const architecture = model.architecture as TransformerArchitecture;
  const names = Object.keys(HOOKS) as BlockActivation[];
  const found = activationsOf(
    model,
    names.map((name) => inLastBlock(name, architecture)),
  );
  return Object.fromEntries(names.map((name) => [name, found[inLastBlock(name, architecture)]])) as Record<
    BlockActivation,
    Tensor
  >;
});

/** The logits [pair, token] with one activation of the last block replaced. */
export function withActivation(
  model: Model,
  architecture: TransformerArchitecture,
  name: BlockActivation,
  data: Float32Array,
): Activations["logits"] {
  const value = { ...lastBlock(model)[name], data };
  return forward(model, { hooks: { [inLastBlock(name, architecture)]: { position: -1, value } } }).logits;
}
