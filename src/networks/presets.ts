import type { Architecture, MlpArchitecture, TransformerArchitecture } from "./architecture.ts";
import type { BlockDescription } from "./block.ts";
import attention from "./blocks/attention.ts";
import embedding from "./blocks/embedding.ts";
import firstLayer from "./blocks/first-layer.ts";
import layer from "./blocks/layer.ts";
import layerNorm from "./blocks/layer-norm.ts";
import learnedPositions from "./blocks/learned-positions.ts";
import mlp from "./blocks/mlp.ts";
import residual from "./blocks/residual.ts";
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
  const { blocks, heads, causal, activation, normalisation, layerNormEpsilon, attentionCoefficient } = architecture;
  const norm = (weights: string, hooks: string) =>
    layerNorm.at(weights, hooks, { epsilon: layerNormEpsilon, bias: has(`${weights}b`) });
  const norms = (weights: string, hooks: string) => (normalisation === "none" ? [] : [norm(weights, hooks)]);
  const normed = { none: "none", pre: "before", post: "after" }[normalisation];
  const oneOf = (i: number): readonly BlockDescription[] => {
    const at = `blocks.${i}.`;
    return [
      residual.at(at, at, {
        inner: [
          attention.at(at, `${at}attn.`, { heads, causal, coefficient: attentionCoefficient, bias: has(`${at}b_Q`) }),
        ],
        norm: norms(`${at}ln1_`, `${at}ln1.`),
        normed,
        before: "hook_resid_pre",
        added: "hook_attn_out",
        sum: "hook_resid_mid",
      }),
      residual.at(at, at, {
        inner: [mlp.at(at, `${at}mlp.`, { activation, bias: has(`${at}b_in`) })],
        norm: norms(`${at}ln2_`, `${at}ln2.`),
        normed,
        added: "hook_mlp_out",
        sum: "hook_resid_post",
      }),
    ];
  };
  const final = normalisation !== "none" && (has("ln_final_w") || has("ln_final_b"));
  return [
    embedding.at("", ""),
    ...(has("W_pos") ? [learnedPositions.at("", "")] : []),
    ...Array.from({ length: blocks }, (_, i) => oneOf(i)).flat(),
    ...(final ? [norm("ln_final_", "ln_final.")] : []),
    unembedding.at("", "", { bias: has("b_U") }),
  ];
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
