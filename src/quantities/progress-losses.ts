import type { Model } from "../networks/model.ts";
import { groupedBy } from "../numerics/grouped-by.ts";
import { memo, memoOfTwo } from "../numerics/memo.ts";
import type { Network } from "../runs/run.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { FREQUENCY_VARIANTS, type FrequencyVariantName, meanLogits } from "./frequency-variants.ts";
import { type GroupPairs, groupPairs } from "./group-pairs.ts";
import { answerResidue } from "./pair-sums.ts";
import { type LogitPart, outcomesOfEach, type PairOutcomes, type PartialLogits } from "./part-losses.ts";

/** Mean loss in nats and accuracy over some pairs. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}
/** Over each part of the split; null where it is not known, or was not asked for. */
export interface Scores {
  readonly train: Score | null;
  readonly test: Score | null;
  readonly all: Score | null;
}

/** Which pairs to score: the training pairs alone, which are fewer, or all. */
export type Over = "train" | "every part";

/** What a set of frequencies, from 1, contributes to the logits (see FREQUENCY_VARIANTS). */
export interface Contribution {
  readonly variant: FrequencyVariantName;
  readonly frequencies: readonly number[];
  /** In a variant that is of each block, by the neurons of this one; the last unless one is named. */
  readonly block?: number | null;
}

/** Loss and accuracy of P + mean(L − P), the logits restricted to these frequencies, from 1 (see FREQUENCY_VARIANTS). */
export function restrictedScores(
  model: Model,
  network: Network,
  form: CyclicForm,
  variant: FrequencyVariantName,
  frequencies: readonly number[],
  block?: number,
): Scores {
  return restrictedScoresOfEach(model, network, form, [{ variant, frequencies, block }])[0];
}

/** `restrictedScores` of several contributions, which together take less. */
export function restrictedScoresOfEach(
  model: Model,
  network: Network,
  form: CyclicForm,
  contributions: readonly Contribution[],
): readonly Scores[] {
  return eachOnce(model, network, "restricted", contributions, (missing) => {
    const constant = { ofRow: new Float64Array(form.n).fill(1), ofAnswer: meanLogits(model, form) };
    // One object for the same terms: what begins with it is computed once.
    const withMean = memo((terms: LogitPart["terms"]) => [...terms, constant]);
    const each = missing.map((contribution) => {
      const [{ of, terms }, ...others] = partsOf(model, form, contribution);
      return { removed: false, parts: [{ of, terms: withMean(terms) }, ...others] };
    });
    return scores(model, network, form, each, "every part");
  });
}

/** Loss and accuracy of L − P, the logits without these frequencies, from 1 (see FREQUENCY_VARIANTS). */
export function excludedScores(
  model: Model,
  network: Network,
  form: CyclicForm,
  variant: FrequencyVariantName,
  frequencies: readonly number[],
  over: Over = "every part",
  block?: number,
): Scores {
  return excludedScoresOfEach(model, network, form, [{ variant, frequencies, block }], over)[0];
}

/** `excludedScores` of several contributions, which together take less. */
export function excludedScoresOfEach(
  model: Model,
  network: Network,
  form: CyclicForm,
  contributions: readonly Contribution[],
  over: Over = "every part",
): readonly Scores[] {
  return eachOnce(model, network, `excluded ${over}`, contributions, (missing) => {
    const each = missing.map((contribution) => ({ removed: true, parts: partsOf(model, form, contribution) }));
    return scores(model, network, form, each, over);
  });
}

function partsOf(model: Model, form: CyclicForm, { variant, frequencies, block }: Contribution): readonly LogitPart[] {
  return FREQUENCY_VARIANTS[variant].parts(model, form, frequencies, block ?? undefined);
}

/** The scores of each, of which those not known yet are computed: several analyzers ask for those of the key frequencies. */
function eachOnce(
  model: Model,
  network: Network,
  kind: string,
  contributions: readonly Contribution[],
  compute: (missing: readonly Contribution[]) => readonly Scores[],
): readonly Scores[] {
  const known = scoresOf(model, network);
  const keyOf = ({ variant, frequencies, block }: Contribution) => `${kind} ${variant} ${frequencies} ${block ?? ""}`;
  const keys = contributions.map(keyOf);
  const missing = new Map<string, Contribution>();
  for (const [i, one] of contributions.entries()) if (!known.has(keys[i])) missing.set(keys[i], one);
  const found = missing.size > 0 ? compute([...missing.values()]) : [];
  for (const [i, key] of [...missing.keys()].entries()) known.set(key, found[i]);
  return keys.map((key) => known.get(key) as Scores);
}

const scoresOf = memoOfTwo((_model: Model, _network: Network) => new Map<string, Scores>());

function scores(
  model: Model,
  network: Network,
  form: CyclicForm,
  each: readonly PartialLogits[],
  over: Over,
): readonly Scores[] {
  const pairs = groupPairs(network, form);
  if (over === "train") {
    if (!pairs.train) return each.map(() => ({ train: null, test: null, all: null }));
    return outcomesOfEach(model, network, pairs, each, pairs.train, (one) => ({
      train: scored(one),
      test: null,
      all: null,
    }));
  }
  const found = new Map<PartialLogits, Scores>();
  const { train, test } = pairs;
  for (const [few, some] of groupedBy(each, (logits) => dependsOnAnswerAlone(logits, form))) {
    const scores = outcomesOfEach(model, network, pairs, some, few ? firstOfEachAnswer(form) : pairs.all, (one) => {
      const all = few ? spread(one, pairs, form) : one;
      return { train: train && scored(all, train), test: test && scored(all, test), all: scored(all) };
    });
    for (const [i, one] of scores.entries()) found.set(some[i], one);
  }
  return each.map((logits) => found.get(logits) as Scores);
}

function dependsOnAnswerAlone({ removed, parts }: PartialLogits, form: CyclicForm): boolean {
  return !removed && parts.every(({ of }) => of === answerResidue(form));
}

/** Places of the pairs (r, 0), whose answers' residue is r. */
function firstOfEachAnswer({ n }: CyclicForm): Int32Array {
  return Int32Array.from({ length: n }, (_, r) => r * n);
}

/** What becomes of every pair, from what becomes of the first of each answer. */
function spread({ loss, right }: PairOutcomes, { residue }: GroupPairs, form: CyclicForm): PairOutcomes {
  const answers = residue[answerResidue(form)];
  return {
    loss: picked(loss, answers, new Float64Array(answers.length)),
    right: picked(right, answers, new Uint8Array(answers.length)),
  };
}

function picked<A extends Float64Array | Uint8Array>(values: A, places: Int32Array, into: A): A {
  for (let i = 0; i < places.length; i++) into[i] = values[places[i]];
  return into;
}

/** Means over the outcomes at `places`, or over all. */
function scored({ loss, right }: PairOutcomes, places?: Int32Array): Score {
  const count = places?.length ?? loss.length;
  let [sum, rights] = [0, 0];
  for (let i = 0; i < count; i++) {
    const at = places ? places[i] : i;
    sum += loss[at];
    rights += right[at];
  }
  return { loss: sum / count, accuracy: rights / count };
}
