import { defineLayout } from "./_layout.ts";
import {
  assumedNonlinearity,
  isProgressMeasures,
  progressMeasuresArchitecture,
  progressMeasuresWeights,
  sequences,
} from "./_progress-measures.ts";
import { transformerLensNames } from "./_transformer-lens-names.ts";

/** Nanda et al. 2023: one block, no LayerNorm, biases only in the MLP, tokens [a, b, =] with '=' as token p. */
export default defineLayout({
  name: "mainline",
  title: "Progress measures for grokking",
  source: "Nanda et al. 2023, arXiv:2301.05217: transformer.py of the paper's repository",
  tensors: transformerLensNames,
  readings: (state, facts) => {
    if (!isProgressMeasures(state) || facts.config.has("attn_coeff")) return [];
    const [positions, d_vocab] = [state.get("pos_embed.W_pos")?.shape[0] ?? 0, state.get("embed.W_E")?.shape[1] ?? 0];
    if (positions !== 3) return [];
    // That '=' is there and never read is tried where the stored losses speak against the published input.
    return sequences(positions, d_vocab).map((input, i) => ({
      architecture: {
        ...progressMeasuresArchitecture(state, facts),
        ...input,
        causal: true,
        attentionCoefficient: 1,
      },
      weights: progressMeasuresWeights(state),
      ...assumedNonlinearity(facts),
      choices: i === 0 ? [] : [`tokens [${input.sequence.join(", ")}]: '=' is never read`],
      split: { scheme: "cpython-shuffle" as const, seed: 0, fraction: 0.3 },
      ...(i === 0 ? {} : { fallback: true as const }),
    }));
  },
});
