import { GrokError, LayoutError } from "../errors.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { split, transposed } from "../formats/_views.ts";
import type { Activation, Architecture, TransformerArchitecture } from "../networks/architecture.ts";
import type { BlockDescription } from "../networks/block.ts";
import { blockListIn, type WeightShape, weightShapes } from "../networks/graph.ts";
import { blocksOf } from "../networks/presets.ts";
import { transformerOf } from "../networks/transformer-of.ts";
import { type Facts, flagFact, numberFact, textFact } from "./_facts.ts";
import { type DrawnSplit, defineLayout, type StateDict } from "./_layout.ts";
import { OWN_RUN } from "./_own-run.ts";
import type { TensorNames } from "./_tensor-names.ts";

/** What `grok-analyze train` writes: run.json with the whole configuration, which each checkpoint repeats. */
export default defineLayout({
  name: "grok-analyze",
  title: "grok-analyze train",
  source: "this project: run.json, metrics.csv, checkpoints/epoch-*.safetensors",
  tensors,
  readings: (state, facts) => {
    if (textFact(facts, "format") !== OWN_RUN) return [];
    const architecture = architectureOf(state, facts);
    const drawn: DrawnSplit = {
      scheme: textFact(facts, "split") as DrawnSplit["scheme"],
      seed: numberFact(facts, "data_seed") ?? 0,
      fraction: numberFact(facts, "fraction") ?? 0.3,
    };
    return [
      { architecture, weights: weights(state, architecture, facts), choices: [], doubts: doubts(facts), split: drawn },
    ];
  },
});

/** Where its logged losses are not those of its network on the right answers of its split. */
function doubts(facts: Facts): readonly string[] {
  const corrupted = numberFact(facts, "corrupted") ?? 0;
  const stablemax = textFact(facts, "loss") === "stablemax";
  const from = textFact(facts, "from");
  return [
    // What those weights had seen is not recorded: a split of its own may test what was trained on.
    ...(from
      ? [
          `it began with weights of another run, at epoch ${numberFact(facts, "from_epoch") ?? 0}: pairs that those had seen may be test pairs here`,
        ]
      : []),
    ...(corrupted > 0
      ? [
          `it was trained on wrong answers for ${Number((100 * corrupted).toPrecision(4))} % of the training pairs: what is computed here is of the right ones`,
        ]
      : []),
    ...(textFact(facts, "curriculum")
      ? ["its training pairs grew by a curriculum: what is computed here is of all of them"]
      : []),
    ...(stablemax
      ? ["its logged losses are cross-entropies of the StableMax: what is computed here is of the softmax"]
      : []),
  ];
}

/** As the configuration that every checkpoint repeats has them. */
function tensors(state: StateDict, facts: Facts): TensorNames | undefined {
  if (textFact(facts, "format") !== OWN_RUN) return undefined;
  if (textFact(facts, "family") === "blocks") {
    const names = weightShapes(listedBlocks(facts), sizes(state, facts)).map(({ name }) => name);
    return { always: names.map((name) => name.replace(FIRST_BLOCK, "")), together: [] };
  }
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

function transformer(state: StateDict, facts: Facts): TransformerArchitecture {
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

function architectureOf(state: StateDict, facts: Facts): Architecture {
  switch (textFact(facts, "family")) {
    case "mlp":
      return mlp(state, facts);
    case "blocks":
      return ofBlocks(state, facts, listedBlocks(facts));
    default:
      return transformer(state, facts);
  }
}

/** The transformer whose blocks are listed, which every analyzer knows; else the list itself. */
function ofBlocks(state: StateDict, facts: Facts, blocks: readonly BlockDescription[]): Architecture {
  const { p, sequence, firstToken } = transformer(state, facts);
  const names = new Set(weightShapes(blocks, sizes(state, facts)).map(({ name }) => name));
  const read = { p: numberFact(facts, "p") ?? p, sequence, firstToken };
  return transformerOf(read, blocks, (name) => names.has(name)) ?? { kind: "blocks", ...read, blocks };
}

/** The list that each checkpoint keeps as JSON. Throws a LayoutError where it keeps none: no other family reads it right. */
function listedBlocks(facts: Facts): readonly BlockDescription[] {
  const text = textFact(facts, "blocks");
  if (text === undefined)
    throw new LayoutError("blocks", "the checkpoint does not list those that its network is made of", "train it anew");
  try {
    return blockListIn("blocks", text);
  } catch (cause) {
    if (!(cause instanceof GrokError)) throw cause;
    throw new LayoutError("blocks", cause.messageAt("blocks"), undefined, { cause });
  }
}

/** How long the axes are, as `train` has them. */
function sizes(state: StateDict, facts: Facts): Readonly<Record<string, number>> {
  const of = (name: string, axis: number) => state.get(name)?.shape[axis] ?? 0;
  const [d_model, heads] = [numberFact(facts, "d_model") ?? of("W_E", 1), numberFact(facts, "heads") ?? 1];
  return {
    token: of("W_E", 0) || of("W_x", 0),
    logit: of("W_U", 1),
    position: of("W_pos", 0),
    d_model,
    inputs: 2 * d_model,
    head: heads,
    d_head: Math.floor(d_model / heads),
    neuron: numberFact(facts, "neurons") ?? 0,
  };
}

/** Files name the first block's weights without it. */
const FIRST_BLOCK = /^blocks\.0\./;

/** Its weights as the network has them: those of attention, whose heads files have side by side, with the heads apart. */
function weights(state: StateDict, architecture: Architecture, facts: Facts): Record<string, ArrayRef> {
  const stored = (name: string) => state.get(name.replace(FIRST_BLOCK, ""));
  const blocks = blocksOf(architecture, (name) => stored(name) !== undefined);
  const found = weightShapes(blocks, sizes(state, facts)).flatMap((weight): [string, ArrayRef][] => {
    const array = stored(weight.name);
    return array ? [[weight.name, asNetworkHasIt(array, weight)]] : [];
  });
  return Object.fromEntries(found);
}

function asNetworkHasIt(array: ArrayRef, { axes, shape: [heads, ...rest] }: WeightShape): ArrayRef {
  if (axes.length !== 3) return array;
  if (axes[2] !== "d_head") return split(array, 0, [heads, array.shape[0] / heads]);
  return transposed(split(array, 1, [heads, rest[1]]), [1, 0, 2]);
}
