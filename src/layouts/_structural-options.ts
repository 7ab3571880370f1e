import type { FixedPositions, Normalisation, NormName } from "../networks/architecture.ts";
import { type Projection, separateHeads, widthOf } from "./_attention-views.ts";
import { type Facts, flagFact, numberFact } from "./_facts.ts";
import {
  type Nonlinearity,
  statedEpsilon,
  statedKeyHeads,
  statedNonlinearity,
  statedNorm,
  statedParallel,
  statedPositions,
  statesRotaryPairs,
} from "./_settings.ts";
import type { Block } from "./_structural-block.ts";
import type { Ends } from "./_structural-ends.ts";
import type { Norms } from "./_structural-norms.ts";
import type { Norm } from "./_structural-tensors.ts";

/*
 * What the tensors of a transformer leave open: each as the configuration states it, else everything that is tried, the
 * usual first.
 */

/** Bases of rotary positions, the first paper's before those of later models. */
const BASES = [10_000, 1_000_000, 500_000];
/** Heads tried where neither a tensor's axes nor the configuration tell, the usual number first. */
const HEADS = [4, 1, 2, 8];
/** … and numbers that are tried where a stored loss can tell. */
const UNUSUAL_HEADS = [3, 6, 5, 12, 16];

/** Heads that divide the widths of queries and of keys into as many values each. */
export function headsOf(Q: Projection, K: Projection, d_model: number, facts: Facts): readonly number[] {
  const separate = separateHeads(Q, d_model);
  if (separate !== undefined) return [separate];
  const [width, keyWidth] = [widthOf(Q, d_model), widthOf(K, d_model)];
  const stated = numberFact(facts, "n_heads", "num_heads", "nhead", "heads", "n_head", "num_attention_heads", "h_q");
  const fits = (heads: number) => width % heads === 0 && (heads * keyWidth) % width === 0;
  const keys = statedKeyHeads(facts);
  if (stated !== undefined && fits(stated)) return [stated];
  if (keys !== undefined && fits((keys * width) / keyWidth)) return [(keys * width) / keyWidth];
  return [...HEADS, ...UNUSUAL_HEADS].filter(fits);
}

/** Whether a number of heads that nothing states is one that few choose. */
export function areUnusual(heads: number, possible: readonly number[]): boolean {
  return possible.length > 1 && UNUSUAL_HEADS.includes(heads);
}

/** The nonlinearity that the configuration names, else those that are tried, the usual first. */
export function nonlinearities(blocks: readonly Block[], facts: Facts): readonly Nonlinearity[] {
  const stated = statedNonlinearity(facts);
  if (stated) return [stated];
  const gated = blocks[0].mlp[0].gate !== undefined;
  const tried = gated
    ? (["silu", "gelu", "gelu_tanh", "relu"] as const)
    : (["relu", "gelu", "gelu_tanh", "silu"] as const);
  return tried.map((activation) => ({ activation }));
}

export interface Placement {
  readonly normalisation: Normalisation;
  readonly parallel?: true;
}

export function normalisations({ blocks, single }: Norms, facts: Facts): readonly Placement[] {
  if (blocks.length === 0) return [{ normalisation: "none" }];
  const parallel = statedParallel(facts);
  if (single || parallel) return [{ normalisation: "pre", parallel: true }];
  const first = flagFact(facts, "norm_first", "pre_norm", "prenorm", "pre_ln");
  if (first !== undefined) return [{ normalisation: first ? "pre" : "post" }];
  return (["pre", "post", "stream-at-attention", "stream"] as const).map((normalisation) => ({ normalisation }));
}

/** What a norm is, and its ε. */
export interface NormKind {
  readonly name: NormName;
  readonly epsilon: number;
}
/** PyTorch's and Llama's defaults first, then others that are common. */
const EPSILONS = { "layer-norm": [1e-5, 1e-6], "rms-norm": [1e-6, 1e-5, 1e-8] } as const;
/** Libraries that name their norms in a way of their own have one default. */
const EPSILONS_BY_NAME: readonly (readonly [name: RegExp, epsilon: number])[] = [
  // Keras.
  [/layer_normalization(_\d+)?\./, 1e-3],
  [/rms_normalization(_\d+)?\./, 1e-6],
  // Flax.
  [/(^|\.)(LayerNorm|RMSNorm)_\d+\.scale$/, 1e-6],
];

function usualEpsilons(name: NormName, norms: readonly Norm[]): readonly number[] {
  const own = EPSILONS_BY_NAME.find(([pattern]) => norms.some((norm) => pattern.test(norm.name)));
  return own ? [own[1]] : EPSILONS[name];
}

/** What the norms are, by the configuration, by their shifts, by their names; else both are tried, each with its own usual ε. */
export function normKinds(norms: readonly Norm[], facts: Facts): readonly NormKind[] {
  const epsilon = statedEpsilon(facts);
  const kinds = normNames(norms, facts).flatMap((name) =>
    (epsilon === undefined ? usualEpsilons(name, norms) : [epsilon]).map((one, rank) => ({ name, epsilon: one, rank })),
  );
  const ordered = kinds.toSorted((x, y) => x.rank - y.rank).map(({ name, epsilon }) => ({ name, epsilon }));
  return norms.length === 0 ? ordered.slice(0, 1) : ordered;
}

function normNames(norms: readonly Norm[], facts: Facts): readonly NormName[] {
  const stated = statedNorm(facts)?.norm;
  if (stated === "layer-norm" || stated === "rms-norm") return [stated];
  if (norms.length === 0 || norms.some(({ b }) => b !== undefined)) return ["layer-norm"];
  return norms.some(({ name }) => /rms/i.test(name)) ? ["rms-norm"] : ["rms-norm", "layer-norm"];
}

/** The same waves with the values that belong together side by side, or half a width apart, where nothing states which. */
function otherWay(stated: FixedPositions, facts: Facts): readonly FixedPositions[] {
  if (stated.scheme === "sinusoidal") return [{ ...stated, order: "halves" }];
  return statesRotaryPairs(facts) ? [] : [{ ...stated, pairs: "neighbours" }];
}

/** How positions enter: by their table; without one as stated, or tried. */
export function positionSchemes(
  { position }: Ends,
  rotaryStored: boolean,
  facts: Facts,
): readonly ("table" | "none" | FixedPositions)[] {
  const rotary = BASES.flatMap((base) =>
    (["halves", "neighbours"] as const).map((pairs): FixedPositions => ({ scheme: "rotary", base, pairs, values: 0 })),
  );
  const stated = statedPositions(facts);
  if (typeof stated === "object") return [stated, ...otherWay(stated, facts)];
  if (stated === "none") return [stated];
  if (position) return ["table", "none"];
  if (rotaryStored) return rotary;
  return [
    "none",
    ...rotary.slice(0, 2),
    { scheme: "sinusoidal", base: 10_000, order: "neighbours" },
    ...rotary.slice(2),
  ];
}
