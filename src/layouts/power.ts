import { LayoutError } from "../errors.ts";
import type { ArrayRef } from "../formats/_values.ts";
import { numberFact, textFact } from "./_facts.ts";
import { defineLayout, type StateDict, type WeightView } from "./_layout.ts";
import { statedNonlinearity } from "./_settings.ts";
import { blocksNamed, type TensorNames } from "./_tensor-names.ts";
import { flipped, hasShape, headsOfColumns, present } from "./_views.ts";

/** Tokens before the numbers: `<|eos|>`, `=`, and the operators of VALID_OPERATORS in the order of their spelling. */
const EOS = 0;
const EQUALS = 1;
const FIRST_OPERATOR = 2;
/** In ASCII order of their full spelling, where those of the last kind end in `_mod_97`. */
const OPERATORS = [
  "(x._value//y)if(y._value%2==1)else(x-y)",
  "*",
  "**2+",
  "**3+",
  "+",
  "+*",
  "+-",
  "-",
  "/",
  "copy",
  "reverse",
  "s5",
  "s5aba",
  "s5conj",
  "sort",
  "x**2+y**2+x*y+x",
  "x**2+y**2+x*y",
  "x**2+y**2",
  "x**3+x*y**2+y",
  "x**3+x*y",
];
/** After the numbers come the permutations of five elements. */
const PERMUTATIONS = 120;
const FIRST_NUMBER = FIRST_OPERATOR + OPERATORS.length;

/**
 * Power et al. 2022: post-LayerNorm blocks over [eos, a, op, b, =], one matrix a head, positions from sines, no biases
 * but the norms'. The data are shuffled with seed 0 whatever the run's own seed.
 */
export default defineLayout({
  name: "power",
  title: "Grokking: generalization beyond overfitting",
  source: "Power et al. 2022, arXiv:2201.02177: Lightning checkpoints of openai/grok",
  tensors,
  readings: (state, facts) => {
    const [vocabulary, d_model] =
      state.get("transformer.embedding.weight")?.shape ?? state.get("embedding.weight")?.shape ?? [];
    const root = state.has("transformer.embedding.weight") ? "transformer." : "";
    const p = (vocabulary ?? 0) - FIRST_NUMBER - PERMUTATIONS;
    const heads = count((i) => state.has(`${root}decoder.blocks.0.self_attn.attn_heads.${i}.Wq.weight`));
    if (
      p < 2 ||
      heads === 0 ||
      !hasShape(state, `${root}position_encoding`, undefined, d_model) ||
      !state.has(`${root}linear.weight`)
    )
      return [];
    const blocks = count((i) => state.has(`${root}decoder.blocks.${i}.self_attn.Wo.weight`));
    const operator = textFact(facts, "math_operator", "operator")?.replace(/_mod_\d+$/, "") ?? "+";
    if (!OPERATORS.includes(operator))
      throw new LayoutError(
        `configuration: operator "${operator}"`,
        "is not known",
        `known are ${OPERATORS.join("  ")}`,
      );
    const sign = FIRST_OPERATOR + OPERATORS.indexOf(operator);
    return [
      {
        architecture: {
          kind: "transformer",
          p,
          sequence: [EOS, "a", sign, "b", EQUALS],
          firstToken: FIRST_NUMBER,
          blocks,
          heads,
          activation: statedNonlinearity(facts)?.activation ?? "relu",
          normalisation: "post",
          layerNormEpsilon: 1e-5,
          causal: true,
          attentionCoefficient: 1,
        },
        weights: weights(state, root, blocks, heads),
        choices: [
          `tokens [<|eos|>, a, ${operator}, b, =]`,
          "this code logs the mean of its losses at '=' and at the answer, ours are those at '='",
        ],
        split: {
          scheme: "numpy-permutation",
          seed: 0,
          fraction: (numberFact(facts, "train_data_pct") ?? 5) / 100,
          fixed: true,
        },
      },
    ];
  },
});

function tensors(state: StateDict): TensorNames | undefined {
  const root = [...state.keys()].some((name) => name.startsWith("transformer.")) ? "transformer." : "";
  const blocks = blocksNamed(state, /decoder\.blocks\.(\d+)\./);
  const heads = blocksNamed(state, /attn_heads\.(\d+)\./);
  // Each block has every head: with fewer tensors than that it is no network of this code.
  if (blocks === 0 || heads === 0 || blocks * heads > state.size) return undefined;
  const ofHead = (head: number) => ["q", "k", "v"].map((letter) => `self_attn.attn_heads.${head}.W${letter}.weight`);
  const ofBlock = [
    ...Array.from({ length: heads }, (_, head) => ofHead(head)).flat(),
    ...["self_attn.Wo.weight", "ffn.ffn.0.weight", "ffn.ffn.2.weight"],
    ...["self_attn_norm", "ffn_norm"].flatMap((norm) => [`${norm}.weight`, `${norm}.bias`]),
  ];
  const all = Array.from({ length: blocks }, (_, i) => ofBlock.map((name) => `decoder.blocks.${i}.${name}`)).flat();
  return {
    always: ["embedding.weight", "position_encoding", ...all, "linear.weight"].map((name) => `${root}${name}`),
    together: [],
    others: /(^|[._])mask$/,
  };
}

function weights(state: StateDict, root: string, blocks: number, heads: number): Record<string, WeightView> {
  const found: Record<string, WeightView> = {
    ...present(state, { W_E: `${root}embedding.weight`, W_pos: `${root}position_encoding` }),
    ...present(state, { W_U: `${root}linear.weight` }, flipped),
  };
  for (let i = 0; i < blocks; i++) {
    const from = `${root}decoder.blocks.${i}`;
    const at = `blocks.${i}`;
    for (const letter of ["q", "k", "v"]) {
      const matrices = Array.from({ length: heads }, (_, head) =>
        state.get(`${from}.self_attn.attn_heads.${head}.W${letter}.weight`),
      );
      found[`${at}.W_${letter.toUpperCase()}`] = matrices
        .filter((matrix): matrix is ArrayRef => matrix !== undefined)
        .map(flipped);
    }
    const W_O = state.get(`${from}.self_attn.Wo.weight`);
    if (W_O) found[`${at}.W_O`] = headsOfColumns(W_O, heads);
    Object.assign(
      found,
      present(
        state,
        { [`${at}.W_in`]: `${from}.ffn.ffn.0.weight`, [`${at}.W_out`]: `${from}.ffn.ffn.2.weight` },
        flipped,
      ),
      present(state, {
        [`${at}.ln1_w`]: `${from}.self_attn_norm.weight`,
        [`${at}.ln1_b`]: `${from}.self_attn_norm.bias`,
        [`${at}.ln2_w`]: `${from}.ffn_norm.weight`,
        [`${at}.ln2_b`]: `${from}.ffn_norm.bias`,
      }),
    );
  }
  return found;
}

function count(has: (i: number) => boolean): number {
  let n = 0;
  while (has(n)) n++;
  return n;
}
