import type { FixedPositions, NormName, TransformerArchitecture } from "./architecture.ts";
import { NORMALISATIONS } from "./architecture.ts";
import type { BlockDescription, Settings } from "./block.ts";
import { described } from "./graph.ts";
import { blocksOf, type HasWeight } from "./presets.ts";

/** What a list of blocks does not say of a network. */
type Read = Pick<TransformerArchitecture, "p" | "sequence" | "firstToken">;

/**
 * The transformer whose blocks these are, to the last setting; undefined where there is none. A network that a preset gives
 * is then known as that, whoever listed its blocks. It is guessed from what stands in the list, and kept only where the
 * preset gives the very same list.
 */
export function transformerOf(
  read: Read,
  blocks: readonly BlockDescription[],
  has: HasWeight,
): TransformerArchitecture | undefined {
  const all = blocks.flatMap(withInner);
  const settings = (...names: readonly string[]): readonly Settings[] =>
    all.filter(({ block }) => names.includes(block)).map((one) => one.settings);
  const [attention] = settings("attention");
  const [mlp] = settings("mlp");
  if (!attention || !mlp) return undefined;
  const norm = all.find(({ block }) => block === "layer-norm" || block === "rms-norm");
  const parallel = settings("parallel").length > 0;
  const waves = settings("sinusoidal-positions")[0];
  const finalNorm = blocks.some(({ block, weights }) => block === norm?.block && weights === "ln_final_");
  const keyHeads = attention.key_heads as number;
  const guesses = NORMALISATIONS.map(
    (normalisation): TransformerArchitecture => ({
      kind: "transformer",
      ...read,
      blocks: settings("attention").length,
      heads: attention.heads as number,
      activation: mlp.activation as TransformerArchitecture["activation"],
      gated: mlp.gated as boolean,
      biasAfterGate: mlp.bias_after_gate as boolean,
      normalisation,
      ...(norm ? { norm: norm.block as NormName } : {}),
      layerNormEpsilon: (norm?.settings.epsilon as number | undefined) ?? 1e-5,
      foldedFinalNorm: finalNorm && !has("ln_final_w") && !has("ln_final_b"),
      parallel,
      ...(keyHeads === 0 ? {} : { keyHeads, sharing: attention.sharing as "adjacent" }),
      ...(attention.scale === 0 ? {} : { scale: attention.scale as number }),
      ...positionsOf(attention, waves),
      causal: attention.causal as boolean,
      attentionCoefficient: attention.coefficient as number,
    }),
  );
  const wanted = JSON.stringify(blocks.map(described));
  return guesses.find((guess) => JSON.stringify(blocksOf(guess, has).map(described)) === wanted);
}

function positionsOf(attention: Settings, waves: Settings | undefined): { readonly positions?: FixedPositions } {
  if (waves) return { positions: { scheme: "sinusoidal", base: waves.base, order: waves.order } as FixedPositions };
  if (attention.rotary === 0) return {};
  const { rotary: base, rotary_pairs: pairs, rotary_values: values } = attention;
  return { positions: { scheme: "rotary", base, pairs, values } as FixedPositions };
}

/** A block and those inside it, every setting given. */
function withInner(block: BlockDescription): readonly BlockDescription[] {
  const whole = described(block);
  const inside = Object.values(whole.settings).filter((setting) => Array.isArray(setting)) as BlockDescription[][];
  return [whole, ...inside.flat().flatMap(withInner)];
}
