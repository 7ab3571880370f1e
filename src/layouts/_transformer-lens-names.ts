import type { Facts } from "./_facts.ts";
import type { StateDict } from "./_layout.ts";
import { statedPositions } from "./_settings.ts";
import { blocksNamed, type TensorNames } from "./_tensor-names.ts";

/**
 * The tensors of Nanda's first grokking code, of its descendants and of TransformerLens, which share their names. Where
 * attention has a bias or there are norms, it is TransformerLens's, which saves every bias.
 */
export function transformerLensNames(state: StateDict, facts: Facts): TensorNames | undefined {
  const blocks = Array.from({ length: blocksNamed(state, /^blocks\.(\d+)\.(?:attn|mlp)\./) }, (_, i) => `blocks.${i}`);
  if (blocks.length === 0) return undefined;
  const each = (...names: readonly string[]) => blocks.flatMap((block) => names.map((name) => `${block}.${name}`));
  // Sines stand in for a table of positions, shared keys and values have names of their own.
  const rotary = state.has("blocks.0.attn.rotary_sin") || typeof statedPositions(facts) === "object";
  const shared = state.has("blocks.0.attn._W_K") || state.has("blocks.0.attn._W_V") ? "_" : "";
  const mlpBiases = each("mlp.b_in", "mlp.b_out");
  const attentionBiases = each("attn.b_Q", `attn.${shared}b_K`, `attn.${shared}b_V`, "attn.b_O");
  const otherBiases = [...attentionBiases, "unembed.b_U"];
  return {
    always: [
      ...["embed.W_E", ...(rotary ? [] : ["pos_embed.W_pos"]), "unembed.W_U"],
      ...each("attn.W_Q", `attn.${shared}W_K`, `attn.${shared}W_V`, "attn.W_O", "mlp.W_in", "mlp.W_out"),
    ],
    together: [
      ["x_embed", "y_embed"],
      otherBiases.some((name) => state.has(name)) ? [...otherBiases, ...mlpBiases] : mlpBiases,
      each("mlp.W_gate"),
      [...each("ln1.w", "ln2.w"), "ln_final.w"],
      // RMSNorm has no shift.
      [...each("ln1.b", "ln2.b"), "ln_final.b"],
    ],
    others: /\.(mask|IGNORE|rotary_sin|rotary_cos)$/,
  };
}
