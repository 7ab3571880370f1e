import type { Model, TransformerArchitecture } from "../models/_model.ts";
import { type Activations, forward } from "../models/forward.ts";
import { memo } from "../numerics/memo.ts";
import type { Tensor } from "../numerics/tensor.ts";

/** The activations of a transformer's last block at its last position that an edit can name. */
export type BlockActivation = "pattern" | "z" | "attn_out" | "resid_mid" | "mlp_out";

/** The full name of an activation of the last block, as `forward` hands it to an edit. */
export function inLastBlock(name: BlockActivation, { blocks }: TransformerArchitecture): string {
  return blocks === 1 ? name : `blocks.${blocks - 1}.${name}`;
}

/** Activations of a transformer's last block at its last position, for every pair, float32 as computed. */
export const lastBlock: (model: Model) => Readonly<Record<BlockActivation, Tensor>> = memo((model) => {
  const seen = new Map<string, Tensor>();
  forward(model, undefined, (name, value) => {
    seen.set(name, value);
    return undefined;
  });
  const { architecture } = model;
  const found = (name: BlockActivation): Tensor => {
    const value = architecture.kind === "transformer" && seen.get(inLastBlock(name, architecture));
    if (!value) throw new Error(`the network has no activation ${name}`);
    return value;
  };
  return {
    pattern: found("pattern"),
    z: found("z"),
    attn_out: found("attn_out"),
    resid_mid: found("resid_mid"),
    mlp_out: found("mlp_out"),
  };
});

/** The logits [pair, token] with one activation of the last block replaced. */
export function withActivation(
  model: Model,
  architecture: TransformerArchitecture,
  name: BlockActivation,
  data: Float32Array,
): Activations["logits"] {
  const full = inLastBlock(name, architecture);
  return forward(model, undefined, (at, value) => (at === full ? { ...value, data } : undefined)).logits;
}
