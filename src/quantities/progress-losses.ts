import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import { mean } from "../numerics/statistics.ts";
import type { Network } from "../runs/run.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { FREQUENCY_VARIANTS, type FrequencyVariantName, meanLogits } from "./frequency-variants.ts";
import { type GroupPairs, groupPairs } from "./group-pairs.ts";
import { answerResidue } from "./pair-sums.ts";
import { outcomesOfEach, type PairOutcomes, type PartialLogits } from "./part-losses.ts";

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

/**
 * Loss and accuracy of P + mean(L − P), the logits restricted to these frequencies, from 1; in a variant that is of each
 * block, by the neurons of this one, the last unless one is named (see FREQUENCY_VARIANTS).
 */
export function restrictedScores(
  model: Model,
  network: Network,
  form: CyclicForm,
  variant: FrequencyVariantName,
  frequencies: readonly number[],
  block?: number,
): Scores {
  return kept(
    model,
    network,
    `restricted ${variant} ${frequencies} ${block}`,
    () => restrictedScoresOfEach(model, network, form, variant, [frequencies], block)[0],
  );
}

/** `restrictedScores` of several sets of frequencies. */
export function restrictedScoresOfEach(
  model: Model,
  network: Network,
  form: CyclicForm,
  variant: FrequencyVariantName,
  sets: readonly (readonly number[])[],
  block?: number,
): readonly Scores[] {
  const constant = { ofRow: new Float64Array(form.n).fill(1), ofAnswer: meanLogits(model, form) };
  const each = sets.map((frequencies) => {
    const [{ of, terms }, ...others] = FREQUENCY_VARIANTS[variant].parts(model, form, frequencies, block);
    return { removed: false, parts: [{ of, terms: [...terms, constant] }, ...others] };
  });
  return scores(model, network, form, each, "every part");
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
  return kept(
    model,
    network,
    `excluded ${variant} ${frequencies} ${over} ${block}`,
    () => excludedScoresOfEach(model, network, form, variant, [frequencies], over, block)[0],
  );
}

/** `excludedScores` of several sets of frequencies. */
export function excludedScoresOfEach(
  model: Model,
  network: Network,
  form: CyclicForm,
  variant: FrequencyVariantName,
  sets: readonly (readonly number[])[],
  over: Over,
  block?: number,
): readonly Scores[] {
  const { parts } = FREQUENCY_VARIANTS[variant];
  const each = sets.map((frequencies) => ({ removed: true, parts: parts(model, form, frequencies, block) }));
  return scores(model, network, form, each, over);
}

/** The scores under a key, computed once: several analyzers ask for those of the key frequencies. */
function kept(model: Model, network: Network, key: string, compute: () => Scores): Scores {
  const known = scoresOf(model, network);
  const found = known.get(key) ?? compute();
  known.set(key, found);
  return found;
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
    const found = outcomesOfEach(model, network, pairs, each, pairs.train);
    return found.map((one) => ({ train: scored(one), test: null, all: null }));
  }
  if (each.every((logits) => dependsOnAnswerAlone(logits, form))) {
    const found = outcomesOfEach(model, network, pairs, each, firstOfEachAnswer(form));
    return found.map((one) => scoredParts(spread(one, pairs, form), pairs));
  }
  return outcomesOfEach(model, network, pairs, each, pairs.all).map((one) => scoredParts(one, pairs));
}

function scoredParts(found: PairOutcomes, { train, test }: GroupPairs): Scores {
  return { train: train && scored(found, train), test: test && scored(found, test), all: scored(found) };
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
  return { loss: meanAt(loss, places), accuracy: meanAt(right, places) };
}

/** Mean of the values at `places`, or of all. */
function meanAt(values: Float64Array | Uint8Array, places?: Int32Array): number {
  if (!places) return mean(values);
  let sum = 0;
  for (let i = 0; i < places.length; i++) sum += values[places[i]];
  return sum / places.length;
}
