import { lines } from "../figures/lines.ts";
import type { TransformerArchitecture } from "../models/_model.ts";
import { attentionPatterns, patternFrequencies, patternMoments } from "../quantities/attention-pattern.ts";
import { hasInputScores, scoreFrequencies } from "../quantities/attention-scores.ts";
import { headCircuits } from "../quantities/head-circuits.ts";
import type { Network } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { cyclicForm } from "../tasks/_cyclic.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";

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
  options: {},
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
    frequency: column.optionalInteger("k with most power in C_j over the inputs; null where there is no C_j"),
    fve: column.optionalNumber("its share of the power of C_j without the constant", "share"),
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
  prepare: ({ network }) => ({ noScores: network ? whyNoScores(network) : null }),
  measure: (model, { network: { task }, prepared: { noScores } }) => {
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
    return headCircuits(model).map(({ block, head, qk, ov }) => {
      const { positions, moments, frequencies } = patterns[block];
      const at = head * positions;
      const [mean, deviation] = [moments.mean, moments.deviation].map((x) => x.subarray(at, at + positions));
      const decides = form && noScores === null && block === 0 ? scoreFrequencies(model, form)[head] : undefined;
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
  findings: ({ rows }, { prepared: { noScores } }): readonly Finding[] => {
    const last = rows.filter(({ epoch }) => epoch === rows.at(-1)?.epoch);
    const several = last.some(({ block }) => block > 0);
    const reasons = [noScores, noScores === null && several ? "of the first block alone: it reads the inputs" : null];
    return [
      ...last.map((row): Finding => {
        const { epoch, block, head, to_a, to_b, to_self, frequency, fve, pattern_frequency, pattern_fve } = row;
        const looks = `a ${to_a.toFixed(3)}, b ${to_b.toFixed(3)}${to_self === null ? "" : `, itself ${to_self.toFixed(3)}`}`;
        const decides =
          frequency !== null
            ? `; decides by frequency ${frequency} (${percent(fve ?? 0)} of C_j)`
            : pattern_frequency === null
              ? ""
              : `; follows frequency ${pattern_frequency} (${percent(pattern_fve ?? 0)} of the pattern)`;
        return { label: `${several ? `block ${block}, ` : ""}head ${head} at epoch ${epoch}`, value: looks + decides };
      }),
      ...reasons.flatMap((reason) => (reason === null ? [] : [{ label: "frequencies of C_j", value: reason }])),
    ];
  },
  figures: (table) => [
    lines(table, {
      name: "attention-to-inputs",
      caption: "Mean attention of the answering position to a and b, each head.",
      x: "epoch",
      y: ["to_a", "to_b"],
      series: "head",
    }),
    lines(table, {
      name: "score-frequency-share",
      caption: "Share of the power of C_j in its strongest frequency, each head.",
      x: "epoch",
      y: ["fve"],
      series: "head",
    }),
    lines(table, {
      name: "circuit-ranks",
      caption: "Effective rank of W_Q W_Kᵀ and of W_V W_O, each head.",
      x: "epoch",
      y: ["qk_rank", "ov_rank"],
      series: "head",
    }),
  ],
});

/** Null where C_j has frequencies, or why it has none. */
function whyNoScores({ architecture, task }: Network): string | null {
  if (architecture.kind !== "transformer") return "the network is no transformer";
  if (!cyclicForm(task)) return `none: ${task.formula} is no cyclic group's operation`;
  const scores = hasInputScores(architecture);
  return scores === true ? null : `none: ${scores}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
