import { lines } from "../figures/lines.ts";
import { answerMargins, forwardFlops } from "../quantities/certificates/answer-margins.ts";
import { shares } from "../quantities/certificates/shares.ts";
import { CONTROL_DRAWS } from "../quantities/control-frequencies.ts";
import * as column from "../tables/column.ts";
import * as field from "../tables/field.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";
import { checkpointKeys, compactCells, marginCells, mechanismCells, preparedWaves } from "./_certify-cells.ts";
import { percent } from "./_curve-words.ts";
import { CONCLUDED_EPOCH, concludedEpoch, keysOf, valued } from "./_figures.ts";
import { CONCLUDED_KEYS, concludedKeys, KEY_OPTIONS, keysFinding } from "./_keys.ts";

/** The share of the pairs from which on they count as proven. */
const PROVEN = 0.95;

/**
 * Accuracy says how many pairs are right as one engine computed them. A certificate proves it: against every order of summation;
 * from the published mechanism and the error that it leaves; and for less than trying all pairs.
 */
export default defineAnalyzer({
  name: "certify",
  title: "Certificates",
  question: "For how many pairs is the right answer proven, and how many does the mechanism alone prove?",
  source:
    "this project, 2026; rounding: Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3; a bound cheaper than all pairs, low rank and noise: Gross et al. 2024, arXiv:2406.11779; see also Yip et al. 2024, arXiv:2412.03773, and Wu et al. 2024, arXiv:2410.07476",
  options: KEY_OPTIONS,
  columns: {
    train_accuracy: column.optionalNumber("right, training pairs; null where the split is not known", "share"),
    test_accuracy: column.optionalNumber("right, test pairs", "share"),
    all_accuracy: column.number("right, all pairs", "share"),
    train_certified: column.optionalNumber(
      "right whatever the order of float32 sums is: margin over its bound",
      "share",
    ),
    test_certified: column.optionalNumber("the same of the test pairs", "share"),
    all_certified: column.number("the same of all pairs", "share"),
    least_margin: column.number("right logit less the best wrong one, the least of all pairs; float64", "logit"),
    rounding_bound: column.optionalNumber(
      "the most that float32 rounding can change a difference of two answers' logits by, any pair; null where a pair has no bound",
      "logit",
    ),
    train_mechanism: column.optionalNumber(
      "proven by the mechanism and the error that it leaves, training pairs; null where there are no keys",
      "share",
    ),
    test_mechanism: column.optionalNumber("the same of the test pairs", "share"),
    all_mechanism: column.optionalNumber("the same of all pairs", "share"),
    train_decided: column.optionalNumber(
      "proven so whatever the signs of the error are: the mechanism decides, training pairs",
      "share",
    ),
    test_decided: column.optionalNumber("the same of the test pairs", "share"),
    all_decided: column.optionalNumber("the same of all pairs", "share"),
    r_squared: column.optionalNumber("of the mechanism, of the logits centred over the answers of each pair"),
    mechanism_gap: column.optionalNumber("the mechanism at the right answer less its best wrong one", "logit"),
    control_mechanism: column.optionalNumber(
      `all_mechanism of ${CONTROL_DRAWS} draws of as many random others, their mean: without a mechanism it is the accuracy`,
      "share",
    ),
    control_decided: column.optionalNumber("all_decided of the draws, their mean", "share"),
    control_most: column.optionalNumber("the largest all_decided of a draw", "share"),
    control_r_squared: column.optionalNumber("r_squared of the draws: their mean"),
    train_compact: column.optionalNumber("proven by the low-rank bound, training pairs", "share"),
    test_compact: column.optionalNumber("the same of the test pairs", "share"),
    all_compact: column.optionalNumber("the same of all pairs", "share"),
    compact_bound: column.optionalNumber("the least margin that it proves, of all pairs", "logit"),
    compact_rank: column.optionalInteger("how many directions of the neurons it follows"),
    compact_flops: column.optionalInteger("floating-point operations that it takes, counted", "flop"),
    forward_flops: column.integer("floating-point operations of the forward pass over all pairs, counted", "flop"),
    keys: column.integers("the key frequencies"),
    irreps: column.optionalText("the key representations of a group that has no frequencies"),
    dtype: column.text("arithmetic of margins and bounds"),
  },
  summary: {
    series: [],
    values: ["test_accuracy", "test_certified", "test_mechanism", "test_decided", "test_compact"],
  },
  forward: true,
  sparing: 12,
  anyNetwork: true,
  applies: ({ network }) => (network ? true : "there are no weights"),
  prepare: preparedWaves,
  measure: (model, { network, options, prepared }) => {
    const { task } = network;
    const margins = answerMargins(model, task);
    const right = Uint8Array.from(margins.margin, (margin) => (margin > 0 ? 1 : 0));
    const { keys, irreps, mechanism } = checkpointKeys(model, network, options, prepared);
    const accuracy = shares(right, network);
    const certified = shares(margins.certified, network);
    return [
      {
        train_accuracy: accuracy.train,
        test_accuracy: accuracy.test,
        all_accuracy: accuracy.all,
        train_certified: certified.train,
        test_certified: certified.test,
        all_certified: certified.all,
        ...marginCells(margins, network),
        ...mechanismCells(model, network, mechanism),
        ...compactCells(model, network, mechanism),
        forward_flops: forwardFlops(model),
        keys,
        irreps: irreps?.join(", ") ?? null,
        dtype: "float64",
      },
    ];
  },
  conclusion: {
    ...CONCLUDED_EPOCH,
    ...CONCLUDED_KEYS,
    irreps: column.optionalText("the key representations of a group that has no frequencies"),
    part: column.text<"test" | "all">(
      "the pairs that the shares are of: test pairs, or all where the split is not known",
    ),
    accuracy: column.number("right", "share"),
    certified: column.number("right whatever the order of float32 sums is", "share"),
    least_margin: column.number("of all pairs, float64", "logit"),
    rounding_bound: column.optionalNumber(
      "the most that float32 rounding can change a difference of logits by",
      "logit",
    ),
    mechanism: field.optionalRecord("what the mechanism proves; null where there are no keys", {
      share: column.number("of the pairs", "share"),
      r_squared: column.number("of the centred logits"),
      decided_share: column.number("of the pairs, whatever the signs of the error are", "share"),
      control_share: column.optionalNumber(
        "decided, of all pairs, random others: mean of the draws; null where too few are left",
        "share",
      ),
      proven_epoch: column.optionalInteger(`the first checkpoint with a share of ${PROVEN}; null where none has it`),
    }),
    no_mechanism: column.optionalText("why there is none"),
    compact: field.optionalRecord("what the bound proves that is cheaper than trying all pairs", {
      share: column.number("of the pairs", "share"),
      rank: column.integer("how many directions of the neurons it follows"),
      cost: column.number("its floating-point operations, in those of the forward pass over all pairs"),
    }),
    no_compact: column.optionalText("why there is none"),
  },
  conclude: ({ rows }, { prepared }) => {
    const last = rows[rows.length - 1];
    const part = last.test_accuracy === null ? ("all" as const) : ("test" as const);
    const { r_squared, control_decided, compact_rank, compact_flops, forward_flops } = last;
    const share = last[`${part}_mechanism`];
    const compact = last[`${part}_compact`];
    return {
      ...concludedEpoch(rows),
      ...concludedKeys(prepared, keysOf(rows)),
      irreps: last.irreps,
      part,
      accuracy: last[`${part}_accuracy`] ?? 0,
      certified: last[`${part}_certified`] ?? 0,
      least_margin: last.least_margin,
      rounding_bound: last.rounding_bound,
      mechanism:
        share === null || r_squared === null
          ? null
          : {
              share,
              r_squared,
              decided_share: last[`${part}_decided`] ?? 0,
              control_share: control_decided,
              proven_epoch: rows.find((row) => (row[`${part}_mechanism`] ?? 0) >= PROVEN)?.epoch ?? null,
            },
      no_mechanism: share === null ? (prepared.noMechanism ?? "the checkpoint has no keys") : null,
      compact:
        compact === null || compact_rank === null || compact_flops === null
          ? null
          : { share: compact, rank: compact_rank, cost: compact_flops / forward_flops },
      no_compact: compact === null ? (prepared.noCompact ?? "the checkpoint has no keys") : null,
    };
  },
  findings: (_, { conclusion }): readonly Finding[] => {
    const { epoch, part, accuracy, certified, least_margin, rounding_bound, mechanism, compact, irreps } = conclusion;
    const pairs = `${part} pairs at epoch ${epoch}`;
    return [
      ...(irreps === null
        ? [keysFinding(conclusion.key_frequencies)]
        : [{ label: "key representations", value: irreps }]),
      {
        label: `right in any order of summation, ${pairs}`,
        value: certified,
        unit: "share",
        note: `right ${percent(accuracy)}`,
      },
      {
        label: "least margin, all pairs",
        value: least_margin,
        unit: "logit",
        note:
          rounding_bound === null ? "no bound on its rounding" : `rounding at most ${rounding_bound.toPrecision(3)}`,
      },
      ...(mechanism
        ? [
            {
              label: `proven by the mechanism, ${pairs}`,
              value: mechanism.share,
              unit: "share",
              note: `R² ${mechanism.r_squared.toFixed(3)}`,
            },
            {
              label: `the same whatever the error's signs, ${pairs}`,
              value: mechanism.decided_share,
              unit: "share",
              ...(mechanism.control_share === null
                ? {}
                : { note: `random others ${percent(mechanism.control_share)} of all pairs` }),
            },
          ]
        : [{ label: "proven by the mechanism", value: `not asked: ${conclusion.no_mechanism}` }]),
      ...(compact
        ? [
            {
              label: `proven by a bound of rank ${compact.rank}, ${pairs}`,
              value: compact.share,
              unit: "share",
              note: `${percent(compact.cost)} of the cost of all pairs`,
            },
          ]
        : [{ label: "proven for less than all pairs", value: `not asked: ${conclusion.no_compact}` }]),
    ];
  },
  figures: ({ columns, rows }) => {
    const part = rows.some(({ test_accuracy }) => test_accuracy !== null) ? "test" : "all";
    const pairs = part === "test" ? "test pairs" : "all pairs";
    const proofs = valued(rows, [
      `${part}_certified`,
      `${part}_mechanism`,
      `${part}_decided`,
      `${part}_compact`,
      "control_decided",
    ] as const);
    return [
      lines(
        { columns, rows },
        {
          name: "certified",
          title: "Share of answers that are proven",
          caption: `Share of the ${pairs} that are right (accuracy), right in whatever order float32 sums are taken (any order), proven by the key frequencies or representations and the error that they leave (mechanism), so whatever the error's signs are (mechanism, any error), and by the low-rank bound, which costs less than trying all pairs (low rank); control: any error, with as many random others, all pairs, mean of ${CONTROL_DRAWS} draws. Margins in float64.`,
          x: "epoch",
          y: [`${part}_accuracy`, ...proofs],
          labels: {
            [`${part}_accuracy`]: "accuracy",
            [`${part}_certified`]: "any order",
            [`${part}_mechanism`]: "mechanism",
            [`${part}_compact`]: "low rank",
            [`${part}_decided`]: "mechanism, any error",
            control_decided: "control",
          },
          axes: { y: `share of ${pairs}` },
        },
      ),
      lines(
        { columns, rows },
        {
          name: "least-margin",
          title: "The least margin, and what rounding can do",
          caption:
            "Right logit less the best wrong one, the least of all pairs (float64); and the most that float32 rounding can change a difference of two answers' logits by, for any pair, proven.",
          x: "epoch",
          // Not logarithmic: a margin below 0, of a pair that is wrong, would be left out without a word.
          y: ["least_margin", "rounding_bound"],
          labels: { least_margin: "least margin", rounding_bound: "rounding, at most" },
          axes: { y: "difference of logits" },
        },
      ),
    ];
  },
});
