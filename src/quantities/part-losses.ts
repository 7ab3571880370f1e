import { firstToken } from "../models/_architecture.ts";
import type { Model } from "../models/_model.ts";
import { logitsOf } from "../models/forward.ts";
import { crossEntropy } from "../numerics/losses.ts";
import { memo } from "../numerics/memo.ts";
import { argmax } from "../numerics/statistics.ts";
import type { Network } from "../runs/run.ts";
import { answerRatios, MAX_EXPONENT } from "./answer-ratios.ts";
import { betterAnswer, type Factor, factorSums, factorSumsOfEach } from "./factor-sums.ts";
import type { GroupPairs } from "./group-pairs.ts";
import type { Residue } from "./pair-sums.ts";

/** A part of the logits that depends on one residue of the pair: [residue, answer], float64. */
export interface LogitPart {
  readonly of: Residue;
  readonly values: Float64Array;
}

/** Logits made of parts: these alone, or the network's own with these removed. */
export interface PartialLogits {
  /** The residue of the first decides the answer. */
  readonly parts: readonly LogitPart[];
  readonly removed: boolean;
}

/** Cross-entropy in nats, and whether the right answer has the largest logit, for each pair asked for. */
export interface PairOutcomes {
  readonly loss: Float64Array;
  readonly right: Uint8Array;
}

/**
 * Losses of the logits z = ΣP, or z = L − ΣP, on the pairs at `places`, float64 over the p answers.
 *
 * e^z factors: e^{L_c − L_answer} is computed once a network, and e^P once a residue and answer, p² values where there are
 * p³ logits. A pair then costs multiplications: loss = log1p(Σ_{c ≠ answer} e^{L_c − L_answer} Π e^{P_answer − P_c}), a
 * sum of positive numbers, so that a loss of 1e-20 keeps its digits.
 */
export function outcomes(
  model: Model,
  network: Network,
  pairs: GroupPairs,
  logits: PartialLogits,
  places: Int32Array,
): PairOutcomes {
  if (!fits(model, network, logits)) return bySums(model, pairs, logits, places);
  const { p } = network.task;
  const factors = factorsOf(logits, pairs);
  const wrong = wrongAnswers(model, network, logits, pairs, factors);
  return concluded(factors, wrong, factorSums(wrong, places, p), pairs, places, p);
}

/** `outcomes` of several logits of one kind: each the network's own without another part. */
export function outcomesOfEach(
  model: Model,
  network: Network,
  pairs: GroupPairs,
  each: readonly PartialLogits[],
  places: Int32Array,
): readonly PairOutcomes[] {
  const together = each.every(
    (logits) =>
      logits.removed &&
      logits.parts.length === 1 &&
      logits.parts[0].of === each[0].parts[0].of &&
      fits(model, network, logits),
  );
  if (!together || each.length === 0) return each.map((logits) => outcomes(model, network, pairs, logits, places));
  const { p } = network.task;
  const own = ownFactor(model, network, pairs);
  const factors = each.map((logits) => factorsOf(logits, pairs));
  const tables = factors.map(([{ data }]) => data);
  const sums = factorSumsOfEach(own, factors[0][0].row, tables, places, p);
  return factors.map((factor, i) => concluded(factor, [own, ...factor], sums[i], pairs, places, p));
}

/** Whether the exponentials of these logits stay within float64; a NaN does not. */
function fits(model: Model, network: Network, { parts, removed }: PartialLogits): boolean {
  const own = removed ? answerRatios(model, network.task).reach : 0;
  return parts.reduce((sum, { values }) => sum + 2 * reachOf(values), own) < MAX_EXPONENT;
}

/** e^P of each part, or e^−P where it is removed. */
function factorsOf({ parts, removed }: PartialLogits, { residue }: GroupPairs): readonly Factor[] {
  return parts.map(({ of, values }) => ({ row: residue[of], data: (removed ? inverses : exponentials)(values) }));
}

/** The network's own factor, 0 at the right answers. */
function ownFactor(model: Model, { task }: Network, { index }: GroupPairs): Factor {
  return { row: index, data: answerRatios(model, task).data };
}

/** The factors whose products at the wrong answers are those of the logits, and 0 at the right one. */
function wrongAnswers(
  model: Model,
  network: Network,
  { removed }: PartialLogits,
  pairs: GroupPairs,
  factors: readonly Factor[],
): readonly Factor[] {
  if (removed) return [ownFactor(model, network, pairs), ...factors];
  const { p } = network.task;
  const [{ row, data }, ...others] = factors;
  const wrong = data.slice();
  // The first part's residue decides the answer: a row has one.
  for (let at = 0; at < row.length; at++) wrong[row[at] * p + pairs.answer[at]] = 0;
  return [{ row, data: wrong }, ...others];
}

/** Loss and correctness from the products of the factors at the right answer and their sums over the wrong ones. */
function concluded(
  factors: readonly Factor[],
  wrong: readonly Factor[],
  sums: Float64Array,
  { answer }: GroupPairs,
  places: Int32Array,
  p: number,
): PairOutcomes {
  const loss = new Float64Array(places.length);
  const right = new Uint8Array(places.length);
  let better = 0;
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    let ofAnswer = 1;
    for (let f = 0; f < factors.length; f++) ofAnswer *= factors[f].data[factors[f].row[at] * p + answer[at]];
    loss[i] = Math.log1p(sums[i] / ofAnswer);
    // No product is over their sum: only where that is over the answer's is there something to compare.
    if (sums[i] < ofAnswer) right[i] = 1;
    else if (sums[i] >= ofAnswer) {
      // What was better for the last pair most often is for this one.
      const found = betterAnswer(wrong, at, p, answer[at], ofAnswer, better);
      if (found < 0) right[i] = 1;
      else better = found;
    }
  }
  return { loss, right };
}

const exponentials = memo((values: Float64Array) => {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = Math.exp(values[i]);
  return out;
});

const inverses = memo((values: Float64Array) => {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = Math.exp(-values[i]);
  return out;
});

/** The largest |P|. */
const reachOf = (values: Float64Array): number => {
  let reach = 0;
  for (let i = 0; i < values.length; i++) reach = Math.max(reach, Math.abs(values[i]));
  return reach;
};

function bySums(
  model: Model,
  { index, answer, residue }: GroupPairs,
  { parts, removed }: PartialLogits,
  places: Int32Array,
): PairOutcomes {
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  const sign = removed ? -1 : 1;
  const loss = new Float64Array(places.length);
  const right = new Uint8Array(places.length);
  const row = new Float64Array(p);
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    for (let c = 0; c < p; c++) row[c] = removed ? data[index[at] * shape[1] + first + c] : 0;
    for (const { of, values } of parts) {
      for (let c = 0, from = residue[of][at] * p; c < p; c++) row[c] += sign * values[from + c];
    }
    loss[i] = crossEntropy(row, 0, p, p, answer[at]);
    right[i] = argmax(row) === answer[at] && !Number.isNaN(loss[i]) ? 1 : 0;
  }
  return { loss, right };
}
