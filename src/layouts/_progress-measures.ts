import { transposed } from "../formats/_views.ts";
import type { TransformerArchitecture } from "../networks/architecture.ts";
import type { Facts } from "./_facts.ts";
import type { Reading, StateDict } from "./_layout.ts";
import { statedNonlinearity } from "./_settings.ts";
import { flipped, hasShape, headsOfColumns, present } from "./_views.ts";

/** What such files take for granted where no configuration says it. */
export function assumedNonlinearity(facts: Facts): Pick<Reading, "assumed"> {
  return statedNonlinearity(facts) ? {} : { assumed: ["activation relu"] };
}

/** How many blocks a state dict with TransformerLens-like names has. */
export function blockCount(state: StateDict): number {
  let count = 0;
  while (state.has(`blocks.${count}.attn.W_Q`)) count++;
  return count;
}

/**
 * Whether the tensors are named and oriented as in Nanda's first grokking code and its descendants: W_E
 * [d_model, d_vocab], W_Q, W_K, W_V [head, d_head, d_model], W_O [d_model, head·d_head], W_in [d_mlp, d_model].
 */
export function isProgressMeasures(state: StateDict): boolean {
  const d_model = state.get("embed.W_E")?.shape[0];
  return (
    d_model !== undefined &&
    hasShape(state, "pos_embed.W_pos", undefined, d_model) &&
    hasShape(state, "unembed.W_U", d_model, undefined) &&
    hasShape(state, "blocks.0.attn.W_Q", undefined, undefined, d_model) &&
    hasShape(state, "blocks.0.attn.W_O", d_model, undefined) &&
    hasShape(state, "blocks.0.mlp.W_in", undefined, d_model) &&
    hasShape(state, "blocks.0.mlp.W_out", d_model, undefined)
  );
}

/** The weights of such a state dict in canonical orientation. */
export function progressMeasuresWeights(state: StateDict): Reading["weights"] {
  const weights: Record<string, Reading["weights"][string]> = {
    ...present(state, { W_E: "embed.W_E" }, flipped),
    ...present(state, { W_pos: "pos_embed.W_pos", W_U: "unembed.W_U" }),
  };
  for (let i = 0; i < blockCount(state); i++) {
    const at = `blocks.${i}`;
    const heads = state.get(`${at}.attn.W_Q`)?.shape[0] ?? 1;
    Object.assign(
      weights,
      present(
        state,
        { [`${at}.W_Q`]: `${at}.attn.W_Q`, [`${at}.W_K`]: `${at}.attn.W_K`, [`${at}.W_V`]: `${at}.attn.W_V` },
        (W) => transposed(W, [0, 2, 1]),
      ),
      present(state, { [`${at}.W_O`]: `${at}.attn.W_O` }, (W) => headsOfColumns(W, heads)),
      present(state, { [`${at}.W_in`]: `${at}.mlp.W_in`, [`${at}.W_out`]: `${at}.mlp.W_out` }, flipped),
      present(state, { [`${at}.b_in`]: `${at}.mlp.b_in`, [`${at}.b_out`]: `${at}.mlp.b_out` }),
    );
  }
  return weights;
}

/** What such a state dict and its configuration say of the network, but for mask and attention coefficient. */
export function progressMeasuresArchitecture(
  state: StateDict,
  facts: Facts,
): Omit<TransformerArchitecture, "p" | "sequence" | "causal" | "attentionCoefficient"> {
  return {
    kind: "transformer",
    firstToken: 0,
    blocks: blockCount(state),
    heads: state.get("blocks.0.attn.W_Q")?.shape[0] ?? 1,
    activation: statedNonlinearity(facts)?.activation ?? "relu",
    normalisation: "none",
    layerNormEpsilon: 1e-5,
  };
}

/**
 * What such a network may read, the usual first: of three positions [a, b, =], and p follows; of two, or where '=' is there
 * and never read, [a, b]. Without a table of positions both are possible.
 */
export function sequences(
  positions: number | undefined,
  vocabulary: number,
): readonly Pick<TransformerArchitecture, "p" | "sequence">[] {
  const p = vocabulary - 1;
  const signed = { p, sequence: ["a", "b", p] as const };
  if (positions === 2) return [{ p: vocabulary, sequence: ["a", "b"] }];
  return positions === undefined || positions === 3 ? [signed, { p, sequence: ["a", "b"] }] : [];
}
