/** What the network was asked to learn. Plain data: it crosses threads. */
export interface Task {
  /** The unit's name, e.g. "addition", or "table". */
  readonly name: string;
  /** Elements of the group or residues: a, b, c are in 0 … p−1. */
  readonly p: number;
  /** As a reader writes it, e.g. "a + b mod 113". */
  readonly formula: string;
  /** Answers at a·p + b; `NO_ANSWER` where a∘b is not defined (division by 0). */
  readonly answers: Int32Array;
}

/** The pair has no answer, and belongs to no split. */
export const NO_ANSWER = -1;

/** One binary operation on residues. */
export interface Operation {
  /** Kebab-case; the file's name and the value of --task. */
  readonly name: string;
  /** What configurations of training code call it. */
  readonly spellings: RegExp;
  /** With p written as `p`, e.g. "a + b mod p". */
  readonly formula: string;
  /** The cyclic group on which it is addition (sign 1) or subtraction (sign −1), if it is. */
  readonly cyclic?: { readonly group: "additive" | "multiplicative"; readonly sign: 1 | -1 };
  /** True, or why there is no such operation for this p. */
  readonly defined: (p: number) => true | string;
  /** c such that a ∘ b = c; `NO_ANSWER` where it is not defined. */
  readonly answer: (a: number, b: number, p: number) => number;
}

/** Types an operation's literal. */
export function defineOperation(operation: Operation): Operation {
  return operation;
}
