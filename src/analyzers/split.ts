import { lines } from "../figures/lines.ts";
import { logitsOf } from "../networks/forward.ts";
import { correctPairs, lossesOfPairs } from "../networks/pair-losses.ts";
import { meanAt, type SplitAudit, splitAudit, whyNoAudit } from "../quantities/split-audit.ts";
import * as column from "../tables/column.ts";
import { defineAnalyzer, type Finding } from "./_analyzer.ts";

/** A network that gets this share right has learnt the pairs; as `phases` counts it. */
const LEARNT = 0.95;

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
  findings: ({ rows }, { prepared }) => {
    const { mirrored, unmirrored, diagonal, unseenInputs, unseenAnswers, test } = prepared as SplitAudit;
    const share = (pairs: readonly number[]) =>
      `${pairs.length} of ${test}, ${((100 * pairs.length) / test).toFixed(2)} %`;
    const learnt = (name: "test_accuracy" | "mirrored_accuracy" | "unmirrored_accuracy") =>
      rows.find((row) => (row[name] ?? 0) >= LEARNT)?.epoch;
    const said = (label: string, epoch: number | undefined): Finding => ({
      label: `${label} learnt (${100 * LEARNT} %)`,
      value: epoch === undefined ? "not by the last checkpoint" : `by epoch ${epoch}`,
    });
    const none = (values: readonly number[]) => (values.length === 0 ? "none" : values.join(", "));
    return [
      { label: "mirrored test pairs", value: share(mirrored) },
      { label: "unmirrored test pairs", value: share(unmirrored) },
      { label: "diagonal test pairs", value: share(diagonal) },
      ...(mirrored.length > 0 ? [said("mirrored pairs", learnt("mirrored_accuracy"))] : []),
      ...(unmirrored.length > 0 ? [said("unmirrored pairs", learnt("unmirrored_accuracy"))] : []),
      { label: "first inputs never trained on", value: none(unseenInputs[0]) },
      { label: "second inputs never trained on", value: none(unseenInputs[1]) },
      { label: "answers never trained on", value: none(unseenAnswers) },
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
