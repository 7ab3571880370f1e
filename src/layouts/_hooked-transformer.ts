import type { TransformerArchitecture } from "../networks/architecture.ts";
import type { Facts } from "./_facts.ts";
import type { DrawnSplit, Reading, StateDict } from "./_layout.ts";
import { assumedNonlinearity, blockCount, sequences } from "./_progress-measures.ts";
import {
  statedCausal,
  statedEpsilon,
  statedNonlinearity,
  statedNorm,
  statedParallel,
  statedPositions,
  statedScale,
} from "./_settings.ts";
import { hasShape, present } from "./_views.ts";

/** Whether the tensors are TransformerLens's: W_E [d_vocab, d_model], W_Q [head, d_model, d_head], W_O per head. */
export function isHookedTransformer(state: StateDict): boolean {
  const d_model = state.get("embed.W_E")?.shape[1];
  return (
    d_model !== undefined &&
    (!state.has("pos_embed.W_pos") || hasShape(state, "pos_embed.W_pos", undefined, d_model)) &&
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
  W_gate: "mlp.W_gate",
  W_in: "mlp.W_in",
  b_in: "mlp.b_in",
  W_out: "mlp.W_out",
  b_out: "mlp.b_out",
  ln1_w: "ln1.w",
  ln1_b: "ln1.b",
  ln2_w: "ln2.w",
  ln2_b: "ln2.b",
};
/** Keys and values that several heads share. */
const GROUPED = { W_K: "attn._W_K", W_V: "attn._W_V", b_K: "attn._b_K", b_V: "attn._b_V" };

/**
 * The readings of a HookedTransformer's state dict. Three positions are [a, b, =]; stored losses that speak against it may
 * show that '=' is never read. Folded norms ("LNPre", "RMSPre") leave no weights, so they are taken from the configuration.
 */
export function hookedTransformer(state: StateDict, facts: Facts, split: DrawnSplit): readonly Reading[] {
  const positions = state.get("pos_embed.W_pos")?.shape[0];
  const inputs = sequences(positions, state.get("embed.W_E")?.shape[0] ?? 0);
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
    const named = (names: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(names).map(([canonical, name]) => [`blocks.${i}.${canonical}`, `blocks.${i}.${name}`]),
      );
    Object.assign(weights, present(state, named(BLOCK)), present(state, named(GROUPED)));
  }
  const heads = state.get("blocks.0.attn.W_Q")?.shape[0] ?? 1;
  const keyHeads = weights["blocks.0.W_K"]?.shape[0] ?? heads;
  const settings = { ...norms(weights, facts), ...nonlinearity(weights, facts), ...fixedPositions(state, facts) };
  const scale = statedScale(facts);
  return inputs.map(
    (input, i): Reading => ({
      architecture: {
        kind: "transformer",
        ...input,
        firstToken: 0,
        blocks,
        heads,
        ...(keyHeads === heads ? {} : { keyHeads }),
        ...settings,
        layerNormEpsilon: statedEpsilon(facts) ?? 1e-5,
        ...(statedParallel(facts) ? { parallel: true } : {}),
        ...(scale === undefined ? {} : { scale }),
        causal: statedCausal(facts) ?? true,
        attentionCoefficient: 1,
      },
      weights,
      ...assumedNonlinearity(facts),
      choices: i === 0 ? [] : [`tokens [${input.sequence.join(", ")}]`],
      split,
      ...(i === 0 ? {} : { fallback: true }),
    }),
  );
}

type Weights = Readonly<Record<string, unknown>>;

function norms(
  weights: Weights,
  facts: Facts,
): Pick<TransformerArchitecture, "normalisation" | "norm" | "foldedFinalNorm"> {
  const stated = statedNorm(facts);
  const stored = "blocks.0.ln1_w" in weights;
  if (!stored && (stated === undefined || stated.norm === "none" || !stated.folded)) return { normalisation: "none" };
  const norm = stated?.norm === "rms-norm" || (stated === undefined && !("blocks.0.ln1_b" in weights));
  return {
    normalisation: "pre",
    ...(norm ? { norm: "rms-norm" } : {}),
    ...(stored ? {} : { foldedFinalNorm: true }),
  };
}

function nonlinearity(
  weights: Weights,
  facts: Facts,
): Pick<TransformerArchitecture, "activation" | "gated" | "biasAfterGate"> {
  const activation = statedNonlinearity(facts)?.activation ?? "relu";
  return "blocks.0.W_gate" in weights ? { activation, gated: true, biasAfterGate: true } : { activation };
}

/** TransformerLens's rotary positions leave no table, but their sines as buffers. */
function fixedPositions(state: StateDict, facts: Facts): Pick<TransformerArchitecture, "positions"> {
  if (state.has("pos_embed.W_pos")) return {};
  const stated = statedPositions(facts);
  if (typeof stated === "object") return { positions: stated };
  return state.has("blocks.0.attn.rotary_sin")
    ? { positions: { scheme: "rotary", base: 10_000, pairs: "halves", values: 0 } }
    : {};
}
