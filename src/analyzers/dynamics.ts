import { commutatorAlarm } from "../quantities/gradients/commutator-alarm.ts";
import { trainingTriples } from "../quantities/gradients/training-loss.ts";
import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import type { Network, Run } from "../runs/run.ts";
import { defineAnalyzer } from "./_analyzer.ts";
import { DYNAMICS_COLUMNS, DYNAMICS_FIELDS, HALF } from "./_dynamics-fields.ts";
import { dynamicsFigures } from "./_dynamics-figures.ts";
import { dynamicsRows, TOTAL } from "./_dynamics-rows.ts";
import { dynamicsFindings } from "./_dynamics-words.ts";
import * as option from "./_options.ts";

/** Settings under which runs state their loss. */
const LOSS_KEYS = ["loss", "loss_fn", "loss_function", "loss_type", "criterion"];
/** What they call the cross-entropy of the softmax. */
const CROSS_ENTROPY = /^(softmax|ce|nll|(softmax[ _-]?)?(categorical[ _-]?)?cross[ _-]?entropy([ _-]?loss)?)$/i;

/**
 * What the loss is like around the weights, checkpoint by checkpoint: where its slope points, how much of it float32 leaves,
 * how strongly it is curved. L is the mean cross-entropy over the training pairs; the run's weight decay is no part of it.
 */
export default defineAnalyzer({
  name: "dynamics",
  title: "Gradients and curvature",
  question:
    "Which way does the training loss push the weights, how sharply is it curved, and what of it is left in float32?",
  source:
    "−∇L along w, softmax collapse: Prieto et al. 2025, arXiv:2501.04697; commutator defect and its alarm: Xu 2026, arXiv:2602.16746, here without its 1e-12, and told with false alarms; slow gradients: Lee et al. 2024, arXiv:2405.20233, here as the share that Adam's moments tell; trace: Hutchinson 1990",
  options: {
    curvature: option.choice("sharpness and trace of the Hessian too: ten times as long", ["no", "yes"], "no"),
    commutatorBatch: option.integer(
      "pairs in each of the commutator's mini-batches; at most half of the training pairs",
      512,
      [1, 1e9],
    ),
    batchDraws: option.integer("how many pairs of mini-batches the commutator is the median over", 5, [1, 1e6]),
    // One has no standard error.
    traceDraws: option.integer("how many vectors of random signs the trace is the mean over", 10, [2, 1e6]),
    drawSeed: option.integer("of the mini-batches and the random signs, which are the same at every checkpoint", 0, [
      0,
      2 ** 31,
    ]),
  },
  columns: DYNAMICS_COLUMNS,
  summary: {
    series: ["parameter"],
    values: ["gradient_norm", "weight_cosine", "collapsed", "sharpness", "commutator_defect"],
  },
  forward: true,
  // A second a checkpoint, and with the Hessian, of which it asks about thirty products, eleven.
  sparing: 8,
  anyNetwork: true,
  asksMoments: true,
  applies: ({ network }) => {
    if (!network) return "there are no weights";
    if (!network.split) return "which pairs were trained on is not known";
    return trainingTriples(network).length > 0 || "no pair that was trained on has an answer";
  },
  prepare: (run) => ({
    trainingPairs: trainingTriples(run.network as Network).length,
    statedLoss: otherLoss(run),
    withoutMoments: whyNoMoments(run),
  }),
  measure: (model, { network, moments, options }) => dynamicsRows(model, network, moments?.(), options),
  conclusion: DYNAMICS_FIELDS,
  conclude: ({ rows }, { prepared }) => {
    const totals = rows.filter(({ parameter }) => parameter === TOTAL);
    const { parameter: _, ...last } = totals[totals.length - 1];
    const first = (holds: (row: (typeof totals)[number]) => boolean) => totals.find(holds)?.epoch ?? null;
    const curved = totals.filter(({ sharpness }) => sharpness !== null);
    const sharpest = curved.toSorted((a, b) => Number(b.sharpness) - Number(a.sharpness))[0];
    const alarm = commutatorAlarm(totals.map(({ epoch, commutator_defect }) => ({ epoch, defect: commutator_defect })));
    const generalised = first(({ test_accuracy }) => (test_accuracy ?? 0) >= LEARNT_ACCURACY);
    return {
      ...last,
      training_pairs: prepared.trainingPairs,
      collapse_epoch: first(({ collapsed }) => (collapsed ?? 0) >= HALF),
      largest_sharpness: sharpest?.sharpness ?? null,
      largest_sharpness_epoch: sharpest?.epoch ?? null,
      alarm_epoch: alarm,
      memorised_epoch: first(({ train_accuracy }) => (train_accuracy ?? 0) >= LEARNT_ACCURACY),
      generalised_epoch: generalised,
      lead: alarm === null || generalised === null ? null : generalised - alarm,
      false_alarm: alarm === null || last.test_accuracy === null ? null : generalised === null,
      stated_loss: prepared.statedLoss,
      without_moments: totals.some(({ slow_gradient }) => slow_gradient !== null) ? null : prepared.withoutMoments,
    };
  },
  findings: (_, { conclusion, options }) => dynamicsFindings(conclusion, options.curvature),
  figures: (table, options, { conclusion }) => dynamicsFigures(table, options, conclusion),
});

/** The loss that a run states, where it is none that L is. */
function otherLoss({ settings }: Run): string | null {
  const stated = LOSS_KEYS.map((key) => settings[key]).find((value) => typeof value === "string");
  return typeof stated === "string" && !CROSS_ENTROPY.test(stated) ? stated : null;
}

/** Why no checkpoint has Adam's moments; that their first update is still to come where one has. */
function whyNoMoments({ checkpoints }: Run): string {
  const stored = checkpoints.flatMap(({ optimiser }) => optimiser ?? []);
  const reason = stored.find((one) => typeof one === "string");
  if (stored.length === 0) return "no optimiser state is stored beside the weights";
  return typeof reason === "string" ? reason : "no update had been made";
}
