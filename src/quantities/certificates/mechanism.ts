import { firstToken } from "../../networks/architecture.ts";
import { logitsOf } from "../../networks/forward.ts";
import type { Model } from "../../networks/model.ts";
import { memoOfTwo } from "../../numerics/memo.ts";
import { dot } from "../../numerics/vectors.ts";
import type { Task } from "../../tasks/_task.ts";
import type { Described, Wave } from "./described.ts";

/** What the mechanism proves, with the error that it leaves, and whatever that error's signs are. */
export interface MechanismCertificate {
  /** 1 where the pair is certified; 0 too where no wave describes it, as a·0 [pair]. */
  readonly certified: Uint8Array;
  /** 1 where the error could have any sign: m_K(e) − max_{d ≠ e} m_K(d) > max_{d ≠ e} |E_d| + |E_e| [pair]. */
  readonly decided: Uint8Array;
  /** Least squares over all pairs that are described, in the order of the waves. */
  readonly coefficients: readonly number[];
  /** Of m_K against the logits centred over the answers. */
  readonly rSquared: number;
  /** m_K(e) − max_{d ≠ e} m_K(d), in logits: what the error of a certified pair is below. */
  readonly gap: number;
}

/** Rounding of the float64 arithmetic here, relative to the largest number that enters: hundreds of terms of 2⁻⁵³ each. */
const SLACK = 2 ** -40;

/** The logits centred over the group's answers, by d = (a∘b) c⁻¹. */
interface Centred {
  /** Mean over all described pairs of D[pair, d]. */
  readonly mean: Float64Array;
  /** Σ D² over pairs and d. */
  readonly squares: number;
  /** |L| is nowhere more, centred or not. */
  readonly largest: number;
}

const centred: (model: Model, of: Described) => Centred = memoOfTwo((model, of) => {
  const { n } = of;
  const mean = new Float64Array(n);
  let [squares, largest] = [0, 0];
  eachPair(model, of, (D) => {
    for (let d = 0; d < n; d++) {
      mean[d] += D[d] / n ** 2;
      squares += D[d] * D[d];
      largest = Math.max(largest, Math.abs(D[d]));
    }
  });
  return { mean, squares, largest };
});

/**
 * The mechanism certificates of several sets K of waves. D[pair, d] are the logits of a pair, centred over the group's answers, at
 * d = (a∘b) c⁻¹, so that the right answer is at the identity e: for addition d = a + b − c, and cosines are even. m_K(d) =
 * Σ_{k ∈ K} α_k wave_k(d) with α the least squares over all pairs; waves are orthogonal, so each α_k stands alone. With
 * E = D − m_K a pair is certified when
 *
 *   m_K(e) − max_{d ≠ e} m_K(d) > max_{d ≠ e} E_d − E_e
 *
 * by more than float64's rounding. Then D_e > D_d for every d, and the answer is right. This alone does not say that the
 * mechanism is why: with m_K = 0 the whole of the logits is error, which may favour the right answer, and every right pair is
 * certified. So `decided` lets the error have any sign: with m_K = 0 it has no pair. An answer that is no element of the group, as
 * 0 for a·b, is one of those d ≠ e, with m_K 0 there; a pair of which one is no element is not certified.
 */
export function mechanismCertificates(
  model: Model,
  task: Task,
  of: Described,
  sets: readonly (readonly Wave[])[],
): readonly MechanismCertificate[] {
  const { n, identity } = of;
  const mechanisms = sets.map((waves) => fitted(centred(model, of), of, task, waves));
  // One pass over the logits for all sets: a control has ten.
  eachPair(model, of, (D, s, beyond) => {
    for (const { m, gap, slack, certified, decided } of mechanisms) {
      const ofRight = D[identity] - m[identity];
      let most = beyond;
      let size = beyond > Number.NEGATIVE_INFINITY ? Math.abs(beyond) : 0;
      for (let d = 0; d < n; d++) {
        if (d === identity) continue;
        const error = D[d] - m[d];
        most = Math.max(most, error);
        size = Math.max(size, Math.abs(error));
      }
      certified[s] = gap - (most - ofRight) > slack ? 1 : 0;
      decided[s] = certified[s] === 1 && gap - (size + Math.abs(ofRight)) > slack ? 1 : 0;
    }
  });
  return mechanisms;
}

/** m_K, with no pair certified yet. */
function fitted(
  { mean, squares, largest }: Centred,
  { n, identity, order }: Described,
  task: Task,
  waves: readonly Wave[],
) {
  const coefficients = waves.map(({ values }) => dot(mean, values) / dot(values, values));
  const m = new Float64Array(n);
  for (const [i, { values }] of waves.entries()) for (let d = 0; d < n; d++) m[d] += coefficients[i] * values[d];
  const explained = coefficients.reduce((sum, x, i) => sum + x * x * dot(waves[i].values, waves[i].values), 0);
  // The level of an answer outside the group, where the mechanism says nothing.
  const outside = order.length < task.p ? 0 : Number.NEGATIVE_INFINITY;
  const others = m.reduce((most, x, d) => (d === identity ? most : Math.max(most, x)), outside);
  return {
    m,
    coefficients,
    rSquared: squares > 0 ? (n ** 2 * explained) / squares : 0,
    gap: m[identity] - others,
    slack: SLACK * (largest + m.reduce((most, x) => Math.max(most, Math.abs(x)), 0)),
    certified: new Uint8Array(task.answers.length),
    decided: new Uint8Array(task.answers.length),
  };
}

/** D of each described pair, with the pair's index and the largest centred logit of an answer outside the group; D is reused. */
function eachPair(
  model: Model,
  { n, order, product, apart }: Described,
  take: (D: Float64Array, pair: number, beyond: number) => void,
): void {
  const { data, shape } = logitsOf(model);
  const { p } = model.architecture;
  const first = firstToken(model.architecture);
  const inside = new Set(order);
  const strangers = Array.from({ length: p }, (_, c) => c).filter((c) => !inside.has(c));
  const D = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const pair = order[i] * p + order[j];
      const at = pair * shape[1] + first;
      let sum = 0;
      for (let c = 0; c < n; c++) sum += data[at + order[c]];
      const row = product[i * n + j] * n;
      for (let c = 0; c < n; c++) D[apart[row + c]] = data[at + order[c]] - sum / n;
      let beyond = Number.NEGATIVE_INFINITY;
      for (const c of strangers) beyond = Math.max(beyond, data[at + c] - sum / n);
      take(D, pair, beyond);
    }
  }
}
