import { flagFact, numberFact } from "./_facts.ts";
import { defineLayout } from "./_layout.ts";
import {
  isProgressMeasures,
  progressMeasuresArchitecture,
  progressMeasuresWeights,
  sequenceOf,
} from "./_progress-measures.ts";

/**
 * Zhong et al. 2023: the mainline's names, no causal mask, often no '=' token, and attention `softmax · α + (1 − α)`.
 * α is `attn_coeff` of the configuration beside the model; without it both ends of its range are tried.
 */
export default defineLayout({
  name: "clock-and-pizza",
  title: "The Clock and the Pizza",
  source: "Zhong et al. 2023, arXiv:2306.17844: model_*.pt with config_*.json",
  readings: (state, facts) => {
    if (!isProgressMeasures(state)) return [];
    const stated = numberFact(facts, "attn_coeff");
    const positions = state.get("pos_embed.W_pos")?.shape[0] ?? 0;
    if (stated === undefined && positions !== 2) return [];
    const input = sequenceOf(flagFact(facts, "eqn_sign") ? 3 : positions, state.get("embed.W_E")?.shape[1] ?? 0);
    if (!input) return [];
    return (stated === undefined ? [1, 0] : [stated]).map((attentionCoefficient) => ({
      architecture: {
        ...progressMeasuresArchitecture(state, facts),
        ...input,
        causal: false,
        attentionCoefficient,
      },
      weights: progressMeasuresWeights(state),
      choices:
        stated === undefined ? [`attention coefficient ${attentionCoefficient}: no configuration states it`] : [],
    }));
  },
});
