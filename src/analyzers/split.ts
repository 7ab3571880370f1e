import { lines } from "../figures/lines.ts";
import { logitsOf } from "../networks/forward.ts";
import { correctPairs, lossesOfPairs } from "../networks/pair-losses.ts";
import { meanAt, type SplitAudit, splitAudit, whyNoAudit } from "../quantities/split-audit.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import * as column from "../tables/column.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";

/**
 * Test accuracy before grokking may be that of mirrored pairs: the network has seen (b, a), and is symmetric in its inputs.
 * What it gets right of the others is generalisation.
 */
export default defineAnalyzer({
  name: "split",
  title: "Split audit",
  question: "Is what it gets right of the test pairs more than what it has seen mirrored?",
  source:
    "this project, 2026: test pairs (a, b) whose (b, a) was trained on, those whose was not, and a = b, apart; for commutative operations",
  options: {},
  columns: {
    test_accuracy: column.number("all test pairs", "share"),
    mirrored_accuracy: column.optionalNumber("a ≠ b, (b, a) trained on; null where there is none", "share"),
    unmirrored_accuracy: column.optionalNumber("a ≠ b, (b, a) not trained on", "share"),
    diagonal_accuracy: column.optionalNumber("a = b", "share"),
    mirrored_loss: column.optionalNumber("mean cross-entropy, float64 over the p answers", "nats"),
    unmirrored_loss: column.optionalNumber("mean cross-entropy, float64 over the p answers", "nats"),
    diagonal_loss: column.optionalNumber("mean cross-entropy, float64 over the p answers", "nats"),
  },
  summary: {
    series: [],
    values: ["test_accuracy", "mirrored_accuracy", "unmirrored_accuracy", "diagonal_accuracy"],
  },
  forward: true,
  anyNetwork: true,
  applies: ({ network }) => (network ? (whyNoAudit(network) ?? true) : "there are no weights"),
  prepare: ({ network }): SplitAudit | null => (network?.split ? splitAudit(network.task, network.split) : null),
  measure: (model, { network, prepared }) => {
    const { mirrored, unmirrored, diagonal } = prepared as SplitAudit;
    const logits = logitsOf(model);
    const right = correctPairs(logits, network.architecture, network.task);
    const loss = lossesOfPairs(logits, network.architecture, network.task);
    return [
      {
        test_accuracy: meanAt(right, [...mirrored, ...unmirrored, ...diagonal]) as number,
        mirrored_accuracy: meanAt(right, mirrored),
        unmirrored_accuracy: meanAt(right, unmirrored),
        diagonal_accuracy: meanAt(right, diagonal),
        mirrored_loss: meanAt(loss, mirrored),
        unmirrored_loss: meanAt(loss, unmirrored),
        diagonal_loss: meanAt(loss, diagonal),
      },
    ];
  },
  conclusion: {
    test_pairs: column.integer("how many"),
    mirrored_pairs: column.integer("test pairs a ≠ b whose (b, a) was trained on"),
    unmirrored_pairs: column.integer("test pairs a ≠ b whose (b, a) was not"),
    diagonal_pairs: column.integer("test pairs a = b"),
    mirrored_epoch: column.optionalInteger(
      `first checkpoint that gets ${100 * LEARNT_ACCURACY} % of the mirrored ones right; null where none does`,
    ),
    unmirrored_epoch: column.optionalInteger("the same of the unmirrored ones"),
    unseen_first_inputs: column.integers("residues that stand first in a test pair and in no training pair"),
    unseen_second_inputs: column.integers("the same of those that stand second"),
    unseen_answers: column.integers("answers of test pairs that no training pair has"),
  },
  conclude: ({ rows }, { prepared }) => {
    const { mirrored, unmirrored, diagonal, unseenInputs, unseenAnswers, test } = prepared as SplitAudit;
    const learnt = (name: "mirrored_accuracy" | "unmirrored_accuracy") =>
      rows.find((row) => (row[name] ?? 0) >= LEARNT_ACCURACY)?.epoch ?? null;
    return {
      test_pairs: test,
      mirrored_pairs: mirrored.length,
      unmirrored_pairs: unmirrored.length,
      diagonal_pairs: diagonal.length,
      mirrored_epoch: learnt("mirrored_accuracy"),
      unmirrored_epoch: learnt("unmirrored_accuracy"),
      unseen_first_inputs: unseenInputs[0],
      unseen_second_inputs: unseenInputs[1],
      unseen_answers: unseenAnswers,
    };
  },
  findings: (_, { conclusion }) => {
    const { test_pairs, mirrored_pairs, unmirrored_pairs, diagonal_pairs } = conclusion;
    const share = (pairs: number) => `${pairs} of ${test_pairs}, ${((100 * pairs) / test_pairs).toFixed(2)} %`;
    const learnt = (which: string, epoch: number | null): Finding => ({
      label: `${which} pairs learnt (${100 * LEARNT_ACCURACY} %)`,
      value: epoch === null ? "not by the last checkpoint" : `by epoch ${epoch}`,
    });
    const none = (values: readonly number[]) => (values.length === 0 ? "none" : values);
    return [
      { label: "mirrored test pairs", value: share(mirrored_pairs) },
      { label: "unmirrored test pairs", value: share(unmirrored_pairs) },
      { label: "diagonal test pairs", value: share(diagonal_pairs) },
      ...(mirrored_pairs > 0 ? [learnt("mirrored", conclusion.mirrored_epoch)] : []),
      ...(unmirrored_pairs > 0 ? [learnt("unmirrored", conclusion.unmirrored_epoch)] : []),
      { label: "first inputs never trained on", value: none(conclusion.unseen_first_inputs) },
      { label: "second inputs never trained on", value: none(conclusion.unseen_second_inputs) },
      { label: "answers never trained on", value: none(conclusion.unseen_answers) },
    ];
  },
  figures: (table) => [
    lines(table, {
      name: "mirrored-pairs",
      title: "Test accuracy, mirrored pairs apart",
      caption:
        "Share of the test pairs (a, b) that are right: those whose mirror (b, a) was trained on, those whose mirror was not, and those with a = b.",
      x: "epoch",
      y: ["mirrored_accuracy", "unmirrored_accuracy", "diagonal_accuracy"],
      labels: { mirrored_accuracy: "mirrored", unmirrored_accuracy: "unmirrored", diagonal_accuracy: "a = b" },
      axes: { y: "accuracy" },
    }),
  ],
});
