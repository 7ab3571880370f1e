/**
 * Which of the p² pairs (a, b), at index a·p + b, were trained on. Plain data: it
 * crosses threads.
 */
export interface Split {
  /** 1 for a training pair, 0 for a test pair, 2 for a pair of neither. */
  readonly member: Uint8Array;
  /** Where it came from, in words, e.g. `stored in init.pth` or `CPython random.shuffle, seed 0`. */
  readonly origin: string;
  /** How far it is known: read from the run, drawn from its stated seed, found among seeds, inferred from losses. */
  readonly kind: "stored" | "drawn" | "found" | "inferred";
}
export const TRAIN = 1;
export const TEST = 0;
export const NEITHER = 2;
