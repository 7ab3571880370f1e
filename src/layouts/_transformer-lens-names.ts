import type { StateDict } from "./_layout.ts";
import { blocksNamed, type TensorNames } from "./_tensor-names.ts";

/**
 * The tensors of Nanda's first grokking code, of its descendants and of TransformerLens, which share their names. Where
 * attention has a bias or there are norms, it is TransformerLens's, which saves every bias.
 */
export function transformerLensNames(state: StateDict): TensorNames | undefined {
  const blocks = Array.from({ length: blocksNamed(state, /^blocks\.(\d+)\.(?:attn|mlp)\./) }, (_, i) => `blocks.${i}`);
  if (blocks.length === 0) return undefined;
  const each = (...names: readonly string[]) => blocks.flatMap((block) => names.map((name) => `${block}.${name}`));
  const mlpBiases = each("mlp.b_in", "mlp.b_out");
  const otherBiases = [...each("attn.b_Q", "attn.b_K", "attn.b_V", "attn.b_O"), "unembed.b_U"];
  return {
    always: [
      ...["embed.W_E", "pos_embed.W_pos", "unembed.W_U"],
      ...each("attn.W_Q", "attn.W_K", "attn.W_V", "attn.W_O", "mlp.W_in", "mlp.W_out"),
    ],
    together: [
      ["x_embed", "y_embed"],
      otherBiases.some((name) => state.has(name)) ? [...otherBiases, ...mlpBiases] : mlpBiases,
      [...each("ln1.w", "ln1.b", "ln2.w", "ln2.b"), "ln_final.w", "ln_final.b"],
    ],
    others: /\.(mask|IGNORE)$/,
  };
}
