/** What takes an activation's place: nothing, its mean over all pairs, or its value at a random other pair. */
export const ABLATION_KINDS = ["zero", "mean", "resample"] as const;
export type AblationKind = (typeof ABLATION_KINDS)[number];

/** A network with something taken away. */
export interface Ablation {
  /** Of which block, from 0; null of what is of none. */
  readonly block: number | null;
  readonly component: string;
  /** Which one of the kind. */
  readonly what: string;
  readonly kind: AblationKind | "keep" | "remove" | "replace" | "none";
  /** The one frequency that it is of; null where it is of none, or of several. */
  readonly frequency: number | null;
  /** How many neurons are taken away, where neurons are. */
  readonly neurons: number | null;
  /** What is left: logits [pair, answer]. */
  readonly answers: Float32Array;
  /** The same with as much taken away at random, each when asked for. */
  readonly controls: readonly (() => Float32Array)[];
}

/** An ablation of something that is no set of neurons, and has nothing random beside it. */
export function named(
  block: number | null,
  component: string,
  what: string,
  kind: Ablation["kind"],
  answers: Ablation["answers"],
): Ablation {
  return { block, component, what, kind, frequency: null, neurons: null, answers, controls: [] };
}

/**
 * X − C + R(C) [pair, column] for a part C of X: R is 0, the mean of C over the pairs, or C at pair `order[s]` in place of s.
 */
export function ablated(
  whole: Float32Array,
  part: Float32Array,
  width: number,
  kind: AblationKind,
  order: Int32Array,
): Float32Array {
  const pairs = whole.length / width;
  const rows = kind === "resample" ? order : new Int32Array(pairs);
  const other =
    kind === "resample" ? part : kind === "mean" ? Float32Array.from(meanRow(part, width)) : new Float32Array(width);
  const out = new Float32Array(whole.length);
  for (let s = 0; s < pairs; s++) {
    const [at, from] = [s * width, rows[s] * width];
    for (let j = 0; j < width; j++) out[at + j] = whole[at + j] - part[at + j] + other[from + j];
  }
  return out;
}

/** The mean over the pairs [column], float64. */
export function meanRow(data: ArrayLike<number>, width: number): Float64Array {
  const pairs = data.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; ) for (let j = 0; j < width; j++, i++) mean[j] += data[i];
  return mean.map((sum) => sum / pairs);
}
