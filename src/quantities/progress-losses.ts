import type { Model } from "../networks/model.ts";
import { memoOfTwo } from "../numerics/memo.ts";
import { mean } from "../numerics/statistics.ts";
import type { Network } from "../runs/run.ts";
import type { CyclicForm } from "../tasks/_cyclic.ts";
import { FREQUENCY_VARIANTS, type FrequencyVariantName, meanLogits } from "./frequency-variants.ts";
import { type GroupPairs, groupPairs } from "./group-pairs.ts";
import { answerResidue } from "./pair-sums.ts";
import { outcomes, outcomesOfEach, type PairOutcomes, type PartialLogits } from "./part-losses.ts";

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
  return kept(model, network, `restricted ${variant} ${frequencies} ${block}`, () => {
    const { p } = model.architecture;
    const constant = meanLogits(model, form);
    const [first, ...others] = FREQUENCY_VARIANTS[variant].parts(model, form, frequencies, block);
    const shifted = { of: first.of, values: first.values.map((value, i) => value + constant[i % p]) };
    return scores(model, network, form, { removed: false, parts: [shifted, ...others] }, "every part");
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
  return kept(model, network, `excluded ${variant} ${frequencies} ${over} ${block}`, () => {
    const parts = FREQUENCY_VARIANTS[variant].parts(model, form, frequencies, block);
    return scores(model, network, form, { removed: true, parts }, over);
  });
}

/** The scores under a key, computed once: several analyzers ask for those of the key frequencies. */
function kept(model: Model, network: Network, key: string, compute: () => Scores): Scores {
  const known = scoresOf(model, network);
  const found = known.get(key) ?? compute();
  known.set(key, found);
  return found;
}

const scoresOf = memoOfTwo((_model: Model, _network: Network) => new Map<string, Scores>());

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
  const pairs = groupPairs(network, form);
  const places = over === "train" ? pairs.train : pairs.all;
  if (!places) return sets.map(() => ({ train: null, test: null, all: null }));
  const { parts } = FREQUENCY_VARIANTS[variant];
  const each = sets.map((frequencies) => ({ removed: true, parts: parts(model, form, frequencies, block) }));
  return outcomesOfEach(model, network, pairs, each, places).map((found) =>
    over === "train" ? { train: scored(found), test: null, all: null } : scoredParts(found, pairs),
  );
}

function scores(model: Model, network: Network, form: CyclicForm, logits: PartialLogits, over: Over): Scores {
  const pairs = groupPairs(network, form);
  if (over === "train") {
    return {
      train: pairs.train && scored(outcomes(model, network, pairs, logits, pairs.train)),
      test: null,
      all: null,
    };
  }
  const found = dependsOnAnswerAlone(logits, form)
    ? spread(outcomes(model, network, pairs, logits, firstOfEachAnswer(form)), pairs, form)
    : outcomes(model, network, pairs, logits, pairs.all);
  return scoredParts(found, pairs);
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
    right: () => picked(right(), answers, new Uint8Array(answers.length)),
  };
}

function picked<A extends Float64Array | Uint8Array>(values: A, places: Int32Array, into: A): A {
  for (let i = 0; i < places.length; i++) into[i] = values[places[i]];
  return into;
}

/** Means over the outcomes at `places`, or over all; the accuracy is found when first asked for. */
function scored({ loss, right }: PairOutcomes, places?: Int32Array): Score {
  return {
    loss: meanAt(loss, places),
    get accuracy() {
      return meanAt(right(), places);
    },
  };
}

/** Mean of the values at `places`, or of all. */
function meanAt(values: Float64Array | Uint8Array, places?: Int32Array): number {
  if (!places) return mean(values);
  let sum = 0;
  for (let i = 0; i < places.length; i++) sum += values[places[i]];
  return sum / places.length;
}
