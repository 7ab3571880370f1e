import { UsageError } from "../errors.ts";
import { isRecord } from "../formats/_json.ts";
import type { Metrics } from "../training/_metrics.ts";

/** The logged measures, and on which side of a value each is better. */
const BETTER = {
  train_loss: "below",
  test_loss: "below",
  train_accuracy: "above",
  test_accuracy: "above",
  gradient_norm: "below",
  zero_loss: "above",
} as const satisfies { readonly [M in Exclude<keyof Metrics, "epoch">]: "below" | "above" };
export type LoggedMeasure = keyof typeof BETTER;

/** When a run has seen enough. */
export interface Until {
  readonly measure: LoggedMeasure;
  /** An accuracy must be at least, a loss at most this. */
  readonly value: number;
  /** Evaluations in a row at which it holds after the first one. */
  readonly evaluations: number;
}

const KEYS: readonly string[] = ["measure", "value", "evaluations"] satisfies (keyof Until)[];

/** So many evaluations show that it is no accident, and leave the curves an end to be judged by. */
export const EVALUATIONS = 10;

/** The criterion as given: "test_accuracy=0.99" or an object. Throws a UsageError that says what it can be. */
export function untilOf(given: unknown): Until {
  const [, measure, value] = typeof given === "string" ? (/^(\w+)\s*=\s*(\S+)$/.exec(given.trim()) ?? []) : [];
  const until = isRecord(given)
    ? { evaluations: EVALUATIONS, ...given }
    : { measure, value: Number(value), evaluations: EVALUATIONS };
  const { evaluations } = until;
  const choose = `write ${Object.keys(BETTER).join(", ")}=VALUE`;
  const stray = Object.keys(until).find((name) => !KEYS.includes(name));
  if (stray !== undefined) throw new UsageError("until", `"${stray}" is no part of it`, `give ${KEYS.join(", ")}`);
  if (!Object.hasOwn(BETTER, String(until.measure)) || !Number.isFinite(until.value))
    throw new UsageError(
      "until",
      `"${isRecord(given) ? JSON.stringify(given) : given}" is no measure and value`,
      choose,
    );
  const [limit, share] = [
    Number(until.value),
    String(until.measure).endsWith("accuracy") || until.measure === "zero_loss",
  ];
  if (limit < 0 || (share && limit > 1))
    throw new UsageError(
      "until",
      `no ${until.measure} is ever ${limit}`,
      share ? "give a share, 0 to 1" : "give 0 or more",
    );
  if (!Number.isSafeInteger(evaluations) || Number(evaluations) < 0)
    throw new UsageError("until", `evaluations are ${evaluations}`, "give a whole number from 0");
  return until as unknown as Until;
}

/**
 * What says of each epoch in order whether enough has been seen: the measure is at least (a loss: at most) the value at an
 * evaluation of the test pairs, and at each of the next `evaluations`. It follows from the metrics alone.
 */
export function enough({ measure, value, evaluations }: Until): (metrics: Metrics) => boolean {
  let inRow = 0;
  return (metrics) => {
    // Measures of the training pairs too: a run stops at an evaluation, so that its end is known.
    if (metrics.test_loss === null) return false;
    const now = metrics[measure];
    const holds = now !== null && (BETTER[measure] === "above" ? now >= value : now <= value);
    inRow = holds ? inRow + 1 : 0;
    return inRow > evaluations;
  };
}
