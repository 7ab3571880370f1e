import type { Architecture, MlpArchitecture, Normalisation, TransformerArchitecture } from "./architecture.ts";
import type { BlockDescription } from "./block.ts";
import attention from "./blocks/attention.ts";
import embedding from "./blocks/embedding.ts";
import firstLayer from "./blocks/first-layer.ts";
import layer from "./blocks/layer.ts";
import layerNorm from "./blocks/layer-norm.ts";
import learnedPositions from "./blocks/learned-positions.ts";
import mlp from "./blocks/mlp.ts";
import parallelBlocks from "./blocks/parallel.ts";
import residual from "./blocks/residual.ts";
import rmsNorm from "./blocks/rms-norm.ts";
import sinusoidalPositions from "./blocks/sinusoidal-positions.ts";
import unembedding from "./blocks/unembedding.ts";

/** Which weights a network has, by name: a bias, a table of positions or a norm is part of it where its weights are. */
export type HasWeight = (name: string) => boolean;

/** A network as the list of its blocks. */
export function blocksOf(architecture: Architecture, has: HasWeight): readonly BlockDescription[] {
  switch (architecture.kind) {
    case "blocks":
      return architecture.blocks;
    case "transformer":
      return transformerBlocks(architecture, has);
    case "mlp":
      return mlpBlocks(architecture, has);
  }
}

function transformerBlocks(architecture: TransformerArchitecture, has: HasWeight): readonly BlockDescription[] {
  const { blocks, normalisation, parallel = false, positions } = architecture;
  const norm = (weights: string, hooks: string) => normBlock(architecture, weights, hooks, has);
  const [ofAttention, ofMlp] = NORMED[normalisation];
  const half = (
    at: string,
    inner: BlockDescription,
    place: (typeof NORMED)[typeof normalisation][number],
    i: 1 | 2,
    names: { readonly before?: string; readonly added: string; readonly sum: string },
  ) =>
    residual.at(at, at, {
      inner: [inner],
      norm: place === "none" ? [] : [norm(`${at}ln${i}_`, `${at}ln${i}.`)],
      normed: place,
      ...names,
    });
  const oneOf = (i: number): readonly BlockDescription[] => {
    const at = `blocks.${i}.`;
    const attends = attentionBlock(architecture, at, has);
    const computes = mlpBlock(architecture, at, has);
    const before = "hook_resid_pre";
    const after = "hook_resid_post";
    if (parallel) {
      const normed = (name: "ln1" | "ln2") =>
        normalisation !== "none" && (name === "ln1" || has(`${at}ln2_w`))
          ? [norm(`${at}${name}_`, `${at}${name}.`)]
          : [];
      const both = parallelBlocks.at(at, at, {
        first: [...normed("ln1"), attends],
        // A block with one norm has both halves read what it gives.
        second: [...(has(`${at}ln2_w`) ? normed("ln2") : normed("ln1")), computes],
      });
      return [residual.at(at, at, { inner: [both], before, sum: after })];
    }
    return [
      half(at, attends, ofAttention, 1, { before, added: "hook_attn_out", sum: "hook_resid_mid" }),
      half(at, computes, ofMlp, 2, { added: "hook_mlp_out", sum: after }),
    ];
  };
  const weighted = has("ln_final_w") || has("ln_final_b");
  const final = normalisation !== "none" && (weighted || architecture.foldedFinalNorm === true);
  return [
    embedding.at("", "", { shared: !has("W_x") }),
    ...(has("W_pos") ? [learnedPositions.at("", "")] : []),
    ...(positions?.scheme === "sinusoidal"
      ? [sinusoidalPositions.at("", "", { base: positions.base, order: positions.order })]
      : []),
    ...Array.from({ length: blocks }, (_, i) => oneOf(i)).flat(),
    ...(final ? [norm("ln_final_", "ln_final.")] : []),
    unembedding.at("", "", { bias: has("b_U") }),
  ];
}

/** Where the norms of attention's half and of the MLP's stand, as `residual` says it. */
const NORMED = {
  none: ["none", "none"],
  pre: ["before", "before"],
  post: ["after", "after"],
  stream: ["leaving", "leaving"],
  "stream-at-attention": ["leaving", "before"],
} as const satisfies Readonly<Record<Normalisation, readonly [string, string]>>;

function normBlock(
  { norm, layerNormEpsilon: epsilon }: TransformerArchitecture,
  weights: string,
  hooks: string,
  has: HasWeight,
): BlockDescription {
  return norm === "rms-norm"
    ? rmsNorm.at(weights, hooks, { epsilon })
    : layerNorm.at(weights, hooks, { epsilon, bias: has(`${weights}b`) });
}

function attentionBlock(
  { heads, keyHeads, sharing, causal, attentionCoefficient, scale, positions }: TransformerArchitecture,
  at: string,
  has: HasWeight,
): BlockDescription {
  const rotary =
    positions?.scheme === "rotary"
      ? { rotary: positions.base, rotary_pairs: positions.pairs, rotary_values: positions.values }
      : {};
  return attention.at(at, `${at}attn.`, {
    heads,
    ...(keyHeads === undefined || keyHeads === heads ? {} : { key_heads: keyHeads, ...(sharing ? { sharing } : {}) }),
    causal,
    coefficient: attentionCoefficient,
    ...(scale === undefined ? {} : { scale }),
    ...rotary,
    bias: has(`${at}b_Q`),
  });
}

function mlpBlock(
  { activation, gated = false, biasAfterGate = false }: TransformerArchitecture,
  at: string,
  has: HasWeight,
): BlockDescription {
  const gate = gated ? { gated, bias_after_gate: biasAfterGate } : {};
  return mlp.at(at, `${at}mlp.`, { activation, ...gate, bias: has(`${at}b_in`) });
}

function mlpBlocks(
  { meeting, activation, hiddenLayers }: MlpArchitecture,
  has: HasWeight,
): readonly BlockDescription[] {
  return [
    embedding.at("", "", { shared: has("W_E") }),
    firstLayer.at("", "layers.0.", { meeting, activation, bias: has("b_in") }),
    ...Array.from({ length: hiddenLayers - 1 }, (_, i) => {
      const at = `layers.${i + 1}.`;
      return layer.at(at, at, { activation, bias: has(`${at}b`) });
    }),
    unembedding.at("", "", { bias: has("b_U") }),
  ];
}
