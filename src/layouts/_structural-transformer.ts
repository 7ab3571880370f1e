import type { ArrayRef } from "../formats/_values.ts";
import type { TransformerArchitecture } from "../networks/architecture.ts";
import {
  inputProjection,
  oriented,
  outputProjection,
  projectionBias,
  separateHeads,
  widthOf,
} from "./_attention-views.ts";
import { type Facts, flagFact, numberFact } from "./_facts.ts";
import type { Reading, WeightView } from "./_layout.ts";
import { type Block, blockOf, byNumber } from "./_structural-block.ts";
import { activations, orientationWords, picks, statedP, structuralReading } from "./_structural-choices.ts";
import { asPositions, asTokens, type Ends, endsOf, modelWidth } from "./_structural-ends.ts";
import { inputs } from "./_structural-inputs.ts";
import { isModuleWeight } from "./_structural-names.ts";
import { normsOf } from "./_structural-norms.ts";
import type { Linear, Norm, Tensors } from "./_structural-tensors.ts";

/** The readings of a family of networks, or what the tensors lack for it. */
export type FamilyReadings = { readonly readings: readonly Reading[] } | { readonly missing: string };

/** Heads tried where neither a tensor's axes nor the configuration tell, the usual number first. */
const HEADS = [4, 1, 2, 8];

/** Every reading of the tensors as a decoder transformer, likeliest first. */
export function transformerReadings(tensors: Tensors, facts: Facts): FamilyReadings {
  const { linears, norms, masked } = tensors;
  const d_model = modelWidth(linears);
  if (d_model === undefined) return { missing: "any matrix" };
  const ends = endsOf(linears, d_model);
  if ("missing" in ends) return ends;
  const inner = linears.filter((linear) => ![ends.embedding, ends.unembedding, ends.position].includes(linear));
  const paths = [...new Set(inner.map(({ block }) => block))].toSorted(byNumber);
  const blocks: Block[] = [];
  for (const path of paths) {
    const block = blockOf(
      inner.filter((linear) => linear.block === path),
      d_model,
    );
    if ("missing" in block) return { missing: `${block.missing}${path === "" ? "" : ` in ${path}`}` };
    blocks.push(block);
  }
  if (blocks.length === 0) return { missing: "a block with attention and an MLP" };
  const normed = normsOf(norms, paths);
  if ("missing" in normed) return normed;

  const positions = ends.position && asPositions(ends.position, d_model)?.shape[0];
  const stated = statedP(facts);
  const found = inputs(ends.vocabulary, ends.logits, positions, stated);
  const input =
    found.length > 0 || facts.p !== undefined ? found : inputs(ends.vocabulary, ends.logits, positions, undefined);
  if (input.length === 0) {
    const modulus = stated ?? ends.logits;
    return {
      missing: `tokens for p = ${modulus}: the embedding has ${ends.vocabulary}, the unembedding ${ends.logits}, positions ${positions ?? "none"}`,
    };
  }
  const { Q } = blocks[0].attention[0];
  const width = widthOf(Q, d_model);
  const heads = headsOf(separateHeads(Q, d_model), width, facts);
  if (heads.length === 0) return { missing: `heads that divide attention's width of ${width}` };
  const causal = blocks.length === 1 ? [true] : masked ? [true, false] : [false, true];
  const stateDirection = flagFact(facts, "causal", "is_causal");
  const readings = picks({
    input,
    heads,
    activation: activations(facts, ["relu", "gelu"]),
    normalisation: normalisations(normed.blocks.length > 0, facts),
    causal: stateDirection === undefined ? causal : [stateDirection],
    outIn: squareOrientations(blocks, d_model),
    order: blocks[0].attention.map((_, i) => i),
    exchanged: ends.exchangeable ? [false, true] : [false],
  }).map((pick) => {
    const architecture: TransformerArchitecture = {
      kind: "transformer",
      ...pick.input,
      firstToken: 0,
      blocks: blocks.length,
      heads: pick.heads,
      activation: pick.activation,
      normalisation: pick.normalisation,
      layerNormEpsilon: numberFact(facts, "layer_norm_eps", "layer_norm_epsilon", "eps_ln") ?? 1e-5,
      causal: pick.causal,
      attentionCoefficient: 1,
    };
    const words = choices(architecture, blocks, pick, d_model, ends, tensors.unread);
    return structuralReading(architecture, words, () =>
      weights(architecture, { ends, blocks, norms: normed, d_model }, pick),
    );
  });
  return { readings };
}

interface Pick {
  readonly outIn: boolean;
  readonly order: number;
  readonly exchanged: boolean;
}

function headsOf(separate: number | undefined, width: number, facts: Facts): readonly number[] {
  if (separate !== undefined) return [separate];
  const stated = numberFact(facts, "n_heads", "num_heads", "nhead", "heads", "n_head", "num_attention_heads");
  const tried = stated !== undefined && width % stated === 0 ? [stated] : HEADS;
  return tried.filter((heads) => width % heads === 0);
}

function normalisations(normed: boolean, facts: Facts): readonly TransformerArchitecture["normalisation"][] {
  if (!normed) return ["none"];
  const first = flagFact(facts, "norm_first", "pre_norm", "prenorm", "pre_ln");
  return first === undefined ? ["pre", "post"] : first ? ["pre"] : ["post"];
}

/** A square matrix of a module is [out, in], but for GPT-2's, whose stacked [d_model, 3·d_model] tells. */
function squareOrientations(blocks: readonly Block[], d_model: number): readonly boolean[] {
  const [{ attention, in: W_in }] = blocks;
  const { Q, O } = attention[0];
  const squares = [...Q.arrays, ...O.arrays, W_in.array].filter(
    ({ shape }) => shape.length === 2 && shape[0] === shape[1],
  );
  if (squares.length === 0) return [true];
  const stacked = Q.names[0] === attention[0].K.names[0];
  const rows = Q.arrays[0].strides[0];
  if (stacked && rows === 3 * d_model) return [false];
  return stacked || isModuleWeight({ name: Q.names[0] }) ? [true] : [false, true];
}

function choices(
  architecture: TransformerArchitecture,
  blocks: readonly Block[],
  pick: Pick,
  d_model: number,
  ends: Ends,
  unread: readonly string[],
): string[] {
  const { heads, activation, normalisation, causal, sequence } = architecture;
  const { Q, K, V, O } = blocks[0].attention[pick.order];
  const square = Q.arrays[0].shape.every((n) => n === d_model);
  return [
    `${heads} head${heads === 1 ? "" : "s"}`,
    `activation ${activation}`,
    normalisation === "none" ? "no LayerNorm" : `${normalisation}-LayerNorm`,
    `tokens [${sequence.join(", ")}]`,
    ...(architecture.blocks > 1 ? [causal ? "causal attention" : "attention without a mask"] : []),
    ...(blocks[0].attention.length > 1
      ? [`W_Q, W_K, W_V, W_O from ${[Q, K, V, O].map(({ names }) => names[0]).join(", ")}`]
      : []),
    ...(square && Q.names[0] !== K.names[0] ? [orientationWords(Q.names[0], pick.outIn)] : []),
    ...(ends.unembedding === undefined ? [`unembedding tied to ${ends.embedding.name}`] : []),
    ...(ends.exchangeable ? [`embedding ${(pick.exchanged ? ends.unembedding : ends.embedding)?.name}`] : []),
    ...(unread.length > 0 ? [`not read: ${unread.join(", ")}`] : []),
  ];
}

interface Parts {
  readonly ends: Ends;
  readonly blocks: readonly Block[];
  readonly norms: { readonly blocks: readonly (readonly [Norm, Norm])[]; readonly final: Norm | undefined };
  readonly d_model: number;
}

function weights(
  { heads }: TransformerArchitecture,
  { ends, blocks, norms, d_model }: Parts,
  { outIn, order, exchanged }: Pick,
): Reading["weights"] {
  const [first, last] = exchanged
    ? [ends.unembedding as Linear, ends.embedding]
    : [ends.embedding, ends.unembedding ?? ends.embedding];
  const found: Record<string, WeightView | undefined> = {
    W_E: asTokens(first, d_model),
    W_pos: ends.position && asPositions(ends.position, d_model),
    W_U: flippedTokens(last, d_model),
    b_U: ends.unembedding?.bias,
    ln_final_w: norms.final?.w,
    ln_final_b: norms.final?.b,
  };
  for (const [i, block] of blocks.entries()) {
    const { Q, K, V, O } = block.attention[order];
    const neurons = block.in.array.shape.find((n) => n !== d_model) ?? d_model;
    const own: Record<string, WeightView | undefined> = {
      W_Q: inputProjection(Q, d_model, heads, outIn),
      W_K: inputProjection(K, d_model, heads, outIn),
      W_V: inputProjection(V, d_model, heads, outIn),
      W_O: outputProjection(O, d_model, heads, outIn),
      b_Q: projectionBias(Q, heads),
      b_K: projectionBias(K, heads),
      b_V: projectionBias(V, heads),
      b_O: O.biases[0],
      W_in: oriented(block.in.array, d_model, neurons, outIn),
      b_in: block.in.bias,
      W_out: oriented(block.out.array, neurons, d_model, outIn),
      b_out: block.out.bias,
      ln1_w: norms.blocks[i]?.[0].w,
      ln1_b: norms.blocks[i]?.[0].b,
      ln2_w: norms.blocks[i]?.[1].w,
      ln2_b: norms.blocks[i]?.[1].b,
    };
    for (const [name, view] of Object.entries(own)) found[`blocks.${i}.${name}`] = view;
  }
  const present = Object.entries(found).filter((entry): entry is [string, WeightView] => entry[1] !== undefined);
  return Object.fromEntries(present);
}

function flippedTokens(linear: Linear, d_model: number): ArrayRef {
  return oriented(
    linear.array,
    d_model,
    linear.array.shape.find((n) => n !== d_model) ?? d_model,
    isModuleWeight(linear),
  );
}
