import { type Outcomes, outcomesOf, type Term } from "../compiled/outcomes.ts";
import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { crossEntropy } from "../numerics/losses.ts";
import { argmax } from "../numerics/statistics.ts";
import type { Network } from "../runs/run.ts";
import { answerRatios, MAX_EXPONENT } from "./answer-ratios.ts";
import type { GroupPairs } from "./group-pairs.ts";
import type { Residue } from "./pair-sums.ts";

/** A part of the logits that depends on one residue of the pair. */
export interface LogitPart {
  readonly of: Residue;
  /** What it is the sum of: functions of the residue times functions of the answer, float64. */
  readonly terms: readonly Term[];
}

/** Logits made of parts: these alone, or the network's own with these removed. */
export interface PartialLogits {
  /** The residue of the first decides the answer. */
  readonly parts: readonly LogitPart[];
  readonly removed: boolean;
}

/** What becomes of each pair asked for. */
export type PairOutcomes = Pick<Outcomes, "loss" | "right">;

/**
 * Losses of several logits z = ΣP, or z = L − ΣP, whose parts are of the same residues, on the pairs at `places`, float64 over
 * the p answers.
 */
export function outcomesOfEach(
  model: Model,
  network: Network,
  pairs: GroupPairs,
  each: readonly PartialLogits[],
  places: Int32Array,
): readonly PairOutcomes[] {
  if (each.length === 0) return [];
  const [{ removed, parts }] = each;
  const ratios = removed ? answerRatios(model, network.task) : undefined;
  const found = outcomesOf(
    {
      ...(ratios && { own: { data: ratios.ratios, start: pairs.rows.pair } }),
      starts: parts.map(({ of }) => pairs.rows[of]),
      answer: pairs.answer,
      places,
      width: network.task.p,
      rows: Math.sqrt(pairs.index.length),
    },
    each.map((logits) => logits.parts.map(({ terms }) => terms)),
  );
  return found.map((one, i) =>
    // A NaN does not fit.
    (ratios?.reach ?? 0) + 2 * one.reach < MAX_EXPONENT ? one : bySums(model, pairs, each[i], places),
  );
}

/** A part as a table [residue, answer] of n residues and p answers. */
export function tabulated({ terms }: LogitPart, n: number, p: number): Float64Array {
  const table = new Float64Array(n * p);
  for (const { ofRow, ofAnswer } of terms) {
    for (let r = 0, at = 0; r < n; r++) for (let c = 0; c < p; c++, at++) table[at] += ofRow[r] * ofAnswer[c];
  }
  return table;
}

/** Where the exponentials leave float64. */
function bySums(model: Model, pairs: GroupPairs, { parts, removed }: PartialLogits, places: Int32Array): PairOutcomes {
  const { index, answer, residue } = pairs;
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  const sign = removed ? -1 : 1;
  const loss = new Float64Array(places.length);
  const right = new Uint8Array(places.length);
  const tables = parts.map((part) => ({ of: part.of, values: tabulated(part, Math.sqrt(index.length), p) }));
  const row = new Float64Array(p);
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    for (let c = 0; c < p; c++) row[c] = removed ? data[index[at] * shape[1] + first + c] : 0;
    for (const { of, values } of tables) {
      for (let c = 0, from = residue[of][at] * p; c < p; c++) row[c] += sign * values[from + c];
    }
    loss[i] = crossEntropy(row, 0, p, p, answer[at]);
    right[i] = argmax(row) === answer[at] && !Number.isNaN(loss[i]) ? 1 : 0;
  }
  return { loss, right };
}
