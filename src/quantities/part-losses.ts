import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { exponential } from "../numerics/exponential.ts";
import { crossEntropy } from "../numerics/losses.ts";
import { memo, once } from "../numerics/memo.ts";
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

/** What becomes of each pair asked for. */
export interface PairOutcomes {
  /** Cross-entropy in nats. */
  readonly loss: Float64Array;
  /** 1 where the right answer has the largest logit, else 0; found when first asked for. */
  readonly right: () => Uint8Array;
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
  const parts = partFactors(logits, pairs);
  const wrong = wrongFactors(model, network, logits, pairs, parts);
  return concluded(atAnswers(parts, pairs, places), () => wrong, factorSums(wrong, places, p), pairs, places, p);
}

/** `outcomes` of several logits: together where each is the network's own without one part, of the same residue. */
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
  const values = each.map(({ parts }) => parts[0].values);
  const start = pairs.rows[each[0].parts[0].of];
  const { sums, ofAnswer } = factorSumsOfEach(own, { values, start }, pairs.answer, places, p);
  return each.map((logits, i) => {
    const wrong = () => [own, ...partFactors(logits, pairs)];
    return concluded(ofAnswer[i], wrong, sums[i], pairs, places, p);
  });
}

/** Whether the exponentials of these logits stay within float64; a NaN does not. */
function fits(model: Model, network: Network, { parts, removed }: PartialLogits): boolean {
  const own = removed ? answerRatios(model, network.task).reach : 0;
  return parts.reduce((sum, { values }) => sum + 2 * reachOf(values), own) < MAX_EXPONENT;
}

/** The largest |P|. */
const reachOf = memo((values: Float64Array): number => {
  let reach = 0;
  for (let i = 0; i < values.length; i++) reach = Math.max(reach, Math.abs(values[i]));
  return reach;
});

/** e^P of each part, or e^−P where it is removed, in one array. */
function partFactors({ parts, removed }: PartialLogits, { rows }: GroupPairs): readonly Factor[] {
  const tables = parts.map(({ values }) => (removed ? inverses : exponentials)(values));
  const data = tables.length === 1 ? tables[0] : joined(tables);
  // All tables are as long.
  return parts.map(({ of, values }, i) => ({ data, base: i * values.length, start: rows[of] }));
}

function joined(tables: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(tables.reduce((length, table) => length + table.length, 0));
  let at = 0;
  for (const table of tables) {
    out.set(table, at);
    at += table.length;
  }
  return out;
}

/** The network's own factor, 0 at the right answers. */
function ownFactor(model: Model, { task }: Network, { rows }: GroupPairs): Factor {
  return { data: answerRatios(model, task).ratios, base: 0, start: rows.pair };
}

/** The factors whose products at the wrong answers are those of the logits, and 0 at the right one. */
function wrongFactors(
  model: Model,
  network: Network,
  { removed }: PartialLogits,
  pairs: GroupPairs,
  parts: readonly Factor[],
): readonly Factor[] {
  if (removed) return [ownFactor(model, network, pairs), ...parts];
  const [{ start, data }, ...others] = parts;
  const wrong = data.slice(0, others[0]?.base);
  // The first part begins at 0, and its residue decides the answer: a row has one.
  for (let at = 0; at < start.length; at++) wrong[start[at] + pairs.answer[at]] = 0;
  return [{ data: wrong, base: 0, start }, ...others];
}

/** The product of the parts' factors at the right answer, of the pairs at `places`. */
function atAnswers(parts: readonly Factor[], { answer }: GroupPairs, places: Int32Array): Float64Array {
  const product = new Float64Array(places.length).fill(1);
  for (const { start, base, data } of parts) {
    for (let i = 0; i < places.length; i++) product[i] *= data[base + start[places[i]] + answer[places[i]]];
  }
  return product;
}

/** Outcomes from the factor at the right answer, and the sums of products over the wrong ones. */
function concluded(
  ofAnswer: Float64Array,
  wrongFactors: () => readonly Factor[],
  sums: Float64Array,
  { answer }: GroupPairs,
  places: Int32Array,
  p: number,
): PairOutcomes {
  const loss = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) loss[i] = Math.log1p(sums[i] / ofAnswer[i]);
  const right = once(() => {
    const out = new Uint8Array(places.length);
    const wrong = wrongFactors();
    let better = 0;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      // No product is over their sum: only where that is over the answer's is there something to compare.
      if (sums[i] < ofAnswer[i]) out[i] = 1;
      else if (sums[i] >= ofAnswer[i]) {
        // What was better for the last pair most often is for this one.
        const found = betterAnswer(wrong, at, p, answer[at], ofAnswer[i], better);
        if (found < 0) out[i] = 1;
        else better = found;
      }
    }
    return out;
  });
  return { loss, right };
}

const exponentials = memo((values: Float64Array) => exponentiated(values, 1));
const inverses = memo((values: Float64Array) => exponentiated(values, -1));

function exponentiated(values: Float64Array, sign: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = exponential(sign * values[i]);
  return out;
}

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
  return { loss, right: () => right };
}
