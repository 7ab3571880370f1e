import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import { panels } from "../figures/panels.ts";
import type { TransformerArchitecture } from "../networks/model.ts";
import { rounded } from "../numerics/rounded.ts";
import { attentionPatterns, patternFrequencies, patternMoments } from "../quantities/attention-pattern.ts";
import { hasInputScores, scoreComponents, scoreFrequencies } from "../quantities/attention-scores.ts";
import { headCircuits } from "../quantities/head-circuits.ts";
import { noCyclicGroup, noKeysInWords } from "../quantities/key-frequencies.ts";
import type { Network } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { askedBlocks, BLOCK_OPTIONS, blockPrefix, CONCLUDED_BLOCK_COUNT } from "./_blocks.ts";
import { CONCLUDED_EPOCH, concludedEpoch, lastRows } from "./_figures.ts";

const HEAD = {
  block: column.integer("the block, from 0"),
  head: column.integer("the head, from 0"),
  to_a: column.number("mean over all pairs of the answering position's attention to a"),
  to_b: column.number("the same to b"),
  to_self: column.optionalNumber("the same to itself; null where it is an input"),
  frequency: column.optionalInteger("k with most power in C_j over the inputs; null where there is no C_j"),
  fve: column.optionalNumber("its share of the power of C_j without the constant", "share"),
  pattern_frequency: column.optionalInteger("k that explains most of the attention to a over the pairs"),
  pattern_fve: column.optionalNumber("its share of that variance", "share"),
};

/** Digits of the scores: weights are float32, which has seven. */
const SCORE_DIGITS = 6;

/**
 * In the mainline network '=' looks at a and b alike, about a half each on average, and hardly at itself. Which of the two
 * it looks at turns on C_a − C_b, and the scores C_j of each head are nearly one frequency.
 */
export default defineAnalyzer({
  name: "attention",
  title: "Attention",
  question: "What does each head look at, and by which frequency does it decide?",
  source:
    "pattern and C_j = (W_E['='] + W_pos) W_Q W_Kᵀ W_Eᵀ: Nanda et al. 2023, arXiv:2301.05217, and its notebook; QK and OV circuits: Elhage et al. 2021; ours over all pairs, C_j over √d_head with b_Q where there is one, which changes no share",
  options: { ...BLOCK_OPTIONS },
  columns: {
    block: column.integer("the block, from 0"),
    head: column.integer("the head, from 0"),
    to_a: column.number("mean over all pairs of the answering position's attention to a, α softmax + 1 − α"),
    to_b: column.number("the same to b, which answers itself where there is no '='"),
    to_self: column.optionalNumber("the same to itself; null where it is an input"),
    to_others: column.optionalNumber("the same to all other signs together; null where there are none"),
    deviation_a: column.number("standard deviation over the pairs of the attention to a"),
    deviation_b: column.number("of that to b"),
    deviation_self: column.optionalNumber("of that to itself; null where it is an input"),
    frequency: column.optionalInteger(
      "k with most power in C_j over the inputs; null where there is no C_j, as past the first block, which alone reads the inputs themselves",
    ),
    fve: column.optionalNumber("its share of the power of C_j without the constant", "share"),
    scores: column.optionalNumbers(
      `C_j in the orthonormal Fourier basis over the inputs: constant, cos 1, sin 1, cos 2, …; ${SCORE_DIGITS} digits; null where there is no C_j`,
    ),
    pattern_frequency: column.optionalInteger("k that explains most of the attention to a over the pairs"),
    pattern_fve: column.optionalNumber(
      "its share of that variance: the components {1, cos, sin}(a) × {1, cos, sin}(b)",
      "share",
    ),
    qk_1: column.number("largest singular value of W_Q W_Kᵀ [d_model, d_model], not over √d_head"),
    qk_2: column.number("the second"),
    qk_3: column.number("the third"),
    qk_rank: column.number("effective rank exp(H(σ/Σσ)) of W_Q W_Kᵀ", "directions"),
    ov_1: column.number("largest singular value of W_V W_O [d_model, d_model]"),
    ov_2: column.number("the second"),
    ov_3: column.number("the third"),
    ov_rank: column.number("effective rank of W_V W_O", "directions"),
  },
  summary: { series: ["block", "head"], values: ["to_a", "to_b", "to_self", "fve"] },
  forward: true,
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    if (network.architecture.kind !== "transformer") return "the network is no transformer";
    const { sequence } = network.architecture;
    return (sequence.includes("a") && sequence.includes("b")) || "its sequence does not hold a and b";
  },
  prepare: (run, options) => ({
    ...askedBlocks(run, options),
    noScores: run.network ? whyNoScores(run.network) : null,
  }),
  measure: (model, { network: { task }, prepared: { blocks, noScores } }) => {
    const { sequence } = model.architecture as TransformerArchitecture;
    const form = cyclicForm(task);
    const patterns = attentionPatterns(model).map((pattern) => ({
      positions: pattern.shape[2],
      moments: patternMoments(pattern),
      frequencies: form && patternFrequencies(pattern, form),
    }));
    const last = sequence.length - 1;
    const [a, b] = [sequence.indexOf("a"), sequence.indexOf("b")];
    const others = sequence.flatMap((slot, j) => (typeof slot === "number" && j !== last ? [j] : []));
    const hasScores = form && noScores === null;
    const scores = hasScores ? scoreComponents(model, form) : [];
    const heads = headCircuits(model).filter(({ block }) => blocks.includes(block));
    return heads.map(({ block, head, qk, ov }) => {
      const { positions, moments, frequencies } = patterns[block];
      const at = head * positions;
      const [mean, deviation] = [moments.mean, moments.deviation].map((x) => x.subarray(at, at + positions));
      const decides = hasScores && block === 0 ? scoreFrequencies(model, form)[head] : undefined;
      const explained = frequencies?.[at + a];
      const own = typeof sequence[last] === "number";
      return {
        block,
        head,
        to_a: mean[a],
        to_b: mean[b],
        to_self: own ? mean[last] : null,
        to_others: others.length > 0 ? others.reduce((sum, j) => sum + mean[j], 0) : null,
        deviation_a: deviation[a],
        deviation_b: deviation[b],
        deviation_self: own ? deviation[last] : null,
        frequency: decides?.frequency ?? null,
        fve: decides?.fve ?? null,
        scores: block === 0 && hasScores ? rounded(scores[head], SCORE_DIGITS) : null,
        pattern_frequency: explained?.frequency ?? null,
        pattern_fve: explained?.fve ?? null,
        // Past d_head the singular values are 0.
        qk_1: qk.sigma[0],
        qk_2: qk.sigma[1] ?? 0,
        qk_3: qk.sigma[2] ?? 0,
        qk_rank: qk.effectiveRank,
        ov_1: ov.sigma[0],
        ov_2: ov.sigma[1] ?? 0,
        ov_3: ov.sigma[2] ?? 0,
        ov_rank: ov.effectiveRank,
      };
    });
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_BLOCK_COUNT,
    heads: field.records("what each head looks at, and by which frequency it decides", HEAD),
    no_scores: column.optionalText("why the first block's heads have no C_j; null where they have"),
  },
  conclude: ({ rows }, { prepared: { blockCount, noScores } }) => ({
    ...concludedEpoch(rows),
    block_count: blockCount,
    heads: lastRows(rows).map((row) => ({
      block: row.block,
      head: row.head,
      to_a: row.to_a,
      to_b: row.to_b,
      to_self: row.to_self,
      frequency: row.frequency,
      fve: row.fve,
      pattern_frequency: row.pattern_frequency,
      pattern_fve: row.pattern_fve,
    })),
    no_scores: noScores,
  }),
  findings: (_, { conclusion: { epoch, block_count, heads, no_scores } }): readonly Finding[] => {
    const first = heads.some(({ block }) => block > 0)
      ? [{ label: "frequencies of C_j", value: "of the first block alone: it reads the inputs" }]
      : [];
    return [
      ...heads.map((one) => ({
        label: `${blockPrefix(one.block, block_count)}head ${one.head} at epoch ${epoch}`,
        value: `${looks(one)}${decides(one)}`,
      })),
      ...(no_scores === null ? first : [{ label: "frequencies of C_j", value: `none: ${no_scores}` }]),
    ];
  },
  figures: (table, _, { conclusion }) => {
    const { columns, rows } = table;
    const nameOf = (row: { readonly block: number; readonly head: number }) =>
      `${blockPrefix(row.block, conclusion?.block_count ?? 1)}head ${row.head}`;
    const named = {
      columns: { ...columns, of: column.text("the head") },
      rows: rows.map((row) => ({ ...row, of: nameOf(row) })),
    };
    const ofHeads = { x: "epoch", series: "of" } as const;
    return [
      lines(named, {
        ...ofHeads,
        name: "attention-to-inputs",
        title: "Attention to a and b",
        caption: "Attention of the answering position to a and to b, each head: means over all pairs.",
        y: ["to_a", "to_b"],
        labels: { to_a: "to a,", to_b: "to b," },
        axes: { y: "mean attention" },
      }),
      ...scoresFigure(named.rows),
      lines(named, {
        ...ofHeads,
        name: "score-frequency-share",
        title: "How nearly a head's scores are one frequency",
        caption:
          "Share of the power of C_j, the score of input j at the answering position, in its strongest frequency, without the constant; each head of the first block.",
        y: ["fve"],
        axes: { y: "share of the power of C<sub>j</sub>" },
      }),
      lines(named, {
        ...ofHeads,
        name: "circuit-ranks",
        title: "Effective ranks of the heads' circuits",
        caption:
          "Effective rank exp(H(σ/Σσ)) of the singular values of W_Q W_Kᵀ (what a head compares) and of W_V W_O (what it moves), each head.",
        y: ["qk_rank", "ov_rank"],
        labels: { qk_rank: "QK,", ov_rank: "OV," },
        axes: { y: "effective rank (directions)" },
      }),
    ];
  },
});

type Head = field.FieldValues<typeof HEAD>;

function looks({ to_a, to_b, to_self }: Head): string {
  if (!Number.isFinite(to_a)) return "its attention is not finite";
  return `a ${to_a.toFixed(3)}, b ${to_b.toFixed(3)}${to_self === null ? "" : `, itself ${to_self.toFixed(3)}`}`;
}

function decides({ frequency, fve, pattern_frequency, pattern_fve }: Head): string {
  if (frequency !== null) return `; decides by frequency ${frequency} (${percent(fve ?? 0)} of C_j)`;
  if (pattern_frequency === null) return "";
  return `; follows frequency ${pattern_frequency} (${percent(pattern_fve ?? 0)} of the pattern)`;
}

interface ScoreRow {
  readonly epoch: number;
  readonly of: string;
  readonly scores: readonly number[] | null;
}

/** Each head's C_j over the frequencies at the last epoch; no figure where no head has one. */
function scoresFigure(rows: readonly ScoreRow[]): readonly Figure[] {
  const last = rows.filter(({ epoch, scores }) => epoch === rows.at(-1)?.epoch && scores !== null);
  if (last.length === 0) return [];
  const columns = {
    frequency: column.integer("k"),
    cos: column.number("of C_j", "logit"),
    sin: column.optionalNumber("of C_j", "logit"),
  };
  const caption = `C_j of each head, the score over √d_head that the answering position gives input j, in the orthonormal Fourier basis over the inputs at epoch ${last[0].epoch}: cosine and sine of each frequency; the constant is left out.`;
  const figures = last.map(({ of, scores }) => {
    const waves = scores?.slice(1) ?? [];
    const frequencies = Array.from({ length: Math.ceil(waves.length / 2) }, (_, i) => ({
      frequency: i + 1,
      cos: waves[2 * i],
      sin: waves[2 * i + 1] ?? null,
    }));
    const table = { columns, rows: frequencies };
    const axes = { x: "frequency k", y: "C<sub>j</sub>" };
    return bars(table, { name: "score", title: of, caption, x: "frequency", y: ["cos", "sin"], axes });
  });
  return [
    panels(figures, {
      name: "scores",
      title: "By which frequencies the heads decide",
      caption,
      columns: Math.min(figures.length, 2),
      letters: false,
    }),
  ];
}

/** Null where C_j has frequencies, or why it has none. */
function whyNoScores({ architecture, task }: Network): string | null {
  if (architecture.kind !== "transformer") return "the network is no transformer";
  if (!cyclicForm(task)) return noKeysInWords(noCyclicGroup(task));
  const scores = hasInputScores(architecture);
  return scores === true ? null : scores;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
