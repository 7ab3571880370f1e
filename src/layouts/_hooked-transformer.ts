import { type Facts, textFact } from "./_facts.ts";
import type { DrawnSplit, Reading, StateDict } from "./_layout.ts";
import { blockCount, sequenceOf } from "./_progress-measures.ts";
import { hasShape, present } from "./_views.ts";

/** Whether the tensors are TransformerLens's: W_E [d_vocab, d_model], W_Q [head, d_model, d_head], W_O per head. */
export function isHookedTransformer(state: StateDict): boolean {
  const d_model = state.get("embed.W_E")?.shape[1];
  return (
    d_model !== undefined &&
    hasShape(state, "pos_embed.W_pos", undefined, d_model) &&
    hasShape(state, "unembed.W_U", d_model, undefined) &&
    hasShape(state, "blocks.0.attn.W_Q", undefined, d_model, undefined) &&
    hasShape(state, "blocks.0.attn.W_O", undefined, undefined, d_model) &&
    hasShape(state, "blocks.0.mlp.W_in", d_model, undefined)
  );
}

const BLOCK = {
  W_Q: "attn.W_Q",
  W_K: "attn.W_K",
  W_V: "attn.W_V",
  W_O: "attn.W_O",
  b_Q: "attn.b_Q",
  b_K: "attn.b_K",
  b_V: "attn.b_V",
  b_O: "attn.b_O",
  W_in: "mlp.W_in",
  b_in: "mlp.b_in",
  W_out: "mlp.W_out",
  b_out: "mlp.b_out",
  ln1_w: "ln1.w",
  ln1_b: "ln1.b",
  ln2_w: "ln2.w",
  ln2_b: "ln2.b",
};

/**
 * The one reading of a HookedTransformer's state dict. Three positions are [a, b, =]. Folded LayerNorm ("LNPre")
 * leaves no weights, so it is taken from the configuration where that names it.
 */
export function hookedTransformer(state: StateDict, facts: Facts, split: DrawnSplit): readonly Reading[] {
  const positions = state.get("pos_embed.W_pos")?.shape[0] ?? 0;
  const input = sequenceOf(positions, state.get("embed.W_E")?.shape[0] ?? 0);
  if (!input) return [];
  const blocks = blockCount(state);
  const weights = present(state, {
    W_E: "embed.W_E",
    W_pos: "pos_embed.W_pos",
    W_U: "unembed.W_U",
    b_U: "unembed.b_U",
    ln_final_w: "ln_final.w",
    ln_final_b: "ln_final.b",
  });
  for (let i = 0; i < blocks; i++) {
    const names = Object.entries(BLOCK).map(([canonical, name]) => [`blocks.${i}.${canonical}`, `blocks.${i}.${name}`]);
    Object.assign(weights, present(state, Object.fromEntries(names)));
  }
  const normalised =
    "blocks.0.ln1_w" in weights || ["LN", "LNPre"].includes(textFact(facts, "normalization_type") ?? "");
  const activation = textFact(facts, "act_fn", "act_type")?.toLowerCase();
  return [
    {
      architecture: {
        kind: "transformer",
        ...input,
        firstToken: 0,
        blocks,
        heads: state.get("blocks.0.attn.W_Q")?.shape[0] ?? 1,
        activation: activation === "gelu" ? "gelu" : activation === "gelu_new" ? "gelu_tanh" : "relu",
        normalisation: normalised ? "pre" : "none",
        layerNormEpsilon: 1e-5,
        causal: true,
        attentionCoefficient: 1,
      },
      weights,
      choices: [],
      split,
    },
  ];
}
