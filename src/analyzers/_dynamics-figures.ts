import type { Figure } from "../figures/_figure.ts";
import { lines } from "../figures/lines.ts";
import type { Table } from "../tables/table.ts";
import type { Dated } from "./_analyzer.ts";
import type { DYNAMICS_COLUMNS } from "./_dynamics-fields.ts";
import { type DynamicsSettings, ETA, TOTAL } from "./_dynamics-rows.ts";
import type { Dynamics } from "./_dynamics-words.ts";

const LOSS =
  "L: mean cross-entropy over the training pairs, softmax over all logits, float64; weight decay is no part of it.";

export function dynamicsFigures(
  table: Table<Dated<typeof DYNAMICS_COLUMNS>>,
  { curvature, commutatorBatch, batchDraws, traceDraws }: DynamicsSettings,
  conclusion: Dynamics | undefined,
): readonly Figure[] {
  const total = { columns: table.columns, rows: table.rows.filter(({ parameter }) => parameter === TOTAL) };
  const has = (name: "sharpness" | "slow_gradient") => total.rows.some((row) => row[name] !== null);
  const half = Math.floor((conclusion?.training_pairs ?? Number.POSITIVE_INFINITY) / 2);
  return [
    lines(table, {
      name: "gradient-norms",
      title: "Norm of the gradient",
      caption: `‖∂L/∂w‖ of each parameter and of all weights together. ${LOSS}`,
      x: "epoch",
      y: ["gradient_norm"],
      series: "parameter",
      log: "y",
      axes: { y: "‖∂L/∂w‖ (nats/weight)" },
    }),
    lines(table, {
      name: "weight-cosines",
      title: "Gradient descent along the weights",
      caption: `cos(−∂L/∂w, w) of each parameter and of all weights together: 1 where a step of gradient descent only scales the weights up (naive loss minimisation). ${LOSS}`,
      x: "epoch",
      y: ["weight_cosine"],
      series: "parameter",
      axes: { y: "cos(−∂L/∂w, w)" },
    }),
    lines(total, {
      name: "softmax-collapse",
      title: "What float32 leaves of the loss",
      caption:
        "Share of the training pairs with Σ exp(z − max z) exactly 1 (softmax collapse), with a loss of exactly 0, and with every entry of ∂loss/∂z exactly 0; each step of the softmax over all logits rounded to float32, whatever the run was trained in.",
      x: "epoch",
      y: ["collapsed", "zero_loss", "zero_gradient"],
      labels: { collapsed: "softmax collapse", zero_loss: "loss 0", zero_gradient: "gradient 0" },
      axes: { y: "share of training pairs" },
    }),
    ...(curvature === "yes" && has("sharpness")
      ? [
          lines(total, {
            name: "curvature",
            title: "Sharpness and trace of the Hessian",
            caption: `Largest eigenvalue (Lanczos iteration) and trace (mean of ${traceDraws} draws of random signs) of ∂²L/∂w∂w. ${LOSS}`,
            x: "epoch",
            y: ["sharpness", "trace"],
            log: "y",
            axes: { y: "nats/weight²" },
          }),
        ]
      : []),
    lines(total, {
      name: "commutator-defect",
      title: "Commutator defect",
      caption: `‖θ_AB − θ_BA‖ / (‖ηg_A‖ ‖ηg_B‖) of two steps of gradient descent, η = ${ETA}, on mini-batches of ${Math.min(commutatorBatch, half)} training pairs in either order: median of ${batchDraws} draws, float64. ${alarmSentence(conclusion)}`,
      x: "epoch",
      y: ["commutator_defect"],
      log: "y",
      axes: { y: "defect (1/weight)" },
    }),
    ...(has("slow_gradient")
      ? [
          lines(total, {
            name: "slow-gradient",
            title: "Slow share of the gradient",
            caption:
              "Σ m̂² / Σ v̂ of Adam's stored moments, their bias taken out: 1 where all updates had one gradient, (1 − β₁)/(1 + β₁) where gradients are noise.",
            x: "epoch",
            y: ["slow_gradient"],
            axes: { y: "Σ m̂² / Σ v̂" },
          }),
        ]
      : []),
  ];
}

function alarmSentence(conclusion: Dynamics | undefined): string {
  const { alarm_epoch = null, false_alarm = null, generalised_epoch = null } = conclusion ?? {};
  if (alarm_epoch === null)
    return "The published alarm (over 10 times the median of the first three, and over 20) is not raised.";
  const became =
    generalised_epoch === null
      ? false_alarm === null
        ? "no pair is held out"
        : "no checkpoint generalises, a false alarm so far"
      : `the first checkpoint that generalises is of epoch ${generalised_epoch}`;
  return `The published alarm (over 10 times the median of the first three, and over 20) is raised at epoch ${alarm_epoch}; ${became}.`;
}
