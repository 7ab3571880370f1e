import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Triple } from "../networks/gradients.ts";
import { type Model, parameterName } from "../networks/model.ts";
import { finiteOrNull } from "../numerics/finite-or-null.ts";
import { norm } from "../numerics/vectors.ts";
import { batchPairs, medianDefect } from "../quantities/gradients/commutator.ts";
import { hessianTrace, sharpness } from "../quantities/gradients/curvature.ts";
import { slowGradientShare } from "../quantities/gradients/slow-gradient.ts";
import { softmaxCollapse } from "../quantities/gradients/softmax-collapse.ts";
import { trainingLoss, trainingTriples } from "../quantities/gradients/training-loss.ts";
import { weightCosine } from "../quantities/gradients/weight-cosine.ts";
import { accuracies } from "../quantities/split-losses.ts";
import type { ParameterMoments } from "../runs/moments-at.ts";
import type { Network } from "../runs/run.ts";
import type { Row } from "../tables/column.ts";
import type { DYNAMICS_COLUMNS } from "./_dynamics-fields.ts";

/** The row of all weights together. */
export const TOTAL = "total";
/** η of the commutator, as published. */
export const ETA = 1e-3;

/** What is drawn, and whether the Hessian is asked. */
export interface DynamicsSettings {
  readonly curvature: "yes" | "no";
  readonly commutatorBatch: number;
  readonly batchDraws: number;
  readonly traceDraws: number;
  readonly drawSeed: number;
}

type DynamicsRow = Row<typeof DYNAMICS_COLUMNS>;

/** A row for each parameter, then that of all weights together. */
export function dynamicsRows(
  model: Model,
  network: Network,
  moments: readonly ParameterMoments[] | undefined,
  settings: DynamicsSettings,
): readonly DynamicsRow[] {
  const triples = trainingTriples(network);
  const L = trainingLoss(model, triples);
  const { loss, gradient } = L.gradient();
  const [gradients, weights] = [L.parts(gradient), L.parts(L.weights)];
  const { curvature, drawSeed, commutatorBatch, batchDraws, traceDraws } = settings;
  const steepest = curvature === "yes" ? sharpness(L, drawSeed) : undefined;
  const trace = curvature === "yes" ? hessianTrace(L, drawSeed, traceDraws) : undefined;
  const batches = batchPairs(triples, commutatorBatch, batchDraws, drawSeed);
  const { train, test } = accuracies(model, network);
  const whole: Omit<DynamicsRow, "parameter" | keyof ReturnType<typeof gradientOf>> = {
    train_loss: finiteOrNull(loss),
    train_accuracy: train,
    test_accuracy: test,
    ...collapseOf(model, network, triples),
    sharpness: finiteOrNull(steepest?.value),
    sharpness_residual: finiteOrNull(steepest?.residual),
    trace: finiteOrNull(trace?.value),
    trace_error: finiteOrNull(trace?.standardError),
    commutator_defect: finiteOrNull(medianDefect((some) => trainingLoss(model, some), batches, ETA)),
    slow_gradient: finiteOrNull(moments && slowGradientShare(moments)),
  };
  const nothing = Object.fromEntries(Object.keys(whole).map((name) => [name, null])) as unknown as typeof whole;
  return [
    ...Object.keys(gradients).map((name) => ({
      parameter: parameterName(model, name),
      ...gradientOf(gradients[name].data, weights[name].data),
      ...nothing,
    })),
    { parameter: TOTAL, ...gradientOf(gradient, L.weights), ...whole },
  ];
}

function gradientOf(gradient: ArrayLike<number>, weights: ArrayLike<number>) {
  return { gradient_norm: finiteOrNull(norm(gradient)), weight_cosine: finiteOrNull(weightCosine(gradient, weights)) };
}

/** Shares of the training pairs. */
function collapseOf(model: Model, { architecture }: Network, triples: readonly Triple[]) {
  const logits = logitsOf(model);
  const columns = logits.shape[1];
  const { rows, collapsed, zeroLoss, zeroGradient } = softmaxCollapse(
    logits.data,
    columns,
    triples.map(([a, b]) => a * architecture.p + b),
    triples.map(([, , c]) => firstToken(architecture) + c),
  );
  return { collapsed: collapsed / rows, zero_loss: zeroLoss / rows, zero_gradient: zeroGradient / rows };
}
