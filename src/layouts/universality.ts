import type { Facts } from "./_facts.ts";
import { hookedTransformer, isHookedTransformer } from "./_hooked-transformer.ts";
import { type DrawnSplit, defineLayout, type Reading, type StateDict } from "./_layout.ts";
import { statedNonlinearity } from "./_settings.ts";
import { transformerLensNames } from "./_transformer-lens-names.ts";
import { hasShape, present } from "./_views.ts";

const SPLIT: DrawnSplit = { scheme: "universality", seed: 0, fraction: 0.4 };

/**
 * Chughtai et al. 2023: a HookedTransformer that keeps its embedding thrice (`x_embed`, `y_embed` are `embed.W_E`), or
 * an MLP `relu([W_x[a], W_y[b]] W) W_U` without biases; the group is in cfg.json.
 */
export default defineLayout({
  name: "universality",
  title: "A toy model of universality",
  source: "Chughtai et al. 2023, arXiv:2302.03025: model.pt with cfg.json",
  tensors: (state, facts) =>
    state.has("W_x") || state.has("W_y")
      ? { always: ["W_x", "W_y", "W", "W_U"], together: [] }
      : transformerLensNames(state, facts),
  readings: (state, facts) => {
    if (isHookedTransformer(state) && state.has("x_embed"))
      return hookedTransformer(state, facts, SPLIT).map((reading) => ({ ...reading, unused: ["x_embed", "y_embed"] }));
    return isConcatenatingMlp(state) ? [concatenatingMlp(state, facts)] : [];
  },
});

function isConcatenatingMlp(state: StateDict): boolean {
  const [n, embed] = state.get("W_x")?.shape ?? [];
  const hidden = state.get("W")?.shape[1];
  return (
    embed !== undefined &&
    hasShape(state, "W_y", n, embed) &&
    hasShape(state, "W", 2 * embed, undefined) &&
    hasShape(state, "W_U", hidden, n)
  );
}

function concatenatingMlp(state: StateDict, facts: Facts): Reading {
  return {
    architecture: {
      kind: "mlp",
      p: state.get("W_x")?.shape[0] ?? 0,
      activation: statedNonlinearity(facts)?.activation ?? "relu",
      meeting: "concatenate",
      hiddenLayers: 1,
    },
    weights: present(state, { W_x: "W_x", W_y: "W_y", W_in: "W", W_U: "W_U" }),
    choices: [],
    split: SPLIT,
  };
}
