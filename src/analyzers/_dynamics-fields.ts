import { LEARNT_ACCURACY } from "../quantities/training-phases.ts";
import * as column from "../tables/column.ts";
import { CONCLUDED_EPOCH } from "./_figures.ts";

/** Of a parameter, and of all together. */
const GRADIENT_COLUMNS = {
  gradient_norm: column.optionalNumber("‖∂L/∂w‖₂, float64; null where it is not finite", "nats/weight"),
  weight_cosine: column.optionalNumber("cos(−∂L/∂w, w); null where either is 0"),
};

/** Of all weights together: null in the rows of single parameters. */
const WHOLE_COLUMNS = {
  train_loss: column.optionalNumber("L: mean over the training pairs, float64, softmax over all logits", "nats"),
  train_accuracy: column.optionalNumber("training pairs", "share"),
  test_accuracy: column.optionalNumber("test pairs; null where none is held out", "share"),
  collapsed: column.optionalNumber("training pairs with Σ exp(z − max z) exactly 1 in float32", "share"),
  zero_loss: column.optionalNumber("training pairs with a loss of exactly 0 in float32", "share"),
  zero_gradient: column.optionalNumber("training pairs with ∂loss/∂z exactly 0 in float32, every entry", "share"),
  sharpness: column.optionalNumber("largest eigenvalue of the Hessian of L, by Lanczos iteration", "nats/weight²"),
  sharpness_residual: column.optionalNumber(
    "‖Hy − λy‖ of its unit vector y: an eigenvalue lies within this",
    "nats/weight²",
  ),
  trace: column.optionalNumber("trace of the Hessian of L, by Hutchinson's draws", "nats/weight²"),
  trace_error: column.optionalNumber("standard error of the trace: s/√draws", "nats/weight²"),
  commutator_defect: column.optionalNumber(
    "median over the draws of ‖θ_AB − θ_BA‖ / (‖ηg_A‖ ‖ηg_B‖) of two mini-batches; null where a gradient is 0",
    "1/weight",
  ),
  slow_gradient: column.optionalNumber("Σ m̂² / Σ v̂ of Adam's moments, where they are stored beside the weights"),
};

export const DYNAMICS_COLUMNS = {
  parameter: column.text("canonical name, e.g. W_E; total for all weights together"),
  ...GRADIENT_COLUMNS,
  ...WHOLE_COLUMNS,
};

/** Softmax collapse is dated to the first checkpoint at which so many of the training pairs are in it. */
export const HALF = 0.5;

export const DYNAMICS_FIELDS = {
  ...CONCLUDED_EPOCH,
  training_pairs: column.integer("over which all this is"),
  ...GRADIENT_COLUMNS,
  ...WHOLE_COLUMNS,
  collapse_epoch: column.optionalInteger(
    "first checkpoint at which half of the training pairs are collapsed; null where none",
  ),
  largest_sharpness: column.optionalNumber("the largest of all checkpoints", "nats/weight²"),
  largest_sharpness_epoch: column.optionalInteger("the checkpoint at which it is"),
  alarm_epoch: column.optionalInteger(
    "first checkpoint whose commutator defect is over 10 times the median of the first three, and over 20; null where none",
  ),
  memorised_epoch: column.optionalInteger(
    `first checkpoint with ${100 * LEARNT_ACCURACY} % of the training pairs right`,
  ),
  generalised_epoch: column.optionalInteger(`first checkpoint with ${100 * LEARNT_ACCURACY} % of the test pairs right`),
  lead: column.optionalInteger("generalised_epoch less alarm_epoch; null where either is"),
  false_alarm: column.optionalBoolean(
    "whether there is an alarm and no checkpoint has generalised; null where there is no alarm or no held-out pair",
  ),
  stated_loss: column.optionalText("the loss that the run states, where it is not the cross-entropy that L is"),
  without_moments: column.optionalText("why there is no slow_gradient; null where there is"),
};
