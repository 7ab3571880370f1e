import type { ArrayRef } from "../formats/_values.ts";
import { sliced } from "../formats/_views.ts";
import { flagFact, numberFact } from "./_facts.ts";
import { defineLayout, type Reading } from "./_layout.ts";
import {
  assumedNonlinearity,
  isProgressMeasures,
  progressMeasuresArchitecture,
  progressMeasuresWeights,
  sequences,
} from "./_progress-measures.ts";
import { transformerLensNames } from "./_transformer-lens-names.ts";

/**
 * Zhong et al. 2023: the mainline's names, no causal mask, often no '=' token, and attention `softmax · α + (1 − α)`.
 * α is `attn_coeff` of the configuration beside the model; without it both ends of its range are tried.
 */
export default defineLayout({
  name: "clock-and-pizza",
  title: "The Clock and the Pizza",
  source: "Zhong et al. 2023, arXiv:2306.17844: model_*.pt with config_*.json",
  tensors: transformerLensNames,
  readings: (state, facts) => {
    if (!isProgressMeasures(state)) return [];
    const stated = numberFact(facts, "attn_coeff");
    const positions = state.get("pos_embed.W_pos")?.shape[0] ?? 0;
    if (stated === undefined && positions !== 2) return [];
    const vocabulary = state.get("embed.W_E")?.shape[1] ?? 0;
    const signed = flagFact(facts, "eqn_sign") ?? false;
    const input = sequences(signed ? 3 : positions, vocabulary)[0];
    if (!input) return [];
    const weights = progressMeasuresWeights(state);
    // With a vocabulary of its own b's tokens follow those of a.
    const apart = (flagFact(facts, "diff_vocab") ?? false) && !signed && vocabulary % 2 === 0;
    return (stated === undefined ? [1, 0] : [stated]).map((attentionCoefficient) => ({
      architecture: {
        ...progressMeasuresArchitecture(state, facts),
        ...(apart ? { p: vocabulary / 2, sequence: ["a", "b"] as const } : input),
        causal: false,
        attentionCoefficient,
      },
      ...assumedNonlinearity(facts),
      weights: apart ? withTwoVocabularies(weights, vocabulary / 2) : weights,
      choices: [
        ...(stated === undefined ? [`attention coefficient ${attentionCoefficient}: no configuration states it`] : []),
        ...(apart ? ["a and b have vocabularies of their own"] : []),
      ],
    }));
  },
});

/** The rows of a's tokens and of b's as two embeddings. */
function withTwoVocabularies({ W_E, ...others }: Reading["weights"], p: number): Reading["weights"] {
  const table = W_E as ArrayRef;
  return { W_x: sliced(table, 0, 0, p), W_y: sliced(table, 0, p, 2 * p), ...others };
}
