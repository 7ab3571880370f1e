import { hookedTransformer, isHookedTransformer } from "./_hooked-transformer.ts";
import { defineLayout } from "./_layout.ts";
import { transformerLensNames } from "./_transformer-lens-names.ts";

/** The demo notebook "Grokking": a HookedTransformer on [a, b, =] whose W_U answers with p logits or p + 1. */
export default defineLayout({
  name: "transformer-lens",
  title: "TransformerLens",
  source: "TransformerLens, demo notebook Grokking",
  tensors: transformerLensNames,
  readings: (state, facts) =>
    isHookedTransformer(state) && !state.has("x_embed")
      ? hookedTransformer(state, facts, { scheme: "torch-randperm", seed: 598, fraction: 0.3 })
      : [],
});
