import { UsageError } from "../errors.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { split, transposed } from "../formats/_views.ts";
import type { Activation, Architecture } from "../networks/architecture.ts";
import { type Facts, flagFact, numberFact, textFact } from "./_facts.ts";
import { type DrawnSplit, defineLayout, type StateDict } from "./_layout.ts";
import type { TensorNames } from "./_tensor-names.ts";

/** What `grok-analyze train` writes: run.json with the whole configuration, which each checkpoint repeats. */
export default defineLayout({
  name: "grok-analyze",
  title: "grok-analyze train",
  source: "this project: run.json, metrics.csv, checkpoints/epoch-*.safetensors",
  tensors,
  readings: (state, facts) => {
    if (textFact(facts, "format") !== "grok-analyze run") return [];
    const family = textFact(facts, "family");
    // Read as the published transformer it would give numbers of another network.
    if (family === "blocks")
      throw new UsageError(
        "family blocks",
        "a run of a list of blocks is not analysed yet",
        "send its model forward from the library",
      );
    const architecture = family === "mlp" ? mlp(state, facts) : transformer(state, facts);
    const drawn: DrawnSplit = {
      scheme: textFact(facts, "split") as DrawnSplit["scheme"],
      seed: numberFact(facts, "data_seed") ?? 0,
      fraction: numberFact(facts, "fraction") ?? 0.3,
    };
    return [{ architecture, weights: weights(state, architecture), choices: [], split: drawn }];
  },
});

/** As the configuration that every checkpoint repeats has them. */
function tensors(_: StateDict, facts: Facts): TensorNames | undefined {
  if (textFact(facts, "format") !== "grok-analyze run") return undefined;
  if (textFact(facts, "family") === "transformer") {
    const biases = flagFact(facts, "biases") ? ["b_in", "b_out"] : [];
    const always = ["W_E", "W_pos", "W_Q", "W_K", "W_V", "W_O", "W_in", "W_out", "W_U", ...biases];
    return { always, together: [] };
  }
  const embeddings = (flagFact(facts, "shared_embedding") ?? true) ? ["W_E"] : ["W_x", "W_y"];
  const inner = textFact(facts, "meeting") === "neurons" ? [] : ["W_in"];
  return { always: [...embeddings, ...inner, "W_U"], together: [] };
}

function mlp(state: StateDict, facts: Facts): Architecture {
  return {
    kind: "mlp",
    p: state.get("W_U")?.shape[1] ?? 0,
    activation: textFact(facts, "activation") as Activation,
    meeting: textFact(facts, "meeting") as "neurons",
    hiddenLayers: 1,
  };
}

function transformer(state: StateDict, facts: Facts): Architecture {
  const vocabulary = state.get("W_E")?.shape[0] ?? 0;
  const equals = flagFact(facts, "equals_sign") ?? true;
  return {
    kind: "transformer",
    p: equals ? vocabulary - 1 : vocabulary,
    sequence: equals ? ["a", "b", vocabulary - 1] : ["a", "b"],
    firstToken: 0,
    blocks: 1,
    heads: numberFact(facts, "heads") ?? 1,
    activation: textFact(facts, "activation") as Activation,
    normalisation: "none",
    layerNormEpsilon: 1e-5,
    causal: true,
    attentionCoefficient: 1,
  };
}

const OF_THE_BLOCK = /^(W_[QKVO]|[Wb]_in|[Wb]_out)$/;

function weights(state: StateDict, architecture: Architecture): Record<string, ArrayRef> {
  const entries = [...state].map(([name, array]): [string, ArrayRef] => {
    if (architecture.kind !== "transformer" || !OF_THE_BLOCK.test(name)) return [name, array];
    return [`blocks.0.${name}`, headed(name, array, architecture.heads)];
  });
  return Object.fromEntries(entries);
}

/** W_Q, W_K, W_V [d_model, head·d_head] and W_O [head·d_head, d_model] with their heads apart. */
function headed(name: string, array: ArrayRef, heads: number): ArrayRef {
  if (name === "W_O") return split(array, 0, [heads, array.shape[0] / heads]);
  if (!/^W_[QKV]$/.test(name)) return array;
  return transposed(split(array, 1, [heads, array.shape[1] / heads]), [1, 0, 2]);
}
