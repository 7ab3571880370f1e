import type { ArrayRef } from "../formats/_values.ts";
import type { FixedPositions, TransformerArchitecture } from "../networks/architecture.ts";
import { inputProjection, oriented, outputProjection, projectionBias, widthOf } from "./_attention-views.ts";
import type { Facts } from "./_facts.ts";
import type { Reading, WeightView } from "./_layout.ts";
import { statedCausal, statedEpsilon, statedPositions, statedRotaryShare, statedScale } from "./_settings.ts";
import { type Block, blockOf, byNumber } from "./_structural-block.ts";
import { orientationWords, picks, statedP, structuralReading } from "./_structural-choices.ts";
import { asPositions, asTokens, type Ends, endsOf, modelWidth } from "./_structural-ends.ts";
import { inputs } from "./_structural-inputs.ts";
import { isModuleWeight } from "./_structural-names.ts";
import { type Norms, normsOf } from "./_structural-norms.ts";
import {
  areUnusual,
  headsOf,
  nonlinearities,
  normalisations,
  normKinds,
  positionSchemes,
} from "./_structural-options.ts";
import type { Linear, Tensors } from "./_structural-tensors.ts";
import { neverRead, normInWords, positionsInWords } from "./_structural-words.ts";

/** The readings of a family of networks, or what the tensors lack for it. */
export type FamilyReadings = { readonly readings: readonly Reading[] } | { readonly missing: string };

/** Every reading of the tensors as a decoder transformer, likeliest first. */
export function transformerReadings(tensors: Tensors, facts: Facts): FamilyReadings {
  const { linears, norms, masked, computed } = tensors;
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
  const found = inputs(ends.vocabulary, ends.logits, positions, stated, facts.tokens);
  const input =
    found.length > 0 || facts.p !== undefined
      ? found
      : inputs(ends.vocabulary, ends.logits, positions, undefined, facts.tokens);
  if (input.length === 0) {
    const modulus = stated ?? ends.logits;
    return {
      missing: `tokens for p = ${modulus}: the embedding has ${ends.vocabulary}, the unembedding ${ends.logits}, positions ${positions ?? "none"}`,
    };
  }
  const { Q, K } = blocks[0].attention[0];
  const width = widthOf(Q, d_model);
  const keyWidth = widthOf(K, d_model);
  const heads = headsOf(Q, K, d_model, facts);
  if (heads.length === 0) return { missing: `heads that divide attention's width of ${width}` };
  // Of one block the last position, which alone is read, sees all the others with a mask or without.
  const causal = blocks.length === 1 ? [true] : masked ? [true, false] : [false, true];
  const direction = statedCausal(facts);
  const fixedScale = statedScale(facts);
  const readings = picks({
    input,
    heads,
    nonlinearity: nonlinearities(blocks, facts),
    normalisation: normalisations(normed, facts),
    norm: normKinds(norms, facts),
    positions: positionSchemes(ends, computed.rotary, facts),
    causal: direction === undefined ? causal : [direction],
    outIn: squareOrientations(blocks, d_model),
    order: common(blocks.map(({ attention }) => attention)),
    matrices: common(blocks.map(({ mlp }) => mlp)),
    exchanged: ends.exchangeable ? [false, true] : [false],
    sharing: keyWidth === width ? (["adjacent"] as const) : (["adjacent", "strided"] as const),
  }).map(({ pick, options }) => {
    const { activation } = pick.nonlinearity;
    const keyHeads = (pick.heads * keyWidth) / width;
    const { fallback, ...input } = pick.input;
    const architecture: TransformerArchitecture = {
      kind: "transformer",
      ...input,
      blocks: blocks.length,
      heads: pick.heads,
      ...(keyHeads === pick.heads ? {} : { keyHeads }),
      ...(pick.sharing === "strided" && keyHeads > 1 ? { sharing: pick.sharing } : {}),
      activation,
      ...(blocks[0].mlp[0].gate ? { gated: true } : {}),
      ...pick.normalisation,
      ...(pick.norm.name === "layer-norm" ? {} : { norm: pick.norm.name }),
      layerNormEpsilon: pick.norm.epsilon,
      ...(fixedScale === undefined ? {} : { scale: fixedScale }),
      ...(typeof pick.positions === "object"
        ? { positions: turning(pick.positions, statedRotaryShare(facts), width / pick.heads) }
        : {}),
      causal: pick.causal,
      attentionCoefficient: 1,
    };
    const tableUnused = ends.position !== undefined && pick.positions !== "table";
    const unusual =
      fallback ||
      areUnusual(pick.heads, heads) ||
      pick.sharing === "strided" ||
      tableUnused ||
      pick.normalisation.normalisation.startsWith("stream");
    const reading = {
      architecture,
      choices: choices(architecture, blocks, pick, d_model, ends, tensors.unread),
      options: { family: 0, ...options },
      assumed: assumptions(architecture, ends, facts),
      ...(tableUnused && ends.position ? { unused: [ends.position.name] } : {}),
      ...(unusual ? { fallback: true as const } : {}),
    };
    return structuralReading(reading, () =>
      weights(architecture, { ends, blocks, norms: normed, d_model }, pick, !tableUnused),
    );
  });
  return { readings };
}

/** Numbers of the ways that every block has: the same is taken of each. */
function common(ways: readonly (readonly unknown[])[]): readonly number[] {
  return Array.from({ length: Math.min(...ways.map(({ length }) => length)) }, (_, i) => i);
}

/** What a reading takes for granted that neither tensors nor configuration say. */
function assumptions(
  { normalisation, layerNormEpsilon, positions }: TransformerArchitecture,
  { position }: Ends,
  facts: Facts,
): string[] {
  const unsaid = statedPositions(facts) === undefined;
  return [
    ...(!position && !positions && unsaid ? ["no table of positions"] : []),
    ...(normalisation !== "none" && statedEpsilon(facts) === undefined ? [`ε ${layerNormEpsilon} in the norms`] : []),
    ...(positions && typeof statedPositions(facts) !== "object" ? [`base ${positions.base} of the positions`] : []),
  ];
}

/** Positions that turn a share of each head's values. */
function turning(positions: FixedPositions, share: number, d_head: number): FixedPositions {
  return positions.scheme === "rotary" && positions.values === 0 && share < 1
    ? { ...positions, values: Math.trunc(share * d_head) }
    : positions;
}

interface Pick {
  readonly positions: "table" | "none" | FixedPositions;
  readonly outIn: Orientation;
  readonly order: number;
  readonly matrices: number;
  readonly exchanged: boolean;
}

/** Which way square matrices lie: those that read the stream, and those that write to it. */
interface Orientation {
  readonly reading: boolean;
  readonly writing: boolean;
}
const OUT_IN: Orientation = { reading: true, writing: true };
const IN_OUT: Orientation = { reading: false, writing: false };

/** A square matrix of a module is [out, in], but for GPT-2's, whose stacked [d_model, 3·d_model] tells. */
function squareOrientations(blocks: readonly Block[], d_model: number): readonly Orientation[] {
  const [{ attention, mlp }] = blocks;
  const [{ in: W_in }] = mlp;
  const { Q, O } = attention[0];
  const squares = [...Q.arrays, ...O.arrays, W_in.array].filter(
    ({ shape }) => shape.length === 2 && shape[0] === shape[1],
  );
  if (squares.length === 0) return [OUT_IN];
  const stacked = Q.names[0] === attention[0].K.names[0];
  const rows = Q.arrays[0].strides[0];
  if (stacked && rows === 3 * d_model) return [IN_OUT];
  // TransformerLens's bridge to GPT-2 takes the stacked matrix apart as [out, in], and leaves the others [in, out].
  const [inputs, outputs] = W_in.array.shape;
  if (!stacked && inputs === d_model && outputs !== d_model) return [IN_OUT, { reading: true, writing: false }, OUT_IN];
  return stacked || isModuleWeight({ name: Q.names[0] }) ? [OUT_IN] : [IN_OUT, OUT_IN];
}

function choices(
  architecture: TransformerArchitecture,
  blocks: readonly Block[],
  pick: Pick,
  d_model: number,
  ends: Ends,
  unread: readonly string[],
): string[] {
  const { heads, keyHeads, sharing, activation, causal, sequence, gated, positions, parallel } = architecture;
  const tableUnused = ends.position !== undefined && positions === undefined && pick.positions !== "table";
  const { Q, K, V, O } = blocks[0].attention[pick.order];
  const square = Q.arrays[0].shape.every((n) => n === d_model);
  return [
    `${heads} head${heads === 1 ? "" : "s"}`,
    ...(keyHeads === undefined
      ? []
      : [`${keyHeads} key head${keyHeads === 1 ? "" : "s"}${sharing ? `, shared by every ${keyHeads}th head` : ""}`]),
    `activation ${activation}${gated ? " with a gate" : ""}`,
    ...normInWords(architecture),
    ...(tableUnused ? [`the table ${ends.position?.name} is not used`] : []),
    ...(positions ? [positionsInWords(positions)] : []),
    ...(parallel ? ["attention and MLP read the same stream"] : []),
    `tokens [${sequence.join(", ")}]`,
    ...neverRead(architecture, ends, d_model),
    ...(architecture.blocks > 1 ? [causal ? "causal attention" : "attention without a mask"] : []),
    ...(blocks[0].attention.length > 1
      ? [`W_Q, W_K, W_V, W_O from ${[Q, K, V, O].map(({ names }) => names[0]).join(", ")}`]
      : []),
    ...(square && Q.names[0] !== K.names[0] ? [orientationWords(Q.names[0], pick.outIn.reading)] : []),
    ...(ends.unembedding === undefined ? [`unembedding tied to ${ends.embedding.name}`] : []),
    ...(ends.exchangeable ? [`embedding ${(pick.exchanged ? ends.unembedding : ends.embedding)?.name}`] : []),
    ...(unread.length > 0 ? [`not read: ${unread.join(", ")}`] : []),
  ];
}

interface Parts {
  readonly ends: Ends;
  readonly blocks: readonly Block[];
  readonly norms: Norms;
  readonly d_model: number;
}

function weights(
  { heads, keyHeads = heads }: TransformerArchitecture,
  { ends, blocks, norms, d_model }: Parts,
  { outIn, order, matrices, exchanged }: Pick,
  withTable: boolean,
): Reading["weights"] {
  const [first, last] = exchanged
    ? [ends.unembedding as Linear, ends.embedding]
    : [ends.embedding, ends.unembedding ?? ends.embedding];
  const found: Record<string, WeightView | undefined> = {
    W_E: asTokens(first, d_model),
    W_pos: withTable ? ends.position && asPositions(ends.position, d_model) : undefined,
    W_U: flippedTokens(last, d_model),
    b_U: ends.unembedding?.bias,
    ln_final_w: norms.final?.w,
    ln_final_b: norms.final?.b,
  };
  for (const [i, block] of blocks.entries()) {
    const { Q, K, V, O } = block.attention[order];
    const { gate, in: W_in, out: W_out } = block.mlp[matrices];
    const neurons = W_in.array.shape.find((n) => n !== d_model) ?? d_model;
    const own: Record<string, WeightView | undefined> = {
      W_Q: inputProjection(Q, d_model, heads, outIn.reading),
      W_K: inputProjection(K, d_model, keyHeads, outIn.reading),
      W_V: inputProjection(V, d_model, keyHeads, outIn.reading),
      W_O: outputProjection(O, d_model, heads, outIn.writing),
      b_Q: projectionBias(Q, heads),
      b_K: projectionBias(K, keyHeads),
      b_V: projectionBias(V, keyHeads),
      b_O: O.biases[0],
      W_gate: gate && oriented(gate.array, d_model, neurons, outIn.reading),
      b_gate: gate?.bias,
      W_in: oriented(W_in.array, d_model, neurons, outIn.reading),
      b_in: W_in.bias,
      W_out: oriented(W_out.array, neurons, d_model, outIn.writing),
      b_out: W_out.bias,
      ln1_w: norms.blocks[i]?.[0].w,
      ln1_b: norms.blocks[i]?.[0].b,
      ln2_w: norms.blocks[i]?.[1]?.w,
      ln2_b: norms.blocks[i]?.[1]?.b,
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
