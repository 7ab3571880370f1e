import { firstToken } from "../../networks/architecture.ts";
import type { Network } from "../../runs/run.ts";
import type { CyclicForm } from "../../tasks/_cyclic.ts";
import { TEST, TRAIN } from "../../tasks/_split.ts";
import { answerLoss } from "../answer-scores.ts";

/** What logits carry to the answer, in logits and in nats; all but the losses are linear in the logits. */
export interface Carried {
  /**
   * α_k of each key frequency: the least-squares coefficient of cos(w_k(a ± b − c)) in the logits over all pairs of the group
   * and all answers, float64. Where the logits are Σ_k α_k cos(w_k(a ± b − c)), the right answer's logit is Σ_k α_k.
   */
  readonly frequencies: Float64Array;
  /** Mean over the training pairs, or all where no split is known, of the right answer's logit less the mean of all p. */
  readonly right: number;
  /** Mean cross-entropy in nats, float64 over the p answers; null where no split is known. */
  readonly train: number | null;
  readonly test: number | null;
}

/** What sums `Carried` up, batch by batch of pairs. */
export interface CarriedSum {
  /** Takes the logits [pair, token] of the pairs (a, b) for these a and all b. */
  readonly add: (logits: Float32Array, a: Int32Array) => void;
  readonly value: () => Carried;
}

export function carriedSum(network: Network, form: CyclicForm, keys: readonly number[]): CarriedSum {
  const { p, answers } = network.task;
  const { n, order, sign } = form;
  const first = firstToken(network.architecture);
  const place = placesOf(form, p);
  // Σ of the logits whose a ± b − c is d, at d + n and d.
  const histogram = new Float64Array(2 * n);
  const sums = { right: 0, rightPairs: 0, train: 0, trainPairs: 0, test: 0, testPairs: 0 };
  const add = (logits: Float32Array, a: Int32Array) => {
    const stride = logits.length / (a.length * p);
    for (let row = 0; row < a.length * p; row++) {
      const [x, b] = [a[Math.floor(row / p)], row % p];
      const from = row * stride + first;
      const answer = answers[x * p + b];
      if (place[x] >= 0 && place[b] >= 0) {
        const residue = (place[x] + sign * place[b] + n) % n;
        for (let c = 0; c < n; c++) histogram[residue - c + n] += logits[from + order[c]];
      }
      if (answer < 0) continue;
      const member = network.split?.member[x * p + b];
      if (member === undefined || member === TRAIN) {
        sums.right += logits[from + answer] - meanOf(logits, from, p);
        sums.rightPairs++;
      }
      if (member !== TRAIN && member !== TEST) continue;
      const loss = answerLoss(logits, from, p, answer);
      if (member === TRAIN) {
        sums.train += loss;
        sums.trainPairs++;
      } else {
        sums.test += loss;
        sums.testPairs++;
      }
    }
  };
  return {
    add,
    value: () => ({
      frequencies: Float64Array.from(keys, (k) => {
        let sum = 0;
        for (let d = 0; d < 2 * n; d++) sum += histogram[d] * Math.cos((2 * Math.PI * ((k * d) % n)) / n);
        return sum * weightOf(k, n);
      }),
      right: sums.right / sums.rightPairs,
      train: sums.trainPairs > 0 ? sums.train / sums.trainPairs : null,
      test: sums.testPairs > 0 ? sums.test / sums.testPairs : null,
    }),
  };
}

/** 1 / Σ cos² over the cube: cos² is 1/2 in the mean; of the last frequency of an even n it is 1. */
export function weightOf(k: number, n: number): number {
  return (2 * k === n ? 1 : 2) / (n * n * n);
}

/** The place of each residue in the group; −1 of one that is none of it. */
export function placesOf({ n, order }: CyclicForm, p: number): Int32Array {
  const place = new Int32Array(p).fill(-1);
  for (let i = 0; i < n; i++) place[order[i]] = i;
  return place;
}

function meanOf(values: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i];
  return sum / count;
}
