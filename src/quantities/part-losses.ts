import { type Outcomes, outcomesOf, type Term, tabulated } from "../compiled/outcomes.ts";
import { firstToken } from "../networks/architecture.ts";
import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { groupedBy } from "../numerics/grouped-by.ts";
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
 * What is made of the losses of several logits z = ΣP, or z = L − ΣP, on the pairs at `places`, which are there until `take`
 * returns; float64 over the p answers. What those have in common whose parts begin alike, the same objects, is computed once.
 */
export function outcomesOfEach<R extends object>(
  model: Model,
  network: Network,
  pairs: GroupPairs,
  each: readonly PartialLogits[],
  places: Int32Array,
  take: (outcomes: PairOutcomes) => R,
): readonly R[] {
  const found = new Map<PartialLogits, R>();
  for (const chains of groupedBy(chained(each), shapeOf).values()) {
    const [{ removed, parts, lengths }] = chains;
    const ratios = removed ? answerRatios(model, network.task) : undefined;
    outcomesOf(
      {
        ...(ratios && { own: { data: ratios.ratios, start: pairs.rows.pair } }),
        starts: parts.map(({ of }) => pairs.rows[of]),
        lengths,
        answer: pairs.answer,
        places,
        width: network.task.p,
        rows: Math.sqrt(pairs.index.length),
      },
      chains.map((chain) => chain.parts.map(({ terms }) => terms)),
      (outcomes, chain, length) => {
        // A NaN does not fit.
        if (!((ratios?.reach ?? 0) + 2 * outcomes.reach < MAX_EXPONENT)) return;
        for (const one of chains[chain].logits.filter(({ parts }) => parts.length === lengths[length]))
          found.set(one, take(outcomes));
      },
    );
  }
  return each.map((logits) => found.get(logits) ?? take(bySums(model, pairs, logits, places)));
}

/** Logits whose parts are the first of the longest of them. */
interface Chain extends PartialLogits {
  readonly logits: readonly PartialLogits[];
  /** How many parts they have, each number once. */
  readonly lengths: readonly number[];
}

/** Chains with all of these logits in them. */
function chained(each: readonly PartialLogits[]): readonly Chain[] {
  const longestFirst = [...new Set(each)].sort((x, y) => y.parts.length - x.parts.length);
  const found = new Map<readonly Term[], PartialLogits[][]>();
  for (const logits of longestFirst) {
    const alike = found.get(logits.parts[0].terms) ?? [];
    const chain = alike.find(([{ removed, parts }]) => removed === logits.removed && begins(parts, logits.parts));
    if (chain) chain.push(logits);
    else found.set(logits.parts[0].terms, [...alike, [logits]]);
  }
  return [...found.values()].flat().map((chain) => ({
    ...chain[0],
    logits: chain,
    lengths: [...new Set(chain.map(({ parts }) => parts.length))],
  }));
}

function begins(parts: readonly LogitPart[], others: readonly LogitPart[]): boolean {
  return others.every(({ of, terms }, i) => parts[i].of === of && parts[i].terms === terms);
}

/** What chains that are computed together have in common. */
function shapeOf({ removed, parts, lengths }: Chain): string {
  return `${removed} ${parts.map(({ of }) => of)} ${lengths}`;
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
  const tables = parts.map((part) => ({ of: part.of, values: tabulated(part.terms, Math.sqrt(index.length), p) }));
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
