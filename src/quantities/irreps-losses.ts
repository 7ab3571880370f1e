import { outcomesOf } from "../compiled/outcomes.ts";
import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { crossEntropy } from "../numerics/losses.ts";
import { mean } from "../numerics/statistics.ts";
import type { Network } from "../runs/run.ts";
import { TRAIN } from "../tasks/_split.ts";
import { product } from "../tensors/product.ts";
import { answerRatios, MAX_EXPONENT } from "./answer-ratios.ts";
import type { GroupIrreps } from "./irreps.ts";
import { neuronSumsOf } from "./irreps-shares.ts";
import { traceFits } from "./irreps-traces.ts";
import { linearAfterNeurons, neuronLogitMap } from "./neuron-logit-map.ts";

/** A part of the logits that depends on the pair's product alone [product, answer], float64. */
export type ProductPart = Float64Array;

/** Each irrep's projection of the logits, centred over the answers, on its trace tr ρ(a) ρ(b) ρ(c)⁻¹. */
export function logitParts(model: Model, irreps: GroupIrreps): readonly ProductPart[] {
  const { n, product, inverse } = irreps.group;
  return traceFits(model, irreps).map(({ part }) => {
    const out = new Float64Array(n * n);
    for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) out[r * n + c] = part[product[r * n + inverse[c]]];
    return out;
  });
}

/**
 * Each irrep's projection of the last layer's neurons on the entries of ρ(a∘b), then through W_L; undefined where a LayerNorm
 * stands between neurons and logits.
 */
export function neuronParts(model: Model, irreps: GroupIrreps): readonly ProductPart[] | undefined {
  if (!linearAfterNeurons(model)) return undefined;
  const { data, shape } = neuronLogitMap(model);
  const { n } = irreps.group;
  const sums = neuronSumsOf(model, irreps).product.data;
  const logits = product(sums, { data: Float64Array.from(data), rows: shape[0], columns: n }).data.map((x) => x / n);
  const coefficients = product(irreps.basis, { data: logits, rows: n, columns: n }).data;
  let at = 0;
  return irreps.irreps.map(({ basis }) => {
    const functions = basis.length / n;
    const across = new Float64Array(basis.length);
    for (let i = 0; i < functions; i++) for (let r = 0; r < n; r++) across[r * functions + i] = basis[i * n + r];
    const own = coefficients.subarray(at, at + basis.length);
    at += basis.length;
    return product(across, { data: own, rows: functions, columns: n }).data;
  });
}

/** The sum of some parts. */
export function summed(parts: readonly ProductPart[]): ProductPart {
  return parts.slice(1).reduce((sum, part) => sum.map((x, i) => x + part[i]), parts[0]);
}

/**
 * Mean loss in nats over all pairs of the part alone (Chughtai et al. 2023: `*_restricted_loss_*` of their code), float64
 * over the n answers, no bias. It is the same for the n pairs of one product.
 */
export function restrictedLoss(part: ProductPart): number {
  const n = Math.sqrt(part.length);
  let sum = 0;
  for (let r = 0; r < n; r++) sum += crossEntropy(part, r, n, n, r);
  return sum / n;
}

/**
 * Mean losses in nats over the training pairs of the network's logits without each part (their `*_excluded_loss_*`),
 * float64 over the n answers; undefined where the split is not known.
 */
export function excludedLosses(
  model: Model,
  network: Network,
  { group }: GroupIrreps,
  parts: readonly ProductPart[],
): readonly number[] | undefined {
  const { task, split } = network;
  if (!split) return undefined;
  const { n, product } = group;
  const all = Int32Array.from(split.member.keys());
  const places = all.filter((s) => split.member[s] === TRAIN);
  const { ratios, reach } = answerRatios(model, task);
  const own = { data: ratios, start: all.map((s) => s * n) };
  const starts = [product.map((r) => r * n)];
  return outcomesOf(
    { own, starts, answer: product, places, width: n, rows: n },
    parts.map((part) => [part]),
    (found) => (reach + 2 * found.reach < MAX_EXPONENT ? mean(found.loss) : undefined),
  ).map(([loss], i) => loss ?? mean(lossesWithout(model, group, parts[i], places)));
}

/** Losses without the part, pair by pair: where the exponentials leave float64. */
function lossesWithout(
  model: Model,
  { n, product }: GroupIrreps["group"],
  part: ProductPart,
  pairs: Int32Array,
): Float64Array {
  const { data, shape } = logitsOf(model);
  const first = firstToken(model.architecture);
  const row = new Float64Array(n);
  return Float64Array.from(pairs, (s) => {
    const r = product[s];
    for (let c = 0; c < n; c++) row[c] = data[s * shape[1] + first + c] - part[r * n + c];
    return crossEntropy(row, 0, n, n, r);
  });
}
