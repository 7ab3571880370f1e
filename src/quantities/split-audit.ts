import { logitsOf } from "../networks/forward.ts";
import type { Model } from "../networks/model.ts";
import { correctPairs } from "../networks/pair-losses.ts";
import type { Network } from "../runs/run.ts";
import { type Split, TEST, TRAIN } from "../tasks/_split.ts";
import type { Task } from "../tasks/_task.ts";

/** Test pairs (a, b) by what training saw of them. */
export interface SplitAudit {
  /** a ≠ b, and (b, a) was trained on: a network that is symmetric in its inputs answers it without having generalised. */
  readonly mirrored: readonly number[];
  /** a ≠ b, and (b, a) was not trained on. */
  readonly unmirrored: readonly number[];
  /** a = b. */
  readonly diagonal: readonly number[];
  /** Residues that stand at no training pair's first, or second, place. */
  readonly unseenInputs: readonly [a: readonly number[], b: readonly number[]];
  /** Answers of test pairs that no training pair has. */
  readonly unseenAnswers: readonly number[];
  readonly train: number;
  readonly test: number;
}

/** Whether (a, b) and (b, a) have the same answer wherever either has one. */
export function isCommutative({ p, answers }: Pick<Task, "p" | "answers">): boolean {
  return answers.every((answer, s) => answer === answers[(s % p) * p + Math.floor(s / p)]);
}

/** The pairs a·p + b of the test part by kind, and what training never saw. */
export function splitAudit({ p, answers }: Task, { member }: Split): SplitAudit {
  const pairs = (part: number) => [...member.keys()].filter((s) => member[s] === part && answers[s] >= 0);
  const [train, test] = [pairs(TRAIN), pairs(TEST)];
  const first = (s: number) => Math.floor(s / p);
  const second = (s: number) => s % p;
  const unseen = (of: (s: number) => number, asked: readonly number[]) => {
    const seen = new Set(train.map(of));
    return [...new Set(asked.map(of))].filter((value) => !seen.has(value)).sort((x, y) => x - y);
  };
  const off = test.filter((s) => first(s) !== second(s));
  const isMirrored = (s: number) => member[second(s) * p + first(s)] === TRAIN;
  return {
    mirrored: off.filter(isMirrored),
    unmirrored: off.filter((s) => !isMirrored(s)),
    diagonal: test.filter((s) => first(s) === second(s)),
    unseenInputs: [unseen(first, test), unseen(second, test)],
    unseenAnswers: unseen((s) => answers[s], test),
    train: train.length,
    test: test.length,
  };
}

/** Why a network has no test pairs to tell apart; undefined where it has. */
export function whyNoAudit({ task, split }: Network): string | undefined {
  if (!split) return "which pairs were trained on is not known";
  if (!split.member.includes(TEST)) return "it was trained on every pair: none is held out";
  return isCommutative(task) ? undefined : "the operation is not commutative: (b, a) has another answer than (a, b)";
}

/** Accuracy over the unmirrored test pairs; null where there are none, or none can be told apart. */
export function unmirroredAccuracy(model: Model, network: Network): number | null {
  if (!network.split || whyNoAudit(network) !== undefined) return null;
  const right = correctPairs(logitsOf(model), network.architecture, network.task);
  return meanAt(right, splitAudit(network.task, network.split).unmirrored);
}

/** Mean of the values at these places; null where there is none. */
export function meanAt(values: ArrayLike<number>, places: readonly number[]): number | null {
  if (places.length === 0) return null;
  return places.reduce((sum, s) => sum + values[s], 0) / places.length;
}
